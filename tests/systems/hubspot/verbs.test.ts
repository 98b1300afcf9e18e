import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, Connection, IdentityKeys, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { SystemError } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { makeCast } from '../../../sandbox/cast.ts';
import type { Cast } from '../../../sandbox/cast-types.ts';
import { LIMITED_TOKEN, PORTAL } from '../../../sandbox/hubspot/index.ts';
import { type StandIn, standIn } from './stand-in.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const LIMITED: Partial<Connection> = { credentials: { kind: 'token', token: LIMITED_TOKEN } };
const keys = (kind: IdentityKeys['kind'], some: Partial<IdentityKeys>): IdentityKeys => ({
  ...{ emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] },
  ...some,
  kind,
});
const failure = async (promise: Promise<unknown>): Promise<SystemError> => {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof SystemError)) throw new Error('expected a SystemError', { cause: thrown });
  return thrown;
};
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers });

describe('service key form', () => {
  const [form] = hubspot.auth;
  const connect = (values: Record<string, string>) => form?.toConnection({ token: 'pat-na1-1234-5678', ...values });
  const refuse = async (values: Record<string, string>) => (await failure(Promise.resolve().then(() => connect(values)))).field;

  it.each([
    [{}, 'https://app.hubspot.com'],
    [{ region: 'na1' }, 'https://app.hubspot.com'],
    [{ region: 'eu1' }, 'https://app-eu1.hubspot.com'],
    [{ token: 'pat-eu1-1234-5678' }, 'https://app-eu1.hubspot.com'],
    [{ token: 'pat-eu1-1234-5678', region: 'na2' }, 'https://app-na2.hubspot.com'],
    [{ token: 'pat-zz9-1234-5678' }, 'https://app.hubspot.com'],
  ])('toConnection of %j opens pages on %s', (values, baseUrl) => {
    const made = connect(values);
    expect(made).toMatchObject({ system: 'hubspot', account: '', baseUrl });
    const { pages, api } = hubspot.hosts(made ?? {});
    expect(pages).toEqual([...new Set(['https://app.hubspot.com/*', `${baseUrl}/*`])]);
    expect(api).toEqual(['https://api.hubapi.com/*']);
  });

  it('toConnection forgives blanks and a copied "Bearer"', () => {
    expect(connect({ token: ' Bearer pat-na1-1234-5678\n', email: ' a@b.example ' })).toMatchObject({
      credentials: { kind: 'token', token: 'pat-na1-1234-5678' },
      userId: 'a@b.example',
    });
  });

  it('toConnection names the field that is wrong', async () => {
    expect(await refuse({ token: '' })).toBe('token');
    expect(await refuse({ token: 'пароль-пароль' })).toBe('token');
    expect(await refuse({ email: 'nobody' })).toBe('email');
    expect(await refuse({ region: 'moon' })).toBe('region');
  });
});

