import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ObjectKind, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { detectRecord } from '../../../lib/systems/detect.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { aConnection, standIn } from './stand-in.ts';

const connection = aConnection({ currency: 'EUR' });
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const json = (path: string | URL) => JSON.parse(readFileSync(path, 'utf8'));
const record = (native: string, properties: Record<string, unknown>) => hubspot.toRecord(native, { id: '1', properties }, connection);
const activity = (native: string, properties: Record<string, unknown>) => hubspot.toActivity(native, { id: '1', properties }, connection);

describe('fixtures', () => {
  const here = new URL('.', import.meta.url);
  it.each(readdirSync(here).filter((name) => name.endsWith('.fixture.json')))('read shows %s as written by hand', async (name) => {
    const { native, id, request, status, headers, response, expected } = json(new URL(name, here));
    const asked: string[] = [];
    const io = standIn().answering((sent) => {
      const path = new URL(sent.url).pathname;
      asked.push(`${sent.method} ${path}`);
      const body = path.includes('/pipelines/') ? { results: [] } : response;
      return new Response(JSON.stringify(body), { status, headers });
    }, connection);
    const ref = { ...hubspot.toRecord(native, response, connection).ref, id };
    expect(await hubspot.read(ref, io)).toMatchObject(expected);
    expect(asked).toContain(`${request.method} ${request.path}`);
  });
});

