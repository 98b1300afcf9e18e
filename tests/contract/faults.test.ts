import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Action, ErrorKind, Io } from '../../lib/systems/contract.ts';
import { makeDice } from '../../sandbox/random.ts';
import { failure } from '../failure.ts';
import { READ_FAULTS } from './fault-kinds.ts';
import { malformed, spoilt } from './matrix/spoil.ts';
import { verbatim, writesOf } from './network.ts';
import { aStand, FULL, keysOf, REGISTERED, type Stand } from './stand.ts';

/** Polls end at once when it has happened; the limit is for a busy machine. */
const PATIENT = { timeout: 10_000 };

/** A page with 403 means there that this address has asked too often; nothing was done. */
const BLOCKS: ReadonlySet<string> = new Set(['amocrm', 'pipedrive']);

const SEED = Number(process.env.SEED ?? 1);

/** A write that may have happened is an open question; only a clear refusal is a failure. */
const WRITE_FAULTS: readonly [fault: string, kinds: readonly ErrorKind[]][] = [
  ['rate-limit', ['rate-limit']],
  ['server-error', ['unknown-outcome']],
  ['truncated', ['unknown-outcome']],
  ['expired-token', ['auth']],
  ['lost-answer', ['unknown-outcome']],
  ['refused', ['unknown-outcome']],
];

