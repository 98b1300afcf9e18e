import { expect, it } from 'vitest';
import type { RecordRef } from '../lib/systems/contract.ts';
import { makeCast } from './cast.ts';
import { SandboxCore } from './core.ts';
import type { CreateVendor } from './vendor.ts';

/** Polls end at once when it has happened; the limit is for a busy machine. */
const PATIENT = { timeout: 10_000 };

const API = 'https://api.stub.test/notes';

/** A vendor of nothing but notes, to try the core without any real one. */
const createStub: CreateVendor = ({ record, searchLagMs }) => {
  const notes: string[] = [];
  const ref = (id: string): RecordRef => ({ system: 'stub', account: 'a', object: 'activity', native: 'note', id });
  return {
    system: 'stub',
    hosts: { pages: ['both.stub.test', 'app.stub.test'], api: ['api.stub.test', 'both.stub.test'] },
    connection: { id: 'stub', system: 'stub', account: 'a', credentials: { kind: 'token', token: 't' } },
    handle: async (request) => {
      if (request.method === 'GET') return Response.json({ notes, lag: searchLagMs() });
      const text = await request.text();
      notes.push(text);
      record({
        method: request.method,
        path: new URL(request.url).pathname,
        ref: ref(String(notes.length)),
        actionKind: 'note',
        key: text,
      });
      return Response.json({ id: notes.length, text }, { status: 201 });
    },
    trouble: (kind) => new Response(kind, { status: kind === 'html' ? 200 : 500 }),
    people: () => new Map([['ana-perez', [ref('1')]]]),
  };
};

function aCore() {
  let clock = 1000;
  const waits: { ms: number; go: () => void }[] = [];
  const core = new SandboxCore({
    vendors: { stub: createStub },
    cast: makeCast(),
    latencyMs: {},
    now: () => clock++,
    wait: (ms, signal) =>
      new Promise((go, reject) => {
        waits.push({ ms, go });
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  });
  const get = async () => (await (await core.fetch(new Request(API))).json()) as { notes: string[]; lag: number };
  const post = (body: string, signal?: AbortSignal) => core.fetch(new Request(API, { method: 'POST', body, ...(signal && { signal }) }));
  return { core, waits, get, post };
}

it('core answers 404 when nobody plays the host', async () => {
  const { core } = aCore();
  expect((await core.fetch(new Request('https://elsewhere.test/'))).status).toBe(404);
  expect(core.requests()).toEqual([{ at: 1000, method: 'GET', url: 'https://elsewhere.test/' }]);
});

it('core reports effects and people when a vendor writes', async () => {
  const { core, post } = aCore();
  await post('one');
  expect(core.effects('stub')).toMatchObject([{ system: 'stub', method: 'POST', path: '/notes', key: 'one', actionKind: 'note' }]);
  expect(core.effects('other')).toEqual([]);
  expect(core.people().map((each) => each.key)).toEqual(['ana-perez']);
});

it.each(['rate-limit', 'server-error', 'html', 'expired-token'])(
  'core lets the vendor speak and writes nothing when the fault is %s',
  async (kind) => {
    const { core, post } = aCore();
    core.faults.add({ kind, times: 1 });
    expect(await (await post('one')).text()).toBe(kind);
    expect(core.effects()).toEqual([]);
    expect((await post('two')).status).toBe(201);
  },
);

it('core commits and cuts the answer in half when the fault is truncated', async () => {
  const { core, post } = aCore();
  core.faults.add({ kind: 'truncated' });
  const answer = await post('one');
  const text = await answer.text();
  expect(answer.status).toBe(201);
  expect(() => JSON.parse(text)).toThrow();
  expect(core.effects()).toHaveLength(1);
});

it('core commits and drops the connection when the answer is lost', async () => {
  const { core, post } = aCore();
  core.faults.add({ kind: 'lost-answer', times: 1 });
  await expect(post('one')).rejects.toThrow(new TypeError('fetch failed'));
  expect(core.effects()).toHaveLength(1);
});

it('core drops the connection and commits nothing when it is refused', async () => {
  const { core, post } = aCore();
  core.faults.add({ kind: 'refused', times: 1 });
  await expect(post('one')).rejects.toThrow(new TypeError('fetch failed'));
  expect(core.effects()).toEqual([]);
});

it('core commits after the delay when the commit is late', async () => {
  const { core, waits, post } = aCore();
  core.faults.add({ kind: 'late-commit', times: 1, delayMs: 3000 });
  await expect(post('one')).rejects.toThrow('fetch failed');
  expect([core.effects().length, waits[0]?.ms]).toEqual([0, 3000]);
  waits[0]?.go();
  await expect.poll(() => core.effects().length, PATIENT).toBe(1);
});

it('core forgets a late commit when it is reset', async () => {
  const { core, waits, post, get } = aCore();
  core.faults.add({ kind: 'late-commit', times: 1 });
  await expect(post('one')).rejects.toThrow('fetch failed');
  core.reset();
  waits[0]?.go();
  expect((await get()).notes).toEqual([]);
});

it('core hangs until the client gives up or the sandbox closes', async () => {
  const { core, post } = aCore();
  core.faults.add({ kind: 'hang' });
  const impatient = new AbortController();
  const first = post('one', impatient.signal);
  const second = post('two');
  impatient.abort(new DOMException('enough', 'AbortError'));
  await expect(first).rejects.toThrow('enough');
  core.close();
  await expect(second).rejects.toThrow('fetch failed');
  expect(core.effects()).toEqual([]);
});

it('core reports the lag of the search index only while the fault is there', async () => {
  const { core, get } = aCore();
  const stop = core.faults.add({ system: 'stub', kind: 'search-lag', delayMs: 7000 });
  expect((await get()).lag).toBe(7000);
  stop();
  expect((await get()).lag).toBe(0);
});

it('core leaves pages alone when faults strike the API, on shared hosts too', async () => {
  const { core } = aCore();
  core.faults.add({ kind: 'server-error' });
  const status = async (url: string) => (await core.fetch(new Request(url))).status;
  expect(await status('https://app.stub.test/record/1')).toBe(200);
  expect(await status('https://both.stub.test/person/1')).toBe(200);
  expect(await status('https://both.stub.test/api/v2/persons')).toBe(500);
});

it('core strikes only what matches, as often and as rarely as told', async () => {
  const { core, post, get } = aCore();
  core.faults.add({ kind: 'server-error', match: /^POST .*\/notes/g, times: 2 });
  core.faults.add({ kind: 'server-error', system: 'other' });
  expect([(await post('a')).status, (await post('b')).status, (await post('c')).status]).toEqual([500, 500, 201]);
  core.faults.clear();
  core.faults.add({ kind: 'html', match: /^GET/, share: 0.5 });
  const answers = await Promise.all(Array.from({ length: 200 }, () => get().catch(() => undefined)));
  const hit = answers.filter((each) => each === undefined).length;
  expect(hit).toBeGreaterThan(70);
  expect(hit).toBeLessThan(130);
});

it('core waits its latency and the fault before it answers', async () => {
  const { core, waits, get } = aCore();
  core.faults.add({ kind: 'latency', delayMs: 400, times: 1 });
  const answer = get();
  await expect.poll(() => waits.length, PATIENT).toBe(1);
  expect(waits[0]?.ms).toBe(400);
  waits[0]?.go();
  expect((await answer).notes).toEqual([]);
});

it('core refuses a fault nobody knows', () => {
  expect(() => aCore().core.faults.add({ kind: 'lost-anser' })).toThrow(RangeError);
});
