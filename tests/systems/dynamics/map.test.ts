import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { guidOfKey } from '../../../lib/systems/guid.ts';
import { digitsPattern, literal, pattern } from '../../../lib/systems/odata.ts';
import { decodeBatch, encodeBatch } from '../../../lib/systems/odata-batch.ts';
import { readBatch } from '../../../sandbox/dynamics/batch.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const connection: Connection = {
  id: 'c',
  system: 'dynamics',
  account: 'acme.crm4.dynamics.com',
  baseUrl: 'https://acme.crm4.dynamics.com',
  credentials: { kind: 'token', token: 'x' },
};
const ID = '7ddd0b31-ed8b-e511-80d2-00155d2a68d4';
const OTHER = '39dd0b31-ed8b-e511-80d2-00155d2a68d4';
const lookup = (column: string, id: string, table: string, name: string) => ({
  [`_${column}_value`]: id,
  [`_${column}_value@Microsoft.Dynamics.CRM.lookuplogicalname`]: table,
  [`_${column}_value@OData.Community.Display.V1.FormattedValue`]: name,
});

describe('toRecord', () => {
  it('maps a contact with its company, all addresses and its publisher’s columns', () => {
    const record = dynamics.toRecord(
      'contacts',
      {
        '@odata.etag': 'W/"1"',
        contactid: `{${ID.toUpperCase()}}`,
        fullname: 'Susanna Stubberod',
        firstname: 'Susanna',
        lastname: 'Stubberod',
        emailaddress1: 'someone_b@example.com',
        emailaddress2: null,
        emailaddress3: 'other@example.com',
        telephone1: '555-0103',
        mobilephone: '555-0104',
        address1_city: 'Redmond',
        address1_country: 'U.S.',
        createdon: '2026-01-02T03:04:05Z',
        modifiedon: '2026-01-03T03:04:05Z',
        cr123_score: 7,
        _cr123_partner_value: OTHER,
        creditlimit_base: 1,
        ...lookup('parentcustomerid', OTHER, 'account', 'Litware'),
        ...lookup('ownerid', OTHER, 'systemuser', 'Marta'),
      },
      connection,
    );
    expect(record).toEqual({
      kind: 'person',
      ref: { system: 'dynamics', account: connection.account, object: 'contact', native: 'contact', id: ID },
      url: `https://acme.crm4.dynamics.com/main.aspx?pagetype=entityrecord&etn=contact&id=${ID}`,
      name: 'Susanna Stubberod',
      firstName: 'Susanna',
      lastName: 'Stubberod',
      companyName: 'Litware',
      emails: ['someone_b@example.com', 'other@example.com'],
      phones: ['555-0103', '555-0104'],
      city: 'Redmond',
      country: 'U.S.',
      ownerId: OTHER,
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      changedAt: Date.UTC(2026, 0, 3, 3, 4, 5),
      links: [
        { role: 'company', ref: { system: 'dynamics', account: connection.account, object: 'company', native: 'account', id: OTHER } },
      ],
      custom: { cr123_score: 7, _cr123_partner_value: OTHER, creditlimit_base: 1 },
    });
  });

  it.each([
    [
      { statecode: 0, estimatedvalue: 1200.5, estimatedclosedate: '2026-11-21' },
      { status: 'open', amount: { amountMinor: 120_050, currency: 'EUR' } },
    ],
    [
      { statecode: 1, estimatedvalue: 5, actualvalue: 7, estimatedclosedate: '2026-11-21', actualclosedate: '2026-11-20' },
      { status: 'won', amount: { amountMinor: 700, currency: 'EUR' }, closeAt: Date.UTC(2026, 10, 20) },
    ],
    [
      { statecode: 2, estimatedvalue: 5 },
      { status: 'lost', amount: { amountMinor: 500, currency: 'EUR' } },
    ],
  ])('maps an opportunity %j', (row, expected) => {
    const raw = { opportunityid: ID, name: 'Deal', transactioncurrencyid: { isocurrencycode: 'EUR' }, ...row };
    expect(dynamics.toRecord('opportunity', raw, connection)).toMatchObject(expected);
  });

  it('shows an amount as a bare number when the currency was not expanded', () => {
    const raw = { opportunityid: ID, estimatedvalue: 10, ...lookup('transactioncurrencyid', OTHER, 'transactioncurrency', 'Euro') };
    expect(dynamics.toRecord('opportunity', raw, connection)).toMatchObject({ amount: { amountMinor: 1000, currency: 'XXX' } });
  });

  it('starts a day where the account is when the connection has a time zone', () => {
    const raw = { opportunityid: ID, estimatedclosedate: '2026-11-21' };
    const at = (timeZone: string) => dynamics.toRecord('opportunity', raw, { ...connection, timeZone });
    expect(at('Europe/Madrid')).toMatchObject({ closeAt: Date.UTC(2026, 10, 20, 23) });
    expect(at('America/Mexico_City')).toMatchObject({ closeAt: Date.UTC(2026, 10, 21, 6) });
    expect(at('Nowhere/Else')).toMatchObject({ closeAt: Date.UTC(2026, 10, 21) });
  });

  it('maps a case to a ticket, a merged record to its master, an unknown table to custom', () => {
    const ticket = {
      incidentid: ID,
      title: 'Broken',
      'statuscode@OData.Community.Display.V1.FormattedValue': 'In Progress',
      statuscode: 1,
    };
    expect(dynamics.toRecord('incident', { ...ticket, ...lookup('customerid', OTHER, 'contact', 'S') }, connection)).toMatchObject({
      kind: 'ticket',
      name: 'Broken',
      status: 'In Progress',
      links: [{ role: 'contact', ref: { id: OTHER } }],
    });
    expect(dynamics.toRecord('account', { accountid: ID, merged: true, _masterid_value: OTHER }, connection).mergedInto?.id).toBe(OTHER);
    expect(dynamics.toRecord('cr123_machine', { cr123_machineid: ID, name: 'M' }, connection)).toMatchObject({
      kind: 'custom',
      ref: { id: ID },
    });
  });
});

