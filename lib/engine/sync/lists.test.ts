import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock, testEngine, wipe } from '../../../tests/engine/bench.ts';
import { type PersonRecord, recordKey } from '../../model/records.ts';
import { PACE_MS, type SyncChoice, type SyncedRow } from '../../model/sync.ts';
import { cacheDb, settingsDb } from '../../store/databases.ts';
import { feeds } from '../../store/feeds.ts';
import { saveHealth } from '../../store/health.ts';
import { cachedCounts, cachedRecord, cachedRow } from '../../store/records.ts';
import { type System, SystemError } from '../../systems/contract.ts';
import { hubspot } from '../../systems/hubspot/index.ts';
import { connect, removeConnection } from '../connect.ts';
import type { Engine } from '../context.ts';
import { wipeAll } from '../privacy.ts';
import { chooseSync } from './choose.ts';
import { stopSync, syncRound } from './run.ts';

const ACCOUNT = '7';
const ref = (id: number) => ({ system: 'listed', account: ACCOUNT, object: 'contact', native: 'contact', id: String(id) }) as const;
const person = (id: number, more: Partial<PersonRecord> = {}): PersonRecord => ({
  kind: 'person',
  ref: ref(id),
  name: `Person ${id}`,
  emails: [],
  phones: [],
  links: [],
  custom: {},
  changedAt: 10,
  ...more,
});
const key = (id: number) => recordKey(ref(id));

const clock = new TestClock();
let engine: Engine;
let id = '';
interface Answer {
  rows: SyncedRow[];
  more?: boolean;
  cursor?: string;
}
/** What the list of contacts answers next; then nothing new. */
let answers: ((cursor: string | undefined) => Answer | Promise<Answer>)[];
let asked: (string | undefined)[];

/** A system whose list of contacts answers what a test says. */
const listed: System = {
  ...hubspot,
  id: 'listed',
  hosts: () => ({ pages: [], api: [] }),
  limits: {
    requests: 1000,
    windowMs: 1000,
    concurrency: 5,
    writeLandsWithinMs: 1,
    also: [{ id: 'day', units: 100, windowMs: 86_400_000 }],
  },
  verify: async () => ({ account: ACCOUNT, userId: 'me', userName: 'Me', can: ['changes', 'read:contact', 'read:ticket'], missing: [] }),
  changes: async (object, cursor) => {
    if (object !== 'contact') throw new SystemError('invalid', { code: 'unsupported' });
    asked.push(cursor);
    const { rows, more = false, cursor: next = `c${asked.length}` } = (await answers.shift()?.(cursor)) ?? { rows: [] };
    return { rows, more, cursor: next };
  },
};

beforeEach(async () => {
  await wipe();
  answers = [];
  asked = [];
  engine = testEngine({ fetch: () => Promise.reject(new TypeError('fetch failed')) }, clock, { systems: { listed } });
  id = (await connect(engine, { system: 'listed', account: '', credentials: { kind: 'token', token: 'x' } })).id;
});

const choose = (choice: SyncChoice) => chooseSync(engine, id, choice);
const contacts = async () => (await feeds(id)).find(({ object }) => object === 'contact');
const again = async () => {
  clock.at += 2 * PACE_MS.quarter;
  return syncRound(engine);
};