describe('verify', () => {
  const reported = (connection: Partial<Connection>, box = standIn()) => hubspot.verify(box.io({ account: '', ...connection }));

  it('verify finds the rep by e-mail and tells what the account says of itself', async () => {
    const report = await reported({ userId: 'Marta.Ruiz@northwind.example' });
    expect(report).toMatchObject({ account: PORTAL, userName: 'Marta Ruiz', currency: 'EUR', timeZone: 'Europe/Madrid', missing: [] });
    expect(new Set(report.can)).toEqual(hubspot.capabilities);
  });

  it('verify finds the rep again by the owner id', async () => {
    const first = await reported({ userId: 'daniel.weber@northwind.example' });
    expect(await reported({ userId: first.userId })).toEqual(first);
  });

  it.each(['', 'nobody@northwind.example', '404', '1188223001'])(
    'verify says that it does not know the rep when told "%s"',
    async (userId) => {
      const report = await reported({ userId });
      expect(report).toMatchObject({ userId: '', userName: '', missing: [{ code: 'owner-unknown', what: userId }] });
      expect(report.can).toContain('write:note');
    },
  );

  it('verify takes the only owner there is when no e-mail was given, but only when connecting', async () => {
    const [only, ...others] = makeCast().owners;
    if (!only || others.length === 0) throw new RangeError('no owners');
    const box = standIn({ ...makeCast(), owners: [only] });
    expect((await reported({ userId: '' }, box)).userName).toBe('Marta Ruiz');
    expect((await reported({ userId: '', account: PORTAL }, box)).userId).toBe('');
  });

  it('verify names every right a key lacks and what cannot be done without it', async () => {
    const report = await reported(LIMITED);
    expect(report.missing).toEqual([
      ...[
        ...['crm.objects.contacts.write', 'crm.objects.deals.read', 'crm.objects.companies.write', 'crm.objects.deals.write'],
        ...['tickets', 'sales-email-read', 'crm.objects.owners.read'],
      ].map((what) => ({ what, code: 'missing-scope' })),
    ]);
    expect(report.can).toEqual(['find', 'related', 'timeline', 'changes', 'fields', 'read:contact', 'read:company']);
  });

  it('verify changes nothing', async () => {
    const box = standIn();
    await reported({}, box);
    expect(box.effects).toEqual([]);
  });

  it('verify says which host the pages are on when the rep chose another region', async () => {
    const report = await reported({ baseUrl: 'https://app-eu1.hubspot.com' });
    expect(report.missing).toEqual([{ what: 'app.hubspot.com', code: 'other-region' }]);
  });

  it.each(['pat-na1-wrong', 'not a token', 'ключ'])('verify throws auth and leaks nothing when the token is %s', async (token) => {
    const error = await failure(reported({ credentials: { kind: 'token', token } }));
    expect(error.kind).toBe('auth');
    expect(`${error.message} ${String(error.cause)}`).not.toContain(token);
  });
});