describe.each(REGISTERED)('$name under faults', (system) => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await aStand(system);
    // So that `confirm` has something to read, which a fault can spoil.
    await system.perform(aNote(), 'k-0', stand.io());
  });
  afterEach(() => {
    stand.sandbox.faults.clear();
    stand.network.spoil = undefined;
    stand.network.retryAfter = undefined;
  });
  afterAll(() => stand.close());

  const aNote = (): Action => ({ kind: 'note', text: 'Under fire', on: [stand.refOf('ana-perez')], at: stand.now() });
  const verbs: Readonly<Record<string, (io: Io) => Promise<unknown>>> = {
    verify: (io) => system.verify(io),
    find: (io) => system.find(keysOf('person', { emails: ['ana.perez@llantasnorte.mx'], phones: ['+52 81 1234 5678'] }), io),
    read: (io) => system.read(stand.refOf('ana-perez'), io),
    related: (io) => system.related(stand.refOf('ana-perez'), io),
    timeline: (io) => system.timeline(stand.refOf('ana-perez'), { limit: 50 }, io),
    confirm: (io) => system.confirm(aNote(), 'k-0', io),
  };
  const run = (verb: string, io: Io) => (verbs[verb] ?? (() => Promise.reject(new RangeError(verb))))(io);

  describe.each(Object.keys(verbs))('%s', (verb) => {
    it.each(READ_FAULTS)('%s throws the right kind once and leaks nothing', async (fault, kind) => {
      stand.network.exchanges.length = 0;
      await run(verb, stand.io());
      const usual = stand.network.exchanges.length;
      stand.sandbox.faults.add({ kind: fault });
      stand.network.exchanges.length = 0;
      const error = await failure(run(verb, stand.io()));
      expect(error.kind).toBe(kind);
      expect(leaks(error, stand)).toEqual([]);
      expect(stand.network.exchanges.length, 'requests').toBeLessThanOrEqual(usual);
    });

    it('rate-limit carries the wait when the server asks for one', async () => {
      stand.sandbox.faults.add({ kind: 'rate-limit' });
      stand.network.retryAfter = '77';
      stand.network.exchanges.length = 0;
      const error = await failure(run(verb, stand.io()));
      // Not every vendor says 429 when it means wait, and its own word about the wait may go before the standard one.
      if (stand.network.exchanges.some((each) => each.status === 429)) expect(error.retryAfterMs).toBeGreaterThan(0);
    });

    it('html is a lost sign-in when it comes as 200, else a block page on the way', async () => {
      stand.sandbox.faults.add({ kind: 'html' });
      stand.network.exchanges.length = 0;
      const error = await failure(run(verb, stand.io()));
      expect(error.kind).toBe(signedOut(stand) ? 'auth' : BLOCKS.has(system.id) ? 'rate-limit' : 'unavailable');
      expect(leaks(error, stand)).toEqual([]);
    });

    it('hang ends as unavailable when the caller gives up', async () => {
      stand.sandbox.faults.add({ kind: 'hang' });
      const patience = new AbortController();
      const seen = stand.sandbox.requests().length;
      const outcome = failure(run(verb, stand.io({ signal: patience.signal })));
      await expect.poll(() => stand.sandbox.requests().length, PATIENT).toBeGreaterThan(seen);
      patience.abort(new DOMException('gave up', 'TimeoutError'));
      const error = await outcome;
      expect(error.kind).toBe('unavailable');
      expect(leaks(error, stand)).toEqual([]);
    });

    it('asks nobody when the caller has given up before', async () => {
      stand.network.exchanges.length = 0;
      const error = await failure(run(verb, stand.io({ signal: AbortSignal.abort(new DOMException('gave up', 'AbortError')) })));
      expect(error.kind).toBe('unavailable');
      expect(stand.network.exchanges.filter((each) => each.status !== undefined)).toEqual([]);
    });

    it('keeps the kind of the fence when the host is not permitted', async () => {
      const { SystemError: Refusal } = await import('../../lib/systems/contract.ts');
      const fetch = () => Promise.reject(new Refusal('permission', { code: 'host-withdrawn' }));
      expect((await failure(run(verb, stand.io({ fetch })))).kind).toBe('permission');
    });

    it.each(['null', 'absent', 'renamed', 'string', 'extra', 'odd'] as const)('lives with %s values in every answer', async (mode) => {
      const dice = makeDice(SEED);
      for (const share of FULL ? Array.from({ length: 60 }, () => dice.next()) : [1, 0.3, 0.1, 0.3, 0.1]) {
        stand.network.spoil = (body) => spoilt(body, mode, () => dice.chance(share));
        stand.network.exchanges.length = 0;
        const outcome = await run(verb, stand.io()).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome, `${outcome.stack}`).toMatchObject({ name: 'SystemError' });
        else expect(malformed(outcome), `seed ${SEED}`).toEqual([]);
        expect(stand.network.exchanges.length, 'requests').toBeLessThan(100);
      }
    });
  });

  describe('perform', () => {
    it.each(WRITE_FAULTS)('%s throws the right kind once and leaks nothing', async (fault, kinds) => {
      const writes = await writePattern(stand, aNote());
      stand.sandbox.faults.add({ kind: fault, match: writes });
      stand.network.exchanges.length = 0;
      const error = await failure(system.perform(aNote(), 'k-1', stand.io()));
      expect(kinds).toContain(error.kind);
      expect(leaks(error, stand)).toEqual([]);
      expect(stand.network.exchanges.filter((each) => writes.test(`${each.method} ${each.url}`))).toHaveLength(1);
    });

    it('html is a lost sign-in when it comes as 200, else an open question', async () => {
      const writes = await writePattern(stand, aNote());
      stand.sandbox.faults.add({ kind: 'html', match: writes });
      stand.network.exchanges.length = 0;
      const error = await failure(system.perform(aNote(), 'k-4', stand.io()));
      expect(error.kind).toBe(signedOut(stand) ? 'auth' : BLOCKS.has(system.id) ? 'rate-limit' : 'unknown-outcome');
    });

    it('hang ends as unknown-outcome when the caller gives up', async () => {
      const writes = await writePattern(stand, aNote());
      stand.sandbox.faults.add({ kind: 'hang', match: writes });
      const patience = new AbortController();
      const seen = stand.sandbox.requests().length;
      const outcome = failure(system.perform(aNote(), 'k-2', stand.io({ signal: patience.signal })));
      await expect
        .poll(
          () =>
            stand.sandbox
              .requests()
              .slice(seen)
              .some((each) => writes.test(`${each.method} ${each.url}`)),
          PATIENT,
        )
        .toBe(true);
      patience.abort(new DOMException('gave up', 'TimeoutError'));
      expect((await outcome).kind).toBe('unknown-outcome');
    });

    it('is a plain failure, not an open question, when a look-up before the write fails', async () => {
      await writePattern(stand, aNote());
      const before = stand.network.exchanges.findIndex((each) => each.wrote);
      if (before <= 0) return;
      const first = stand.network.exchanges[0];
      stand.sandbox.faults.add({ kind: 'server-error', match: new RegExp(`^${first?.method} ${verbatim(first?.url ?? '')}$`) });
      expect((await failure(system.perform(aNote(), 'k-3', stand.io()))).kind).toBe('unavailable');
    });
  });
});

/** Performs once undisturbed and tells which requests wrote; `stand.network.exchanges` holds that run. */
async function writePattern(stand: Stand, action: Action): Promise<RegExp> {
  stand.network.exchanges.length = 0;
  await stand.system.perform(action, `k-pattern-${stand.now()}`, stand.io());
  return writesOf(stand.network);
}

/** Did the vendor's page come in place of an answer, as a login page does? */
const signedOut = (stand: Stand) => stand.network.exchanges.at(-1)?.status === 200;

/** Everything a log could show of an error, down its chain of causes, that holds a credential or what was sent. */
function leaks(error: unknown, stand: Stand): string[] {
  const secrets = Object.values(stand.connection.credentials).filter((value) => typeof value === 'string' && value.length > 8);
  const found: string[] = [];
  for (let each = error; each !== undefined && each !== null; each = (each as { cause?: unknown }).cause) {
    const { message, stack, name, code } = each as Error & { code?: unknown };
    const text = [message, stack, name, String(code), JSON.stringify(each)].join('\n');
    for (const secret of secrets) if (text.includes(String(secret))) found.push(`token in ${name}`);
    if (/llantasnorte|1234 ?5678|Under fire/.test(text)) found.push(`customer data in ${name}`);
  }
  return found;
}