describe('a followed list', () => {
  it('is read to its end, then again when its pace says so, from the place the vendor gave', async () => {
    answers = [() => ({ rows: [person(1)], more: true }), () => ({ rows: [person(2)] })];
    await choose({ scope: 'all', pace: { contact: 'hour' } });
    const { nextAt = 0, news } = await syncRound(engine);
    expect([asked, news]).toEqual([[undefined, 'c1'], 2]);
    expect(nextAt).toBeGreaterThan(clock.at + 0.9 * PACE_MS.hour);
    expect(await contacts()).toMatchObject({ rows: 2, filledAt: clock.at, cursor: 'c2', attempts: 0 });
    clock.at += 0.5 * PACE_MS.hour;
    await syncRound(engine);
    expect(asked).toHaveLength(2);
    await choose({ pace: { contact: 'live' } });
    await syncRound(engine);
    expect(asked).toEqual([undefined, 'c1', 'c2']);
  });

  it('keeps what is the rep’s own, and what is kept already, with the scope of her own records', async () => {
    answers = [
      () => ({ rows: [person(1, { ownerId: 'me' }), person(2, { ownerId: 'other' })] }),
      () => ({ rows: [person(1, { ownerId: 'other', name: 'Given away', changedAt: 20 }), { ref: ref(2) }] }),
    ];
    await choose({ scope: 'own' });
    await syncRound(engine);
    expect(await cachedCounts(id)).toMatchObject({ contact: 1 });
    await again();
    expect((await cachedRecord(key(1)))?.row).toMatchObject({ name: 'Given away' });
    expect(await cachedRow(key(2))).toBeUndefined();
  });

  it('begins anew when the scope is another, and drops a list that is no longer wanted', async () => {
    answers = [() => ({ rows: [person(1, { ownerId: 'me' })] })];
    await choose({ scope: 'own' });
    await syncRound(engine);
    await choose({ scope: 'all' });
    expect([await cachedCounts(id), await feeds(id)]).toEqual([{}, []]);
    answers = [() => ({ rows: [person(1), person(2)] })];
    await syncRound(engine);
    expect(asked.at(-1)).toBeUndefined();
    await choose({ pace: { contact: 'never' } });
    expect(await cachedCounts(id)).toEqual({});
    expect((await feeds(id)).map(({ object }) => object)).toEqual(['ticket']);
  });

  it('is read from its start when the vendor no longer knows the place, and what is not told again is gone', async () => {
    answers = [() => ({ rows: [person(1), person(2), person(3)] })];
    await choose({ scope: 'all' });
    await syncRound(engine);
    answers = [
      () => {
        throw new SystemError('invalid', { code: 'bad-cursor' });
      },
    ];
    await again();
    expect(await contacts()).toMatchObject({ error: { code: 'bad-cursor' } });
    expect((await contacts())?.cursor).toBeUndefined();
    answers = [() => ({ rows: [person(1)], more: true }), () => ({ rows: [person(3, { changedAt: 5, name: 'older' })] })];
    await again();
    expect(asked.slice(-2)).toEqual([undefined, 'c3']);
    expect((await cachedRecord(key(1)))?.row.ref.id).toBe('1');
    expect(await cachedRecord(key(2))).toBeUndefined();
    expect((await contacts())?.refillFrom).toBeUndefined();
  });

  it('backs off when it fails, keeps its place, and goes on', async () => {
    answers = [
      () => ({ rows: [person(1)], more: true }),
      () => {
        throw new SystemError('rate-limit', { retryAfterMs: 600_000 });
      },
    ];
    await choose({ scope: 'all' });
    await syncRound(engine);
    expect(await contacts()).toMatchObject({ cursor: 'c1', attempts: 1, error: { kind: 'rate-limit' } });
    expect((await contacts())?.nextAt).toBeGreaterThanOrEqual(clock.at + 600_000);
    const before = asked.length;
    await syncRound(engine);
    expect(asked).toHaveLength(before);
    await again();
    expect(asked.at(-1)).toBe('c1');
    expect((await contacts())?.error).toBeUndefined();
  });

  it('stops as an error when the vendor gives the same place for ever', async () => {
    answers = Array.from({ length: 50 }, () => () => ({ rows: [], more: true, cursor: 'same' }));
    await choose({ scope: 'all' });
    await syncRound(engine);
    expect(asked).toHaveLength(2);
    expect((await contacts())?.error).toMatchObject({ kind: 'protocol', code: 'no-progress' });
  });

  it('that the vendor does not have is not asked for again before a day is over', async () => {
    await choose({ scope: 'all' });
    await syncRound(engine);
    const tickets = (await feeds(id)).find(({ object }) => object === 'ticket');
    expect(tickets).toMatchObject({ error: { code: 'unsupported' } });
    expect(tickets?.nextAt).toBeGreaterThanOrEqual(clock.at + 86_000_000);
  });

  it('stops at the share of the day, says how much is used, and goes on when there is room', async () => {
    await saveHealth(id, { told: { share: 0.52, at: clock.at } });
    answers = [() => ({ rows: [person(1)] })];
    await choose({ scope: 'all' });
    const { nextAt = 0 } = await syncRound(engine);
    expect(asked).toEqual([]);
    expect(await contacts()).toMatchObject({ usedPct: 52, error: { code: 'sync-share' } });
    expect(nextAt).toBeLessThanOrEqual(clock.at + 15 * 60_000);
    clock.at += 61 * 60_000;
    await syncRound(engine);
    expect(await contacts()).toMatchObject({ rows: 1, attempts: 0 });
    expect((await contacts())?.error).toBeUndefined();
  });

  it('stores nothing more once it is paused, and goes on with the same page', async () => {
    await choose({ scope: 'all' });
    answers = [
      () => ({ rows: [person(1)], more: true }),
      () => {
        stopSync(engine, id);
        return { rows: [person(2)], more: true };
      },
    ];
    await syncRound(engine);
    await choose({ isPaused: true });
    expect(await cachedCounts(id)).toEqual({ contact: 1 });
    expect(await syncRound(engine)).toEqual({ news: 0 });
    await choose({ isPaused: false });
    answers = [() => ({ rows: [person(2)] })];
    await syncRound(engine);
    expect(asked).toEqual([undefined, 'c1', 'c1']);
    expect(await cachedCounts(id)).toEqual({ contact: 2 });
  });

  it.each([
    ['the connection is removed', () => removeConnection(engine, id)],
    ['everything is deleted', () => wipeAll(engine)],
  ] as const)('leaves nothing of the page that is on its way when %s', async (_, end) => {
    await choose({ scope: 'all' });
    const ending = async () => {
      await end();
      return { rows: [person(2)] };
    };
    answers = [() => ({ rows: [person(1)], more: true }), ending];
    await syncRound(engine);
    const left = [cacheDb.chunks, cacheDb.places, cacheDb.cursors, cacheDb.indexes, settingsDb.connections];
    expect(await Promise.all(left.map((table) => table.count()))).toEqual([0, 0, 0, 0, 0]);
  });

  it('is read when the clock was set back behind what was planned', async () => {
    await choose({ scope: 'all' });
    await syncRound(engine);
    clock.at -= 5 * 86_400_000;
    answers = [() => ({ rows: [person(1)] })];
    const { news, nextAt = 0 } = await syncRound(engine);
    expect(news).toBe(1);
    expect(nextAt).toBeLessThan(clock.at + 2 * PACE_MS.quarter);
  });

  it('waits for the network, and is planned although nobody will tell that it is back', async () => {
    await choose({ scope: 'all' });
    const offline = { ...engine, isOnline: () => false };
    expect(await syncRound(offline)).toEqual({ news: 0, nextAt: clock.at + 60_000 });
    expect(asked).toEqual([]);
    await choose({ scope: 'opened' });
    expect(await syncRound(offline)).toEqual({ news: 0 });
  });

  it('is read by one worker at a time', async () => {
    answers = [() => ({ rows: [person(1)] })];
    await choose({ scope: 'all' });
    await Promise.all([syncRound(engine), syncRound({ ...engine, bootId: 'other' })]);
    expect(asked).toEqual([undefined]);
  });
});