describe('read and related', () => {
  it('related takes two round trips: the links, then one batch per type', async () => {
    const box = standIn();
    await hubspot.related(box.person('ana-perez'), box.io());
    expect(box.requests[0]).toMatch(/^GET \/crm\/objects\/2026-09\/contacts\//);
    expect(box.requests.slice(1).sort()).toEqual([
      'POST /crm/objects/2026-09/companies/batch/read',
      'POST /crm/objects/2026-09/deals/batch/read',
    ]);
  });

  it('related asks for the currency of the account when the connection does not know it', async () => {
    const box = standIn();
    const { currency: _, ...connection } = box.vendor.connection;
    await hubspot.related(box.person('ana-perez'), { ...box.io(), connection });
    expect(box.requests).toContain('GET /account-info/2026-09/details');
  });

  it('related shows what a key may see when it lacks rights', async () => {
    const box = standIn();
    const found = await hubspot.related(box.person('ana-perez'), box.io(LIMITED));
    expect(found.map((each) => each.kind)).toEqual(['company']);
  });

  it('read throws forbidden with the scope when the key may not read the record itself', async () => {
    const box = standIn();
    const deal = (await hubspot.related(box.person('ana-perez'), box.io())).find((each) => each.kind === 'deal');
    const error = await failure(hubspot.read(deal?.ref ?? box.person('ana-perez'), box.io(LIMITED)));
    expect(error).toMatchObject({ kind: 'forbidden', code: 'MISSING_SCOPES', field: 'crm.objects.deals.read' });
  });

  it('read of a deal knows stage and currency', async () => {
    const box = standIn();
    const deal = (await hubspot.related(box.person('ana-perez'), box.io())).find((each) => each.kind === 'deal');
    const read = await hubspot.read(deal?.ref ?? box.person('ana-perez'), box.io());
    expect(read).toMatchObject({ kind: 'deal', stageName: 'Presentation Scheduled', amount: { currency: 'MXN' } });
  });

  it('read throws not-found when the record was deleted', async () => {
    const box = standIn();
    const ref = box.person('ana-perez');
    const url = `https://api.hubapi.com/crm/objects/2026-09/contacts/${ref.id}`;
    const headers = { authorization: 'Bearer pat-na1-00000000-sandbox-full' };
    expect((await box.vendor.handle(new Request(url, { method: 'DELETE', headers }))).status).toBe(204);
    expect((await failure(hubspot.read(ref, box.io()))).kind).toBe('not-found');
  });

  it.each([
    { object: 'custom' as const, native: '2-1' },
    { object: 'invoice' as const, native: '0-53' },
  ])('read refuses a $object', async (part) => {
    const box = standIn();
    const error = await failure(hubspot.read({ ...box.person('ana-perez'), ...part }, box.io()));
    expect(error).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    expect(box.requests).toEqual([]);
  });

  it('read asks for mapped fields too', async () => {
    const box = standIn();
    const record = await hubspot.read(box.person('ana-perez'), box.io({ fieldMap: { '0-1': { source: 'lead_source_detail' } } }));
    expect(record.custom).toMatchObject({ lead_source_detail: 'Trade fair' });
  });
});

describe('find', () => {
  it('find returns nobody but those who share a key when asked with anything', async () => {
    const box = standIn();
    const cast = makeCast();
    const people = cast.people.flatMap((person) => person.copies.filter((copy) => copy.system === 'hubspot'));
    const word = fc.constantFrom('*', '"', '@', 'a', 'Ana', 'López', '%', '1234567', '+', 'пе', 'gmail.com', '\u202e', '😀');
    const loose = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.array(word, { maxLength: 4 }).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          emails: fc.array(loose, { maxLength: 3 }),
          phones: fc.array(loose, { maxLength: 3 }),
          names: fc.array(loose, { maxLength: 2 }),
        }),
        async (some) => {
          for (const record of await hubspot.find(keys('person', some), box.io())) {
            if (record.kind !== 'person') throw new TypeError(record.kind);
            const has = (list: string[], same: (a: string, b: string) => boolean) => (asked: string) =>
              list.some((each) => same(each, asked));
            const byEmail = some.emails.some(has(record.emails, (a, b) => a.toLowerCase() === b.trim().toLowerCase()));
            const byPhone = some.phones.some(has(record.phones, (a, b) => b.replace(/\D/g, '').length >= 7 && tail(a, 7) === tail(b, 7)));
            const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
            const byName = some.names.some((name) =>
              plain(name)
                .split(/[^\p{L}\p{N}]+/u)
                .some((token) => token !== '' && plain(record.name).includes(token)),
            );
            expect({ found: record.name, asked: some, shares: byEmail || byPhone || byName }).toMatchObject({ shares: true });
          }
        },
      ),
      { seed: SEED, numRuns: 60 },
    );
    expect(people.length).toBeGreaterThan(50);
  });

  it('find stays within the limits of search when there are many and long keys', async () => {
    const box = standIn();
    const many = (make: (n: number) => string) => Array.from({ length: 40 }, (_, n) => make(n));
    const some = {
      emails: many((n) => `${'x'.repeat(n * 9)}${n}@example.com`),
      phones: many((n) => `+49 30 12345${n}00`),
      names: ['y'.repeat(10_000), 'Ana Pérez'],
      domains: many((n) => `${'d'.repeat(n)}.example`),
      companyNames: ['z'.repeat(10_000)],
    };
    await hubspot.find(keys('person', some), box.io());
    await hubspot.find(keys('company', some), box.io());
    expect(box.requests.length).toBeLessThanOrEqual(6);
    for (const body of box.bodies) expect(JSON.stringify(body).length).toBeLessThanOrEqual(3_000);
  });

  it('find asks nothing when there is nothing to ask with', async () => {
    const box = standIn();
    expect(await hubspot.find(keys('person', { emails: ['*'], phones: ['12'], names: ['?'] }), box.io())).toEqual([]);
    expect(box.requests).toEqual([]);
  });

  it('find returns those who bear an external id, and goes by the rest when the account has no such property', async () => {
    const box = standIn();
    const found = async (externalIds: IdentityKeys['externalIds'], emails: string[] = []) =>
      (await hubspot.find(keys('person', { externalIds, emails }), box.io())).map((record) => record.ref.id);
    const id = box.person('ana-perez').id;
    expect(await found([{ name: 'hs_object_id', value: ` ${id} ` }])).toEqual([id]);
    expect(await found([{ name: 'hs_object_id', value: '7' }])).toEqual([]);
    expect(await found([{ name: 'erp_number', value: 'K-7' }], ['ana.perez@llantasnorte.mx'])).toEqual([id]);
    box.requests.length = 0;
    expect(
      await found([
        { name: 'a b', value: '1' },
        { name: 'erp_number', value: ' ' },
      ]),
    ).toEqual([]);
    expect(box.requests).toEqual([]);
  });

  it('find returns a contact by a secondary e-mail', async () => {
    const answer = { id: '5', properties: { email: 'new@acme.com', hs_additional_emails: 'x@y.example;old@acme.com' } };
    const io = standIn().answering(() => json({ total: 2, results: [answer, { id: '6', properties: { email: 'gold@acme.com' } }] }));
    const found = await hubspot.find(keys('person', { emails: ['OLD@acme.com'] }), io);
    expect(found.map((record) => record.ref.id)).toEqual(['5']);
  });
});

