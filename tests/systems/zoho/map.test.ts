import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const CONNECTION: Connection = {
  id: 'c',
  system: 'zoho',
  account: 'org7',
  baseUrl: 'https://www.zohoapis.eu',
  credentials: { kind: 'token', token: 't' },
  timeZone: 'Europe/Madrid',
  currency: 'EUR',
};
const BIG = '5725767000002889886';
const ref = (object: string, native: string, id = BIG) => ({ system: 'zoho', account: 'org7', object, native, id });

describe('toRecord', () => {
  it('toRecord keeps what a rep sees of a contact, ids of 19 digits whole and computed columns out', () => {
    const raw = {
      id: BIG,
      Full_Name: 'Ana Pérez',
      First_Name: 'Ana',
      Last_Name: 'Pérez',
      Email: 'ana@x.mx',
      Secondary_Email: 'compras@x.mx',
      Phone: '+52 81 1234 5678',
      Mobile: '+52 81 1234 5678',
      Home_Phone: null,
      Title: 'Buyer',
      Account_Name: { name: 'Llantas', id: '5725767000002889777' },
      Mailing_City: 'Monterrey',
      Mailing_Country: 'Mexico',
      Owner: { name: 'Rep', id: '5725767000000411001', email: 'rep@x.mx' },
      Created_Time: '2026-01-02T03:04:05+01:00',
      Modified_Time: '2026-02-03T04:05:06-06:00',
      Page_views: 34,
      Interests: ['a', 'b'],
      Tag: [],
      $approved: true,
      $currency_symbol: '€',
    };
    expect(zoho.toRecord('Contacts', raw, CONNECTION)).toEqual({
      ref: ref('contact', 'Contacts'),
      kind: 'person',
      name: 'Ana Pérez',
      firstName: 'Ana',
      lastName: 'Pérez',
      url: `https://crm.zoho.eu/crm/org7/tab/Contacts/${BIG}`,
      ownerId: '5725767000000411001',
      createdAt: Date.UTC(2026, 0, 2, 2, 4, 5),
      changedAt: Date.UTC(2026, 1, 3, 10, 5, 6),
      emails: ['ana@x.mx', 'compras@x.mx'],
      phones: ['+52 81 1234 5678'],
      title: 'Buyer',
      companyName: 'Llantas',
      country: 'Mexico',
      city: 'Monterrey',
      links: [{ role: 'company', ref: ref('company', 'Accounts', '5725767000002889777') }],
      custom: { Page_views: 34, Interests: ['a', 'b'] },
    });
  });

  it('toRecord reads a lead’s own column names', () => {
    const raw = {
      id: BIG,
      Last_Name: 'Fernández',
      Company: 'Flores',
      Designation: 'Owner',
      City: 'Sevilla',
      Country: 'ES',
      Lead_Status: 'Contacted',
    };
    expect(zoho.toRecord('Leads', raw, CONNECTION)).toMatchObject({
      ref: ref('lead', 'Leads'),
      kind: 'person',
      name: 'Fernández',
      companyName: 'Flores',
      title: 'Owner',
      city: 'Sevilla',
      custom: { Lead_Status: 'Contacted' },
    });
  });

  it.each([
    ['Closed Won', 100, 'won'],
    ['Closed Lost', 0, 'lost'],
    ['Closed-Lost to Competition', 0, 'lost'],
    ['Contrato firmado', 100, 'won'],
    ['Perdida', 0, 'lost'],
    ['First call', 0, 'open'],
    ['Negotiation/Review', 90, 'open'],
    [null, null, 'open'],
  ])('toRecord of a deal in %j at %j %% is %s', (Stage, Probability, status) => {
    const record = zoho.toRecord('Potentials', { id: BIG, Deal_Name: 'D', Stage, Probability }, CONNECTION);
    expect(record).toMatchObject({ kind: 'deal', ref: ref('deal', 'Potentials'), status });
  });

  it('toRecord takes a deal’s own currency, else the account’s, and a date as the user’s day', () => {
    const deal = {
      id: BIG,
      Deal_Name: 'D',
      Amount: 1234.5,
      Closing_Date: '2026-11-20',
      Contact_Name: { id: '5' },
      Account_Name: { id: '6' },
    };
    expect(zoho.toRecord('Deals', deal, CONNECTION)).toMatchObject({
      amount: { amountMinor: 123_450, currency: 'EUR' },
      closeAt: Date.UTC(2026, 10, 19, 23),
      links: [
        { role: 'primary-contact', ref: ref('contact', 'Contacts', '5') },
        { role: 'company', ref: ref('company', 'Accounts', '6') },
      ],
    });
    expect(zoho.toRecord('Deals', { ...deal, Currency: 'JPY', Amount: 1200 }, CONNECTION)).toMatchObject({
      amount: { amountMinor: 1200, currency: 'JPY' },
    });
    expect(zoho.toRecord('Deals', deal, { ...CONNECTION, currency: '' })).not.toHaveProperty('amount');
  });

  it('toRecord names the kind of every other module, and calls the unknown custom', () => {
    expect(zoho.toRecord('Cases', { id: '1', Subject: 'Late', Status: 'New', Related_To: { id: '5' } }, CONNECTION)).toMatchObject({
      kind: 'ticket',
      ref: ref('ticket', 'Cases', '1'),
      status: 'New',
      links: [{ role: 'contact', ref: ref('contact', 'Contacts', '5') }],
    });
    const kinds = ['SalesOrders', 'Sales_Orders', 'Invoices', 'Quotes', 'Products', 'CustomModule3'].map((native) =>
      zoho.toRecord(native, { id: '1' }, CONNECTION),
    );
    expect(kinds.map(({ kind, ref: { object } }) => `${kind} ${object}`)).toEqual([
      'order order',
      'order order',
      'invoice invoice',
      'quote quote',
      'product product',
      'custom custom',
    ]);
  });

  it.skipIf(!existsSync('../shared/data/zoho/fixtures/contacts.json'))(
    'toRecord reads the recorded contacts (skipped where ../shared is absent)',
    () => {
      const { data } = JSON.parse(readFileSync('../shared/data/zoho/fixtures/contacts.json', 'utf8')) as { data: unknown[] };
      expect(data.map((row) => zoho.toRecord('Contacts', row, CONNECTION))).toMatchObject([
        { name: 'Ryan Dahl2', ref: { id: '6493490000001291001' }, createdAt: Date.UTC(2024, 11, 20, 7, 9, 52) },
        { name: 'Jane Smith', ref: { id: '6493490000001291002' } },
      ]);
    },
  );

  it(`toRecord keeps every mapped field of any contact (seed ${SEED})`, () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((each) => each.trim() === each && each !== '');
    const id = fc.bigInt({ min: 10n ** 17n, max: 10n ** 19n - 1n }).map(String);
    fc.assert(
      fc.property(id, text, text, text, id, (own, First_Name, Last_Name, Email, owner) => {
        const record = zoho.toRecord('Contacts', { id: own, First_Name, Last_Name, Email, Owner: { id: owner } }, CONNECTION);
        expect(record).toMatchObject({ firstName: First_Name, lastName: Last_Name, emails: [Email], ownerId: owner, ref: { id: own } });
      }),
      { seed: SEED },
    );
  });
});