describe('toRecord', () => {
  it.each([
    [{ hs_is_closed: 'true', hs_is_closed_won: 'true', dealstage: '99' }, 'won'],
    [{ hs_is_closed: 'true', hs_is_closed_won: 'false', dealstage: '98' }, 'lost'],
    [{ hs_is_closed: 'false', dealstage: '97' }, 'open'],
    [{ dealstage: 'closedwon' }, 'won'],
    [{ dealstage: 'closedlost' }, 'lost'],
    [{ dealstage: 'qualifiedtobuy' }, 'open'],
    [{}, 'open'],
  ])('toRecord reads %j as %s', (properties, status) => {
    expect(record('0-3', properties)).toMatchObject({ status });
  });

  it.each([
    ['15000', 'JPY', { amountMinor: 15_000, currency: 'JPY' }],
    ['12.345', 'KWD', { amountMinor: 12_345, currency: 'KWD' }],
    ['12.5', null, { amountMinor: 1_250, currency: 'EUR' }],
  ])('toRecord gives %s %s in minor units', (amount, deal_currency_code, expected) => {
    expect(record('deals', { amount, deal_currency_code })).toMatchObject({ amount: expected });
  });

  it('toRecord keeps an amount when nobody told its currency', () => {
    const unknown = hubspot.toRecord('deals', { id: '1', properties: { amount: '500' } }, aConnection());
    expect(unknown).toMatchObject({ amount: { amountMinor: 50_000, currency: 'XXX' } });
  });

  it.each([
    [{ amount: 'much' }, 'amount'],
    [{ closedate: 'soon' }, 'closeAt'],
    [{ hs_deal_stage_probability: '' }, 'probabilityPct'],
    [{ hs_deal_stage_probability: '7' }, 'probabilityPct'],
  ])('toRecord leaves %j unknown', (properties, name) => {
    expect(record('0-3', properties)).not.toHaveProperty(name);
  });

  it('toRecord rounds the probability when it has thirty decimals', () => {
    expect(record('0-3', { hs_deal_stage_probability: '0.40000000000000002220446049250313' })).toMatchObject({ probabilityPct: 40 });
  });

  it.each([
    ['0-1', { email: 'a@b.c' }, 'a@b.c'],
    ['0-1', { phone: '+1' }, '+1'],
    ['0-1', {}, '1'],
    ['0-2', { domain: 'acme.com' }, 'acme.com'],
    ['0-5', { subject: 'Broken' }, 'Broken'],
    ['2-123', { name: 'Ours' }, 'Ours'],
  ])('toRecord names a %s with %j as %s', (native, properties, name) => {
    expect(record(native, properties).name).toBe(name);
  });

  it('toRecord calls the first contact of a deal its primary one', () => {
    const raw = { id: '1', associations: { contacts: { results: [{ id: '9' }, { id: '8' }, { id: '9' }] } } };
    const { links } = hubspot.toRecord('0-3', raw, connection);
    expect(links.map((link) => [link.role, link.ref.id])).toEqual([
      ['primary-contact', '9'],
      ['contact', '8'],
    ]);
  });

  it('toRecord and toActivity are total when anything comes in', () => {
    const names = [
      'email',
      'firstname',
      'hs_additional_emails',
      'amount',
      'closedate',
      'hs_timestamp',
      'hs_note_body',
      'hs_call_direction',
      'domain',
    ];
    const value = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', '1e999', '-1'), fc.jsonValue());
    const shaped = fc.record(
      {
        id: fc.oneof(fc.string(), fc.integer()),
        properties: fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value),
        associations: fc.dictionary(fc.constantFrom('contacts', 'companies', 'x'), fc.jsonValue()),
        url: value,
      },
      { requiredKeys: [] },
    );
    const natives = fc.oneof(fc.constantFrom('0-1', '0-2', '0-3', '0-5', '0-46', '0-27', '0-48', '0-47', '0-49', 'contacts'), fc.string());
    fc.assert(
      fc.property(natives, fc.oneof(fc.jsonValue(), shaped), (native, raw) => {
        const made = hubspot.toRecord(native, raw, connection);
        const done = hubspot.toActivity(native, raw, connection);
        expect(typeof made.name).toBe('string');
        expect(Number.isFinite(done.at)).toBe(true);
        expect([undefined, 'in', 'out']).toContain(done.direction);
        expect(holes({ made, done })).toEqual([]);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });
});

/** Paths of values the model has no place for: undefined where a key is present, NaN. Custom values are the vendor's own. */
function holes(value: unknown, path = ''): string[] {
  if (value === undefined || (typeof value === 'number' && Number.isNaN(value))) return [path];
  if (typeof value !== 'object' || value === null || path.endsWith('/custom')) return [];
  return Object.entries(value).flatMap(([key, inner]) => holes(inner, `${path}/${key}`));
}

describe('toActivity', () => {
  it('toActivity reads a note as text', () => {
    const note = activity('0-46', { hs_timestamp: '2026-11-01T08:00:00Z', hs_note_body: '<p>Hi &amp; bye</p><p>2</p><script>x</script>' });
    expect(note).toMatchObject({ kind: 'note', at: Date.UTC(2026, 10, 1, 8), text: 'Hi & bye\n\n2' });
  });

  it.each([
    ['COMPLETED', true],
    ['NOT_STARTED', false],
    ['WAITING', false],
  ])('toActivity reads a task that is %s', (hs_task_status, done) => {
    const properties = { hs_timestamp: '1790848800000', hs_task_subject: 'Call', hs_task_status };
    expect(activity('tasks', properties)).toMatchObject({
      kind: 'task',
      title: 'Call',
      done,
      at: 1_790_848_800_000,
      dueAt: 1_790_848_800_000,
    });
  });

  it('toActivity reads direction, outcome and length of a call', () => {
    const properties = {
      hs_call_direction: 'INBOUND',
      hs_call_duration: '90000',
      hs_call_disposition: 'F240BBAC-87c9-4f6e-bf70-924b57d47db7',
    };
    expect(activity('0-48', properties)).toMatchObject({ kind: 'call', direction: 'in', durationMs: 90_000, outcome: 'connected' });
    expect(activity('0-48', { hs_call_disposition: 'our-own-guid' })).toMatchObject({ outcome: 'our-own-guid' });
  });

  it('toActivity reads both bodies and the length of a meeting', () => {
    const times = {
      hs_meeting_start_time: '2026-11-01T08:00:00Z',
      hs_meeting_end_time: '2026-11-01T08:45:00Z',
      hs_meeting_outcome: 'NO_SHOW',
    };
    const meeting = activity('0-47', { ...times, hs_meeting_body: 'Agenda', hs_internal_meeting_notes: '<b>Careful</b>' });
    expect(meeting).toMatchObject({ kind: 'meeting', durationMs: 2_700_000, outcome: 'NO_SHOW', text: 'Agenda\n\nCareful' });
  });

  it.each([
    ['EMAIL', 'out'],
    ['INCOMING_EMAIL', 'in'],
    ['FORWARDED_EMAIL', undefined],
    ['constructor', undefined],
  ])('toActivity reads an e-mail that is %s', (hs_email_direction, direction) => {
    const mail = activity('0-49', { hs_email_direction, hs_email_subject: 'Offer', hs_email_html: '<div>Hello</div>' });
    expect(mail).toMatchObject({ kind: 'email', title: 'Offer', text: 'Hello' });
    expect(mail.direction).toBe(direction);
  });
});

describe('recordUrl', () => {
  it.each<[string, ObjectKind]>([
    ['0-1', 'contact'],
    ['0-2', 'company'],
    ['0-3', 'deal'],
    ['0-5', 'ticket'],
    ['2-4711', 'custom'],
  ])('recordUrl of a %s leads back to the record', (native, object) => {
    const ref: RecordRef = { system: 'hubspot', account: '111', object, native, id: '9007199254740993123' };
    expect(detectRecord(hubspot.recordUrl(ref, connection) ?? '')).toEqual({ ...ref, host: 'app-eu1.hubspot.com' });
  });

  it.each([
    { id: '../1', native: '0-1' },
    { id: '1', native: 'javascript:' },
    { id: '', native: '0-1' },
  ])('recordUrl is unknown when the ref is %j', (part) => {
    expect(hubspot.recordUrl({ system: 'hubspot', account: '111', object: 'contact', ...part }, connection)).toBeUndefined();
  });

  it('recordUrl ignores a base that is not HubSpot’s', () => {
    const ref: RecordRef = { system: 'hubspot', account: '111', object: 'contact', native: '0-1', id: '5' };
    const url = hubspot.recordUrl(ref, aConnection({ baseUrl: 'https://evil.example' }));
    expect(url).toBe('https://app.hubspot.com/contacts/111/record/0-1/5');
  });
});

const RECORDED = new URL('../../../../shared/data/hubspot/', import.meta.url);

describe.skipIf(!existsSync(RECORDED))('payloads recorded elsewhere (skipped when ../shared is absent)', () => {
  const dlt = (name: string) =>
    json(new URL(`recorded-dlt/${name}.json`, RECORDED)).results as { id: string; properties: Record<string, string> }[];

  it('toRecord keeps all that is shown of recorded contacts, companies and deals', () => {
    const shown = (path: string, pick: (made: SystemRecord, p: Record<string, string>) => void) => {
      for (const raw of dlt(path)) {
        const made = hubspot.toRecord(path, raw, aConnection());
        expect(made.ref.id).toBe(raw.id);
        expect(made.createdAt).toBe(Date.parse(raw.properties.createdate ?? ''));
        expect(made.changedAt).toBe(Date.parse(raw.properties.lastmodifieddate ?? raw.properties.hs_lastmodifieddate ?? ''));
        pick(made, raw.properties);
      }
    };
    shown('contacts', (made, p) => expect(made).toMatchObject({ name: `${p.firstname} ${p.lastname}`, emails: [p.email] }));
    shown('companies', (made, p) => expect(made).toMatchObject({ name: p.name, domains: [p.domain] }));
    shown('deals', (made, p) =>
      expect(made).toMatchObject({
        name: p.dealname,
        stageId: p.dealstage,
        pipelineId: p.pipeline,
        amount: { amountMinor: Number(p.amount) * 100 },
      }),
    );
  });

  it.each([
    ['error-401-invalid', 'auth', 'INVALID_AUTHENTICATION', undefined],
    ['error-401-expired', 'auth', 'EXPIRED_AUTHENTICATION', undefined],
    ['error-403-missing-scopes', 'forbidden', 'MISSING_SCOPES', 'crm.objects.owners.read'],
    ['error-400-property', 'invalid', 'PROPERTY_DOESNT_EXIST', 'nope'],
    ['error-409-contact-exists', 'conflict', 'CONFLICT', undefined],
    ['error-429-search', 'rate-limit', 'SECONDLY', undefined],
    ['error-429-ten-secondly', 'rate-limit', 'TEN_SECONDLY_ROLLING', undefined],
    ['contact-get-404', 'not-found', undefined, undefined],
    ['search-past-10000', 'invalid', 'VALIDATION_ERROR', undefined],
  ])('read throws what %s means', async (name, kind, code, field) => {
    const [{ status, headers, response }] = json(new URL(`shapes/${name}.json`, RECORDED));
    const io = standIn().answering(() => new Response(JSON.stringify(response), { status, headers }), connection);
    const ref: RecordRef = { system: 'hubspot', account: '111', object: 'contact', native: '0-1', id: '9001' };
    const error = await hubspot.read(ref, io).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind, status, ...(code !== undefined && { code }), ...(field !== undefined && { field }) });
  });

  it('read, timeline and pipelines understand the shapes written from the fact sheet', async () => {
    const answer = (name: string) => json(new URL(`shapes/${name}.json`, RECORDED))[0].response;
    const contact = hubspot.toRecord('contacts', answer('contact-get-with-associations'), connection);
    expect(contact).toMatchObject({
      name: 'Ana Ruiz',
      phones: ['+34 600 111 222'],
      ownerId: '55',
      url: 'https://app-eu1.hubspot.com/contacts/111/record/0-1/9001',
    });
    expect(contact.links.map((link) => link.ref.id)).toEqual(['7001', '5001']);
    expect(hubspot.toActivity('notes', answer('note-create'), connection)).toMatchObject({ text: 'Called, wants a demo', ownerId: '55' });
    expect(hubspot.toActivity('tasks', answer('task-create'), connection)).toMatchObject({ title: 'Follow up', done: false });
    const io = (name: string) => standIn().answering(() => new Response(JSON.stringify(answer(name))), connection);
    const [pipeline] = await hubspot.pipelines(io('pipelines-deals'));
    expect(pipeline?.stages.map((stage) => [stage.id, stage.status, stage.probabilityPct])).toEqual([
      ['qualifiedtobuy', 'open', 40],
      ['closedwon', 'won', 100],
    ]);
    const [owner] = await hubspot.owners(io('owners'));
    expect(owner).toEqual({ id: '55', name: 'Rep One', email: 'rep@example.com', active: true });
  });
});