function tail(phone: string, length: number): string {
  return phone.replace(/\D/g, '').slice(-length);
}

describe('timeline', () => {
  const long = (count: number): Cast => {
    const cast = makeCast();
    const [sample] = cast.activities.filter((each) => each.system === 'hubspot' && each.kind === 'note' && each.personKey === 'ana-perez');
    if (!sample) throw new RangeError('no note');
    const activities = Array.from({ length: count }, (_, n) => ({
      ...sample,
      key: `n${n}`,
      text: `Note ${n}`,
      at: cast.asOf - ((n * 7919) % count) * 60_000,
    }));
    return { ...cast, activities };
  };

  it('timeline shows every note in order when there are more than one answer holds', async () => {
    const box = standIn(long(730));
    const seen: string[] = [];
    const times: number[] = [];
    let next: string | undefined;
    do {
      const page = await hubspot.timeline(box.person('ana-perez'), { limit: 100, ...(next && { next }) }, box.io());
      seen.push(...page.rows.map((row) => row.text ?? ''));
      times.push(...page.rows.map((row) => row.at));
      next = page.next;
    } while (next);
    expect(new Set(seen).size).toBe(730);
    expect(seen.length).toBe(730);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('timeline neither skips nor repeats when something is logged between two pages', async () => {
    const box = standIn(long(60));
    const ref = box.person('ana-perez');
    const first = await hubspot.timeline(ref, { limit: 20 }, box.io());
    await hubspot.perform({ kind: 'note', text: 'In between', on: [ref], at: box.now }, 'k', box.io());
    const second = await hubspot.timeline(ref, { limit: 100, ...(first.next && { next: first.next }) }, box.io());
    const texts = [...first.rows, ...second.rows].map((row) => row.text);
    expect([texts.length, new Set(texts).size, second.next]).toEqual([60, 60, undefined]);
  });

  it.each(['', 'null', '[1]', '["x"]', '{"a":1}', '["9123"'])('timeline refuses the cursor %s', async (next) => {
    const box = standIn();
    const page = hubspot.timeline(box.person('ana-perez'), { limit: 5, next }, box.io());
    expect((await failure(page)).kind).toBe('invalid');
  });
});

describe('perform and confirm', () => {
  const note = (box: StandIn, on: RecordRef[] = [box.person('ana-perez')]): Action => ({
    kind: 'note',
    text: 'One\n<two> & "three"',
    on,
    at: box.now,
  });
  const task = (box: StandIn): Action => ({
    kind: 'task',
    title: 'Call',
    priority: 'high',
    dueAt: box.now + 60_000,
    on: [box.person('ana-perez')],
    at: box.now,
  });

  it('perform sends the note in one request to all records of the account', async () => {
    const box = standIn();
    const related = await hubspot.related(box.person('ana-perez'), box.io());
    box.requests.length = 0;
    box.bodies.length = 0;
    const refs = [box.person('ana-perez'), ...related.map((each) => each.ref)];
    await hubspot.perform(note(box, refs), 'key-7', box.io());
    expect(box.requests).toEqual(['POST /crm/objects/2026-09/notes']);
    const types = [202, 190, 214, 214];
    expect(box.bodies[0]).toEqual({
      properties: {
        hs_timestamp: new Date(box.now).toISOString(),
        hs_note_body: 'One<br>&lt;two&gt; &amp; &quot;three&quot;',
        hubspot_owner_id: box.vendor.connection.userId,
        hs_unique_id: 'key-7',
      },
      associations: refs.map((ref, n) => ({
        to: { id: ref.id },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: types[n] }],
      })),
    });
    expect(box.effects).toMatchObject([{ actionKind: 'note', key: 'key-7' }]);
  });

  /** An account whose HubSpot keeps no marker: it refuses the property, or takes it and forgets it. */
  function withoutMarker(box: StandIn, way: 'refuses' | 'forgets'): Io {
    return box.answering(async (request) => {
      const text = await request.clone().text();
      if (request.method !== 'POST' || !text.includes('"hs_unique_id":')) return box.vendor.handle(request);
      if (way === 'refuses') {
        const errors = [{ message: 'read only', code: 'READ_ONLY_VALUE', context: { propertyName: ['hs_unique_id'] } }];
        return json({ status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid', errors }, 400);
      }
      const body = JSON.parse(text);
      body.properties.hs_unique_id = undefined;
      return box.vendor.handle(new Request(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(body) }));
    });
  }

  it.each(['refuses', 'forgets'] as const)('confirm knows the entry by its content when HubSpot %s the marker', async (way) => {
    const box = standIn();
    for (const action of [note(box), task(box)]) {
      const receipt = await hubspot.perform(action, `k-${action.kind}`, withoutMarker(box, way));
      expect(await hubspot.confirm(action, `k-${action.kind}`, box.io())).toEqual(receipt);
      expect(
        await hubspot.confirm(
          { ...action, at: action.at - 1, on: action.on, ...(action.kind === 'task' && { dueAt: 5 }) } as Action,
          'k',
          box.io(),
        ),
      ).toBeUndefined();
    }
    expect(box.effects).toHaveLength(2);
  });

  it('confirm tells two equal notes of the same moment apart by their keys', async () => {
    const box = standIn();
    const action = note(box);
    const first = await hubspot.perform(action, 'k-1', box.io());
    expect(await hubspot.confirm(action, 'k-2', box.io())).toBeUndefined();
    const second = await hubspot.perform(action, 'k-2', box.io());
    expect((await hubspot.confirm(action, 'k-1', box.io()))?.refs).toEqual(first.refs);
    expect((await hubspot.confirm(action, 'k-2', box.io()))?.refs).toEqual(second.refs);
  });

  it('perform changes a task and confirm sees it', async () => {
    const box = standIn();
    const [made] = (await hubspot.perform(task(box), 'k-1', box.io())).refs;
    if (!made) throw new RangeError('no task');
    const change: Action = {
      kind: 'task-change',
      task: made,
      done: true,
      dueAt: box.now + 5_000,
      on: [box.person('ana-perez')],
      at: box.now,
    };
    expect(await hubspot.confirm(change, 'k-2', box.io())).toBeUndefined();
    const receipt = await hubspot.perform(change, 'k-2', box.io());
    expect(receipt).toMatchObject({
      refs: [made],
      before: { was: { hs_task_status: 'NOT_STARTED', hs_timestamp: new Date(box.now + 60_000).toISOString() } },
    });
    expect((await hubspot.confirm(change, 'k-2', box.io()))?.refs).toEqual([made]);
    const { rows } = await hubspot.timeline(box.person('ana-perez'), { limit: 5 }, box.io());
    expect(rows.find((row) => row.ref.id === made.id)).toMatchObject({ done: true, dueAt: box.now + 5_000 });
  });

  it.each<[string, (box: StandIn) => Action, string]>([
    ['no text', (box) => ({ ...note(box), text: ' \n' }) as Action, 'empty'],
    ['no title', (box) => ({ ...task(box), title: '' }) as Action, 'empty'],
    ['too much text', (box) => ({ ...note(box), text: '<'.repeat(20_000) }) as Action, 'too-long'],
    ['a moment that is none', (box) => ({ ...note(box), at: Number.NaN }), 'bad-time'],
    [
      'nothing to change',
      (box) => ({ kind: 'task-change', task: { ...box.person('ana-perez'), object: 'activity', native: '0-27' }, on: [], at: 0 }),
      'no-change',
    ],
    [
      'a task of another account',
      (box) => ({ kind: 'task-change', done: true, task: { ...box.person('ana-perez'), account: '9' }, on: [], at: 0 }),
      'wrong-account',
    ],
    ['a kind it does not know', (box) => ({ kind: 'tag', tags: ['x'], on: [box.person('ana-perez')], at: 0 }), 'unsupported'],
  ])('perform refuses %s without asking', async (_, action, code) => {
    const box = standIn();
    expect(await failure(hubspot.perform(action(box), 'k', box.io()))).toMatchObject({ kind: 'invalid', code });
    expect(box.requests).toEqual([]);
  });

  it('perform names the scope when the key may only read', async () => {
    const box = standIn();
    expect(await failure(hubspot.perform(note(box), 'k', box.io(LIMITED)))).toMatchObject({
      kind: 'forbidden',
      field: 'crm.objects.contacts.write',
    });
    expect(box.effects).toEqual([]);
  });

  it('perform leaves the outcome open when the answer to a write makes no sense', async () => {
    const box = standIn();
    expect(
      (
        await failure(
          hubspot.perform(
            note(box),
            'k',
            box.answering(() => json([1], 201)),
          ),
        )
      ).kind,
    ).toBe('unknown-outcome');
  });
});

describe('failures', () => {
  const failing = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    const box = standIn();
    const answer = () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
    return failure(hubspot.owners(box.answering(answer)));
  };
  const html = { 'content-type': 'text/html' };

  it.each([
    [530, '<html>Origin DNS error</html>', html, { kind: 'auth' }],
    [477, {}, { 'retry-after': '7200' }, { kind: 'unavailable', code: 'MIGRATION', retryAfterMs: 7_200_000 }],
    [524, '<html>timeout</html>', html, { kind: 'unavailable' }],
    [503, {}, {}, { kind: 'unavailable' }],
    [423, {}, {}, { kind: 'unavailable' }],
    [429, { policyName: 'DAILY' }, {}, { kind: 'rate-limit', code: 'DAILY', retryAfterMs: 3_600_000 }],
    [429, { policyName: 'SECONDLY' }, {}, { kind: 'rate-limit', code: 'SECONDLY', retryAfterMs: 1_000 }],
    [429, { category: 'RATE_LIMITS' }, { 'retry-after': '3' }, { kind: 'rate-limit', code: 'RATE_LIMITS', retryAfterMs: 3_000 }],
    [403, '<html>blocked</html>', html, { kind: 'unavailable', code: 'blocked' }],
    [
      403,
      { category: 'MISSING_SCOPES', errors: [{ context: { requiredScopes: ['contacts'] } }] },
      {},
      { kind: 'forbidden', field: 'contacts' },
    ],
    [
      400,
      { category: 'VALIDATION_ERROR', errors: [{ in: 'amount', code: 'INVALID_LONG' }] },
      {},
      { kind: 'invalid', field: 'amount', code: 'INVALID_LONG' },
    ],
    [400, 'not json', {}, { kind: 'invalid' }],
    [200, '<html>captive portal</html>', html, { kind: 'auth', code: 'html-answer' }],
    [200, { results: 5 }, {}, { kind: 'protocol', code: 'unexpected-shape' }],
  ])('%i %j is read by status and code', async (status, body, headers, expected) => {
    expect(await failing(status, body, headers as Record<string, string>)).toMatchObject(expected);
  });
});

describe('lists', () => {
  it('owners include those who have left, fields say which are custom and fixed', async () => {
    const box = standIn();
    const owners = await hubspot.owners(box.io());
    expect(owners.filter((owner) => !owner.active).map((owner) => owner.name)).toEqual(['Nora Lind']);
    const fields = await hubspot.fields('contact', box.io());
    const byKey = new Map(fields.map((field) => [field.key, field]));
    expect(byKey.get('utm_campaign')).toMatchObject({ custom: true, readOnly: false, label: 'UTM campaign' });
    expect(byKey.get('hs_object_id')).toMatchObject({ custom: false, readOnly: true });
    expect(byKey.get('lifecyclestage')?.options).toHaveLength(4);
    expect(byKey.has('hs_searchable_calculated_phone_number')).toBe(false);
    expect(await failure(hubspot.fields('custom', box.io()))).toMatchObject({ code: 'unsupported' });
  });
});