describe('toActivity', () => {
  it.each([
    [
      'phonecall',
      { directioncode: true, actualend: '2026-11-01T10:00:00Z', actualdurationminutes: 5, statecode: 1 },
      { kind: 'call', direction: 'out', durationMs: 300_000, done: true },
    ],
    [
      'email',
      { directioncode: false, senton: '2026-11-01T10:00:00Z', description: '<p>Hi&nbsp;Bob</p><p>Bye</p>' },
      { kind: 'email', direction: 'in', text: 'Hi Bob\n\nBye' },
    ],
    [
      'appointment',
      { scheduledstart: '2026-11-01T10:00:00Z', scheduleddurationminutes: 30, statecode: 3 },
      { kind: 'meeting', durationMs: 1_800_000, done: false },
    ],
    [
      'task',
      { scheduledend: '2026-11-05T10:00:00Z', createdon: '2026-11-01T10:00:00Z', statecode: 0 },
      { kind: 'task', dueAt: Date.UTC(2026, 10, 5, 10), done: false },
    ],
    ['activitypointer', { activitytypecode: 'letter', createdon: '2026-11-01T10:00:00Z' }, { kind: 'other', ref: { native: 'letter' } }],
    [
      'activitypointer',
      { activitytypecode: 'phonecall', createdon: '2026-11-01T10:00:00Z' },
      { kind: 'call', ref: { native: 'phonecall' } },
    ],
  ])('maps a %s %j', (native, row, expected) => {
    const raw = { activityid: ID, subject: 'S', ...row, ...lookup('regardingobjectid', OTHER, 'contact', 'S') };
    const activity = dynamics.toActivity(native, raw, connection);
    expect(activity).toMatchObject({ at: Date.UTC(2026, 10, 1, 10), title: 'S', ...expected });
    expect(activity.on.map(({ id }) => id)).toEqual([OTHER]);
  });

  it('reads a note of the rich-text editor as text, and one of plain text as it is', () => {
    const note = (notetext: string) =>
      dynamics.toActivity('annotation', { annotationid: ID, notetext, createdon: '2026-11-01T10:00:00Z' }, connection);
    expect(note('<div data-wrapper="true" dir="ltr"><div>One</div><div>Two &lt;3</div></div>').text).toBe('One\n\nTwo <3');
    expect(note('if a < b <script>x</script>').text).toBe('if a < b <script>x</script>');
  });
});

describe('literals', () => {
  it('mean what they say', () => {
    expect(literal("O'Brien\u0000")).toBe("'O''Brien '");
    expect(literal('half \ud83d')).toBe("'half \ufffd'");
    expect(pattern('100%_[x]')).toBe('100[%][_][[]x]');
    expect(digitsPattern('123')).toBe('1%2%3');
  });

  it('keys give GUIDs that differ by key and account and stay the same', async () => {
    const one = await guidOfKey('a', 'k');
    expect(one).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(await guidOfKey('a', 'k')).toBe(one);
    expect(await guidOfKey('b', 'k')).not.toBe(one);
    expect(await guidOfKey('a', 'l')).not.toBe(one);
  });
});

describe('batches', () => {
  it(`are read by the stand-in as they were written (seed ${seed})`, () => {
    const part = fc.record({
      path: fc.constant('/api/data/v9.2/tasks(x)'),
      method: fc.constant('PATCH' as const),
      json: fc.dictionary(fc.string(), fc.string()),
    });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.boolean(), (parts, atomic) => {
        const { type, body } = encodeBatch(parts, atomic);
        const read = readBatch(body, type).flat();
        expect(read.map((call) => call.body)).toEqual(parts.map(({ json }) => JSON.parse(JSON.stringify(json))));
      }),
      { seed },
    );
  });

  it(`are never half read when the answer is cut (seed ${seed})`, () => {
    const whole = '--b_1\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{"value":[]}\r\n--b_1--\r\n';
    expect(decodeBatch(whole)).toEqual([{ status: 200, json: { value: [] } }]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.trimEnd().length - 1 }), (length) => decodeBatch(whole.slice(0, length)) === undefined),
      { seed },
    );
  });

  const recorded = '../shared/data/dynamics/batch';
  it.skipIf(!existsSync(recorded))('are read from the collected answers (skipped where ../shared is absent)', () => {
    const found = readdirSync(recorded).map(
      (name) => [name, JSON.parse(readFileSync(`${recorded}/${name}`, 'utf8')).responseText] as const,
    );
    const statuses = Object.fromEntries(
      found.flatMap(([name, text]) => (String(text).startsWith('--') ? [[name, decodeBatch(text)?.map(({ status }) => status)]] : [])),
    );
    expect(statuses).toEqual({
      'batch.json': [200],
      'batchError.json': [400],
      'batchRetrieveMultipleCountFilteredRetrieveMultiple.json': [200, 200, 200],
      'batchRetrieveMultipleDeleteRetrieveMultiple.json': [200, 204, 200],
      'batchUpsertUpsertUpsertWithAlternateKeys.json': [204, 204, 204],
    });
  });
});
