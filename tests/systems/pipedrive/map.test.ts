import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const CONNECTION: Connection = {
  id: 'c',
  system: 'pipedrive',
  account: 'acme',
  credentials: { kind: 'token', token: 't' },
  timeZone: 'Europe/Madrid',
  currency: 'EUR',
};
const HASH = '506a28d7856bb4eeb4ece16c0b88203d34af34d7';
const ref = (object: string, native: string, id: string) => ({ system: 'pipedrive', account: 'acme', object, native, id });

describe('toRecord', () => {
  it('toRecord keeps what a rep sees of a person when it comes from v2', () => {
    const raw = {
      id: 12,
      name: 'Ana Pérez',
      first_name: 'Ana',
      last_name: 'Pérez',
      owner_id: 7,
      org_id: 3,
      add_time: '2026-01-02T03:04:05Z',
      update_time: '2026-02-03T04:05:06Z',
      emails: [
        { value: 'second@x.mx', primary: false, label: 'home' },
        { value: 'ana@x.mx', primary: true, label: 'work' },
      ],
      phones: [{ value: '+52 81 1234 5678', primary: true, label: 'work' }],
      job_title: 'Buyer',
      postal_address: { value: 'Monterrey, Mexico', country: 'Mexico', locality: 'Monterrey' },
      open_deals_count: 2,
      picture_id: null,
      custom_fields: { [HASH]: { id: 4, label: 'Gold' }, other: null },
    };
    expect(pipedrive.toRecord('person', raw, CONNECTION)).toEqual({
      ref: ref('contact', 'person', '12'),
      kind: 'person',
      name: 'Ana Pérez',
      firstName: 'Ana',
      lastName: 'Pérez',
      url: 'https://acme.pipedrive.com/person/12',
      ownerId: '7',
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      changedAt: Date.UTC(2026, 1, 3, 4, 5, 6),
      emails: ['ana@x.mx', 'second@x.mx'],
      phones: ['+52 81 1234 5678'],
      title: 'Buyer',
      country: 'Mexico',
      city: 'Monterrey',
      links: [{ role: 'company', ref: ref('company', 'organization', '3') }],
      custom: { postal_address: raw.postal_address, open_deals_count: 2, [HASH]: { id: 4, label: 'Gold' } },
    });
  });

  it('toRecord reads the v1 spelling of a person when it comes from there', () => {
    const raw = {
      id: 5,
      name: 'Bob',
      owner_id: { id: 9, name: 'Owner', value: 9 },
      org_id: { name: 'Umbrella', value: 44 },
      email: [{ value: 'bob@x.test', primary: true }],
      phone: [{ value: '12345' }],
      add_time: '2017-09-14 22:20:19',
      [HASH]: 'text',
    };
    expect(pipedrive.toRecord('persons', raw, CONNECTION)).toMatchObject({
      companyName: 'Umbrella',
      ownerId: '9',
      emails: ['bob@x.test'],
      phones: ['12345'],
      createdAt: Date.UTC(2017, 8, 14, 22, 20, 19),
      links: [{ role: 'company', ref: { id: '44' } }],
      custom: { [HASH]: 'text' },
    });
  });

  it.each([
    ['https://www.acme.com/about', ['acme.com']],
    ['acme.com', ['acme.com']],
    ['HTTP://Sub.Acme.co.uk:8080', ['sub.acme.co.uk']],
    ['not a site', []],
    ['localhost', []],
    [null, []],
  ])('toRecord takes the domain out of an organization’s website when it is %s', (website, domains) => {
    expect(pipedrive.toRecord('organization', { id: 1, name: 'A', website }, CONNECTION)).toMatchObject({ kind: 'company', domains });
  });

  it('toRecord takes revenue in the account’s currency when the organization gives a plain number', () => {
    const record = pipedrive.toRecord(
      'organization',
      { id: 1, name: 'A', annual_revenue: 1500, employee_count: 12, industry: { id: 2, label: 'Tools' } },
      CONNECTION,
    );
    expect(record).toMatchObject({ revenue: { amountMinor: 150_000, currency: 'EUR' }, employees: 12, industry: 'Tools' });
  });

  it.each([
    ['open', 'open'],
    ['won', 'won'],
    ['lost', 'lost'],
    ['a status of the future', 'open'],
    [null, 'open'],
  ])('toRecord gives a deal a status of ours when the vendor says %s', (status, expected) => {
    const raw = {
      id: 8,
      title: 'Deal',
      value: 12.5,
      currency: 'KWD',
      status,
      person_id: 1,
      org_id: 2,
      stage_id: 3,
      pipeline_id: 4,
      user_id: 6,
    };
    expect(pipedrive.toRecord('deal', raw, CONNECTION)).toMatchObject({
      kind: 'deal',
      status: expected,
      amount: { amountMinor: 12_500, currency: 'KWD' },
      stageId: '3',
      pipelineId: '4',
      ownerId: '6',
      links: [
        { role: 'primary-contact', ref: ref('contact', 'person', '1') },
        { role: 'company', ref: ref('company', 'organization', '2') },
      ],
    });
  });

  it('toRecord makes a lead a deal that has not reached the pipeline', () => {
    const id = 'adf21080-0e10-11eb-879b-05d71fb426ec';
    const raw = {
      id,
      title: 'Jane lead',
      owner_id: 1,
      person_id: 1092,
      organization_id: null,
      value: { amount: 999, currency: 'USD' },
      source_name: 'API',
    };
    expect(pipedrive.toRecord('lead', raw, CONNECTION)).toMatchObject({
      ref: ref('lead', 'lead', id),
      url: `https://acme.pipedrive.com/leads/inbox/${id}`,
      kind: 'deal',
      status: 'open',
      amount: { amountMinor: 99_900, currency: 'USD' },
      links: [{ role: 'primary-contact', ref: { id: '1092' } }],
      custom: { source_name: 'API' },
    });
  });

  it('toRecord and toActivity take any JSON without throwing', () => {
    const keys =
      'id name emails phones org_id owner_id value currency add_time custom_fields website industry status participants data object timestamp content due_date due_time from to duration'.split(
        ' ',
      );
    const json = fc.oneof(fc.jsonValue(), fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()));
    const natives = ['person', 'organization', 'deal', 'lead', 'product', '', 'activity', 'note', 'mailMessage', 'call'];
    fc.assert(
      fc.property(fc.constantFrom(...natives), json, (native, raw) => {
        const record = pipedrive.toRecord(native, raw, CONNECTION);
        const activity = pipedrive.toActivity(native, raw, CONNECTION);
        expect([typeof record.ref.id, typeof record.name, typeof activity.ref.id, Number.isFinite(activity.at)]).toEqual([
          'string',
          'string',
          'string',
          true,
        ]);
        expect(JSON.parse(JSON.stringify([record, activity]))).toEqual([record, activity].map((each) => JSON.parse(JSON.stringify(each))));
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});

describe('toActivity', () => {
  it.each([
    ['call', 'call'],
    ['meeting', 'meeting'],
    ['lunch', 'meeting'],
    ['task', 'task'],
    ['deadline', 'task'],
    ['email', 'email'],
    ['site_visit', 'other'],
  ])('toActivity knows an activity of type %s as %s', (type, kind) => {
    expect(pipedrive.toActivity('activity', { id: 1, type }, CONNECTION)).toMatchObject({
      kind,
      ...(kind === 'other' && { outcome: type }),
    });
  });

  it.each([
    ['2026-11-17', '10:30:00', Date.UTC(2026, 10, 17, 10, 30)],
    ['2026-11-17', '10:30', Date.UTC(2026, 10, 17, 10, 30)],
    ['2026-11-17', null, Date.UTC(2026, 10, 16, 23)],
    ['2026-07-17', '', Date.UTC(2026, 6, 16, 22)],
  ])('toActivity says when it is due when the vendor says %s %s', (due_date, due_time, dueAt) => {
    expect(pipedrive.toActivity('activity', { id: 1, type: 'task', due_date, due_time, done: false }, CONNECTION)).toMatchObject({
      dueAt,
      at: dueAt,
      done: false,
    });
  });

  it('toActivity names everybody once, the primary participant first', () => {
    const participants = [
      { person_id: 2, primary_flag: false },
      { person_id: 1, primary_flag: true },
    ];
    const activity = pipedrive.toActivity(
      'activity',
      { id: 9, person_id: 1, org_id: 4, deal_id: 5, lead_id: 'u-1', participants },
      CONNECTION,
    );
    expect(activity.on.map(({ object, id }) => `${object} ${id}`)).toEqual(['contact 1', 'contact 2', 'company 4', 'deal 5', 'lead u-1']);
  });

  it('toActivity keeps a note and an activity of the same number apart', () => {
    const ids = ['note', 'activity', 'mailMessage', 'call'].map((native) => pipedrive.toActivity(native, { id: 5 }, CONNECTION).ref.id);
    expect(ids).toEqual(['note:5', '5', 'mail:5', 'call:5']);
  });

  it('toActivity reads an e-mail out of a flow', () => {
    const data = {
      id: 3,
      subject: 'Offer',
      snippet: 'Dear &amp; all',
      sent_flag: 1,
      mail_tracking_status: 'opened',
      message_time: '2019-11-14T06:02:06.000Z',
      from: [{ email_address: 'me@x.test', linked_person_id: null }],
      to: [{ email_address: 'ana@x.mx', linked_person_id: 12 }],
    };
    expect(
      pipedrive.toActivity('flow', { object: 'mailMessageWithAttachment', timestamp: '2019-11-14 06:02:07', data }, CONNECTION),
    ).toEqual({
      ref: ref('activity', 'mailMessage', 'mail:3'),
      kind: 'email',
      at: Date.UTC(2019, 10, 14, 6, 2, 7),
      title: 'Offer',
      text: 'Dear & all',
      direction: 'out',
      outcome: 'opened',
      on: [ref('contact', 'person', '12')],
    });
  });

  it('toActivity reads a call log with its length', () => {
    const raw = {
      id: 'CAd9',
      subject: 'Call',
      duration: '90',
      outcome: 'connected',
      start_time: '2022-12-12T01:01:01.000Z',
      person_id: 4,
      note: '<b>hi</b>',
    };
    expect(pipedrive.toActivity('callLogs', raw, CONNECTION)).toMatchObject({
      kind: 'call',
      durationMs: 90_000,
      outcome: 'connected',
      text: 'hi',
      done: true,
    });
  });
});
