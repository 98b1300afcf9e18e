import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { marked } from '../../../lib/systems/marks.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const connection: Connection = {
  id: 'c',
  system: 'salesforce',
  account: 'acme',
  baseUrl: 'https://acme.my.salesforce.com',
  credentials: { kind: 'token', token: 't' },
  timeZone: 'America/New_York',
};
const ref = (object: string, native: string, id: string) => ({ system: 'salesforce', account: 'acme', object, native, id });

describe('salesforce toRecord', () => {
  it('reads a contact with its company', () => {
    const raw = {
      attributes: { type: 'Contact' },
      Id: '0035i00000lhLC3',
      Name: 'Ana Ruiz',
      FirstName: 'Ana',
      LastName: 'Ruiz',
      Email: 'ana@acme.com',
      Phone: '+34 600 111 222',
      MobilePhone: '+34 600 111 222',
      Title: null,
      AccountId: '0015i00000lhLC3AAM',
      Account: { attributes: { type: 'Account' }, Name: 'Acme' },
      MailingCity: 'Sevilla',
      MailingCountry: 'Spain',
      MailingCountryCode: 'ES',
      OwnerId: '0055i00000lhLC3AAM',
      CreatedDate: '2021-04-08T18:39:16.000+0000',
      LastModifiedDate: null,
      Score__c: 4.5,
      Empty__c: null,
    };
    expect(salesforce.toRecord('Contact', raw, connection)).toEqual({
      kind: 'person',
      ref: ref('contact', 'Contact', '0035i00000lhLC3AAM'),
      name: 'Ana Ruiz',
      url: 'https://acme.lightning.force.com/lightning/r/Contact/0035i00000lhLC3AAM/view',
      firstName: 'Ana',
      lastName: 'Ruiz',
      emails: ['ana@acme.com'],
      phones: ['+34 600 111 222'],
      companyName: 'Acme',
      country: 'ES',
      city: 'Sevilla',
      ownerId: '0055i00000lhLC3AAM',
      createdAt: Date.UTC(2021, 3, 8, 18, 39, 16),
      links: [{ role: 'company', ref: ref('company', 'Account', '0015i00000lhLC3AAM') }],
      custom: { Score__c: 4.5 },
    });
  });

  it.each([
    [{ IsClosed: false, IsWon: false }, 'open'],
    [{ IsClosed: true, IsWon: true }, 'won'],
    [{ IsClosed: true, IsWon: false }, 'lost'],
    [{}, 'open'],
  ])('tells a deal %j is %s', (raw, status) => {
    expect(salesforce.toRecord('Opportunity', { Id: '0065i00000lhLC3AAM', ...raw }, connection)).toMatchObject({ kind: 'deal', status });
  });

  it.each([
    [{ Amount: 12_000, CurrencyIsoCode: 'EUR' }, undefined, { amountMinor: 1_200_000, currency: 'EUR' }],
    [{ Amount: 12_000, CurrencyIsoCode: 'JPY' }, 'EUR', { amountMinor: 12_000, currency: 'JPY' }],
    [{ Amount: 1.005 }, 'KWD', { amountMinor: 1005, currency: 'KWD' }],
    [{ Amount: 7 }, undefined, { amountMinor: 700, currency: 'XXX' }],
    [{ Amount: null }, 'EUR', undefined],
  ])('reads the amount of %j in an org with currency %s', (raw, currency, amount) => {
    const record = salesforce.toRecord(
      'Opportunity',
      { Id: '0065i00000lhLC3AAM', ...raw },
      { ...connection, ...(currency && { currency }) },
    );
    expect(record.kind === 'deal' && record.amount).toEqual(amount);
  });

  it('puts the primary contact of a deal first', () => {
    const roles = [
      { ContactId: '0035i00000lhLC1AAM', IsPrimary: false },
      { ContactId: '0035i00000lhLC2AAM', IsPrimary: true },
    ];
    const raw = { Id: '0065i00000lhLC3AAM', OpportunityContactRoles: { records: roles }, CloseDate: '2026-07-01' };
    const record = salesforce.toRecord('Opportunity', raw, connection);
    expect(record.links.map(({ role, ref: { id } }) => [role, id])).toEqual([
      ['primary-contact', '0035i00000lhLC2AAM'],
      ['contact', '0035i00000lhLC1AAM'],
    ]);
    expect(record.kind === 'deal' && record.closeAt).toBe(Date.UTC(2026, 6, 1, 4));
  });

  it.each([
    ['https://www.Acme.com/about', ['acme.com']],
    ['acme.co.uk', ['acme.co.uk']],
    ['n/a', []],
    ['not a site', []],
    [null, []],
  ])('reads the domain of website %j', (Website, domains) => {
    expect(salesforce.toRecord('Account', { Id: '0015i00000lhLC3AAM', Website }, connection)).toMatchObject({ kind: 'company', domains });
  });

  it('shows a person account as a person and a converted lead as merged into its contact', () => {
    const raw = { Id: '0015i00000lhLC3AAM', IsPersonAccount: true, PersonEmail: 'a@b.io', LastName: 'B', Name: 'A B' };
    expect(salesforce.toRecord('Account', raw, connection)).toMatchObject({
      kind: 'person',
      emails: ['a@b.io'],
      ref: { object: 'company' },
    });
    const lead = { Id: '00QdN00000DjQ3hUAF', IsConverted: true, ConvertedContactId: '0035i00000lhLC3AAM', Company: 'X' };
    expect(salesforce.toRecord('Lead', lead, connection)).toMatchObject({ companyName: 'X', mergedInto: { native: 'Contact' } });
  });

  it(`never throws and always has a name and a ref, whatever comes (seed ${seed})`, () => {
    const raw = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom(
          'Id',
          'Name',
          'Amount',
          'Website',
          'CloseDate',
          'CreatedDate',
          'Account',
          'OwnerId',
          'OpportunityContactRoles',
          'A__c',
        ),
        fc.anything(),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom('Contact', 'Lead', 'Account', 'Opportunity', 'Case', 'Foo__c', ''), raw, (native, value) => {
        const record = salesforce.toRecord(native, value, connection);
        expect(typeof record.name).toBe('string');
        expect(record.ref.system).toBe('salesforce');
      }),
      { seed },
    );
  });

  const recorded = '../shared/data/salesforce';
  it.skipIf(!existsSync(recorded))('loses nothing of the recorded payloads (skipped without ../shared)', () => {
    const account = JSON.parse(readFileSync(`${recorded}/recorded-swiftly/MockAccount.json`, 'utf8'));
    expect(salesforce.toRecord('Account', account, connection)).toMatchObject({
      kind: 'company',
      name: 'Alaska Center for Performing Arts',
      domains: ['coolcorp1.net'],
      phones: ['9075551212'],
      country: 'US',
      city: 'Anchorage',
      ownerId: '005i00000016PdaAAE',
      changedAt: Date.UTC(2021, 3, 27, 19, 33, 4),
      custom: { playgroundorg__Owners_Manager_Name__c: 'User, Test', Type: 'Customer - Channel' },
    });
    const whizbang = JSON.parse(readFileSync(`${recorded}/recorded-restforce/sobject_find_success_response.json`, 'utf8'));
    expect(salesforce.toRecord('Whizbang', whizbang, connection)).toMatchObject({
      kind: 'custom',
      name: 'My First Whizbang',
      ref: { native: 'Whizbang' },
    });
    const [sample] = JSON.parse(readFileSync(`${recorded}/shapes/composite-360.json`, 'utf8'));
    const [contact, company] = sample.response.compositeResponse.map((part: { body: { records: unknown[] } }) => part.body.records[0]);
    expect(salesforce.toRecord('Contact', contact, connection)).toMatchObject({
      name: 'Ana Ruiz',
      emails: ['ana.ruiz@example.com'],
      links: [{ role: 'company' }],
    });
    expect(salesforce.toRecord('Opportunity', company.Opportunities.records[0], { ...connection, currency: 'EUR' })).toMatchObject({
      name: 'Pilot',
      stageName: 'Prospecting',
      amount: { amountMinor: 1_200_000, currency: 'EUR' },
    });
  });
});