describe('toActivity', () => {
  it('toActivity reads both targets of a call, its length and its way', () => {
    const raw = {
      id: BIG,
      Subject: 'Called',
      Call_Type: 'Inbound',
      Call_Start_Time: '2026-11-16T15:00:00+01:00',
      Call_Duration: '05:30',
      Call_Result: 'Interested',
      Who_Id: { name: 'Ana', id: '5' },
      What_Id: { name: 'Deal', id: '6' },
      $se_module: 'Deals',
    };
    expect(zoho.toActivity('Calls', raw, CONNECTION)).toEqual({
      ref: { system: 'zoho', account: 'org7', object: 'activity', native: 'Calls', id: BIG },
      kind: 'call',
      at: Date.UTC(2026, 10, 16, 14),
      title: 'Called',
      direction: 'in',
      outcome: 'Interested',
      durationMs: 330_000,
      on: [ref('contact', 'Contacts', '5'), ref('deal', 'Potentials', '6')],
    });
  });

  it('toActivity puts a task where it was made and says when it is due', () => {
    const raw = {
      id: '1',
      Subject: 'Send',
      Status: 'Completed',
      Due_Date: '2026-11-20',
      Created_Time: '2026-11-10T00:00:00+00:00',
      What_Id: { id: '9' },
      $se_module: 'Leads',
    };
    expect(zoho.toActivity('Tasks', raw, CONNECTION)).toMatchObject({
      kind: 'task',
      at: Date.UTC(2026, 10, 10),
      dueAt: Date.UTC(2026, 10, 19, 23),
      done: true,
      on: [ref('lead', 'Leads', '9')],
    });
  });

  it('toActivity tells e-mails, meetings and notes apart', () => {
    expect(
      zoho.toActivity(
        'Emails',
        {
          message_id: 'ab1',
          subject: 'Hi',
          sent: false,
          time: '2026-11-10T00:00:00+00:00',
          status: [{ type: 'sent' }, { type: 'opened' }],
        },
        CONNECTION,
      ),
    ).toMatchObject({
      kind: 'email',
      direction: 'in',
      outcome: 'opened',
      ref: { id: 'ab1' },
    });
    const meeting = {
      id: '1',
      Event_Title: 'Visit',
      Start_DateTime: '2026-11-10T10:00:00+01:00',
      End_DateTime: '2026-11-10T11:00:00+01:00',
      Participants: [{ type: 'contact', participant: '5' }],
    };
    expect(zoho.toActivity('Activities', meeting, CONNECTION)).toMatchObject({
      kind: 'meeting',
      durationMs: 3_600_000,
      on: [ref('contact', 'Contacts', '5')],
    });
    const note = { id: '1', Note_Content: '<b>5 < 6</b> & more', Parent_Id: { module: { api_name: 'Accounts' }, id: '6' } };
    expect(zoho.toActivity('Notes', note, CONNECTION)).toMatchObject({
      kind: 'note',
      text: '<b>5 < 6</b> & more',
      on: [ref('company', 'Accounts', '6')],
    });
  });
});