describe('salesforce toActivity', () => {
  const common = { Id: '00T5i00000lhLC3EAM', CreatedDate: '2026-11-01T09:30:00.000+0000', OwnerId: '0055i00000lhLC3AAM' };
  const at = Date.UTC(2026, 10, 1, 9, 30);

  it('reads a call', () => {
    const raw = {
      ...common,
      Subject: 'Call',
      TaskSubtype: 'Call',
      CallType: 'Inbound',
      CallDurationInSeconds: 90,
      CallDisposition: 'Busy',
      IsClosed: true,
    };
    expect(salesforce.toActivity('Task', raw, connection)).toMatchObject({
      kind: 'call',
      at,
      direction: 'in',
      durationMs: 90_000,
      outcome: 'Busy',
      done: true,
    });
  });

  it.each([
    [{ ActivityDate: '2026-11-04' }, Date.UTC(2026, 10, 4, 5)],
    [{ ActivityDate: '2026-11-04', IsReminderSet: true, ReminderDateTime: '2026-11-04T15:00:00.000+0000' }, Date.UTC(2026, 10, 4, 15)],
    [{ ActivityDate: '2026-11-04', IsReminderSet: true, ReminderDateTime: '2026-11-03T15:00:00.000+0000' }, Date.UTC(2026, 10, 4, 5)],
    [{}, undefined],
  ])('reads when a task %j is due', (raw, dueAt) => {
    expect(salesforce.toActivity('Task', { ...common, ...raw }, connection).dueAt).toBe(dueAt);
  });

  it('hides the mark and names whom it is about', () => {
    const raw = {
      ...common,
      Subject: marked('Follow up', 'key'),
      WhoId: '0035i00000lhLC3AAM',
      WhatId: '0015i00000lhLC3AAM',
      AccountId: '0015i00000lhLC3AAM',
    };
    const activity = salesforce.toActivity('Task', raw, connection);
    expect(activity.title).toBe('Follow up');
    expect(activity.on).toEqual([ref('contact', 'Contact', '0035i00000lhLC3AAM'), ref('company', 'Account', '0015i00000lhLC3AAM')]);
  });

  it('reads an event by its start and a note without a title that repeats the text', () => {
    const event = {
      Id: '00U5i00000lhLC3EAM',
      Subject: 'Demo',
      StartDateTime: '2026-11-05T10:00:00.000+0000',
      EndDateTime: '2026-11-05T11:30:00.000+0000',
    };
    expect(salesforce.toActivity('Event', event, connection)).toMatchObject({
      kind: 'meeting',
      at: Date.UTC(2026, 10, 5, 10),
      durationMs: 5_400_000,
    });
    const note = {
      Id: '0695i00000lhLC3AAM',
      Title: marked('First line', 'k'),
      TextPreview: 'First line\nsecond',
      CreatedDate: common.CreatedDate,
    };
    expect(salesforce.toActivity('ContentNote', note, connection)).toMatchObject({ kind: 'note', text: 'First line\nsecond', at });
    expect(salesforce.toActivity('ContentNote', note, connection)).not.toHaveProperty('title');
    expect(salesforce.toActivity('ContentNote', { ...note, Title: 'Visit' }, connection).title).toBe('Visit');
  });

  it('tells who wrote an e-mail', () => {
    const raw = {
      Id: '02s5i00000lhLC3AAM',
      Subject: 'Re: offer',
      HtmlBody: '<p>Yes &amp; no</p>',
      Incoming: true,
      MessageDate: '2026-11-01T09:30:00.000+0000',
    };
    expect(salesforce.toActivity('EmailMessage', raw, connection)).toMatchObject({ kind: 'email', direction: 'in', text: 'Yes & no', at });
  });

  it(`never throws, whatever comes (seed ${seed})`, () => {
    const raw = fc.oneof(
      fc.anything(),
      fc.dictionary(
        fc.constantFrom(
          'Id',
          'Subject',
          'WhoId',
          'ActivityDate',
          'CreatedDate',
          'ContentDocument',
          'ReminderDateTime',
          'IsReminderSet',
          'Content',
        ),
        fc.anything(),
      ),
    );
    fc.assert(
      fc.property(
        fc.constantFrom('Task', 'Event', 'ContentNote', 'ContentDocumentLink', 'EmailMessage', 'Note', 'Odd'),
        raw,
        (native, value) => {
          expect(Number.isFinite(salesforce.toActivity(native, value, connection).at)).toBe(true);
        },
      ),
      { seed },
    );
  });
});
