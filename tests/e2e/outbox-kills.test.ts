import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../sandbox/random.ts';
import { FULL, OutboxStage, SEED, WRITES } from './outbox-stage.ts';
import { type BrowserName, startWorld, type World } from './worlds.ts';

/** Where a kill strikes, and which share of all kills; the three in the middle have a request in flight. */
const POINTS = {
  'before saving': 0.13,
  'after saving': 0.16,
  'during the request': 0.26,
  'after the commit': 0.26,
  'after the answer': 0.19,
} as const;
type Point = keyof typeof POINTS;
const IN_FLIGHT: readonly Point[] = ['after saving', 'during the request', 'after the commit'];

/** How the stand-in is slowed, so that the kill finds a write at that point. */
const FAULTS: Record<Point, { kind: string; delayMs: number } | undefined> = {
  'before saving': undefined,
  // On the wire: the vendor never sees it.
  'after saving': { kind: 'latency', delayMs: 900 },
  // The vendor is at work and ends it, caller or not.
  'during the request': { kind: 'slow-commit', delayMs: 400 },
  'after the commit': { kind: 'late-answer', delayMs: 900 },
  'after the answer': { kind: 'latency', delayMs: 120 },
};

interface Size {
  kills: number;
  actions: number;
}
const SIZES: [BrowserName, Size][] = [
  ['chromium', FULL ? { kills: 1_000, actions: 1_000 } : { kills: 200, actions: 500 }],
  ['firefox', FULL ? { kills: 100, actions: 250 } : { kills: 25, actions: 65 }],
];

describe.each(SIZES)('the background is killed again and again in %s', (name, { kills, actions }) => {
  let world: World;
  let stage: OutboxStage;

  beforeAll(async () => {
    world = await startWorld(name);
    stage = await OutboxStage.open(world.session, world.sandbox);
  });
  afterAll(() => world?.close());

  test('each entry takes effect once, in the order of its record', { timeout: FULL ? 3_600_000 : 600_000 }, async () => {
    const random = seededRandom(SEED);
    const { sandbox, session } = world;
    const points = plan(kills, random);
    const struck: Record<string, number> = {};
    let inFlight = 0;
    for (const [kill, point] of points.entries()) {
      const due = Math.ceil((actions * (kill + 1)) / kills) - stage.queued;
      const picked = Array.from({ length: due }, () => stage.records[Math.floor(random() * stage.records.length)]);
      await stage.queue(picked.filter((ref) => ref !== undefined));
      const fault = FAULTS[point];
      const since = sandbox.requests().length;
      const effects = sandbox.effects().length;
      const heal = fault && sandbox.faults.add({ ...fault, match: WRITES });
      const release = point === 'before saving' ? await stage.hold() : undefined;
      await stage.wake();
      const open = () =>
        sandbox
          .requests()
          .slice(since)
          .filter(({ method, url, tookMs }) => WRITES.test(`${method} ${url}`) && tookMs === undefined);
      let letGo = release;
      let hit = point === 'before saving';
      if (fault) {
        hit = await soon(async () =>
          point === 'after the commit' ? sandbox.effects().length > effects && open().length > 0 : open().length > 0,
        );
        if (hit && point === 'after the answer') {
          letGo = await stage.hold();
          hit = await soon(async () => open().length === 0);
        }
      }
      await new Promise((done) => setTimeout(done, point === 'before saving' ? 40 : random() * 60));
      const flying = open().length > 0;
      await session.killBackground();
      heal?.();
      await letGo?.();
      if (hit) struck[point] = (struck[point] ?? 0) + 1;
      if (flying && IN_FLIGHT.includes(point)) inFlight += 1;
    }
    await stage.drained(FULL ? 600_000 : 180_000);
    const told = `SEED=${SEED} ${JSON.stringify(struck)}, ${inFlight} of ${kills} in flight`;
    process.stdout.write(`${name}: ${kills} kills, ${stage.queued} entries; ${told}\n`);
    expect(await stage.problems(), told).toEqual([]);
    expect(stage.queued).toBe(actions);
    expect(inFlight / kills, told).toBeGreaterThanOrEqual(0.6);
    if (kills >= 200) for (const point of Object.keys(POINTS)) expect(struck[point], told).toBeGreaterThanOrEqual(20);
  });
});

/** Each point as often as its share says, in a random order. */
function plan(kills: number, random: () => number): Point[] {
  const all = (Object.entries(POINTS) as [Point, number][]).flatMap(([point, share]) => Array<Point>(Math.ceil(kills * share)).fill(point));
  return all
    .map((point) => ({ point, at: random() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, kills)
    .map(({ point }) => point);
}

/** Does it come true within a moment? */
async function soon(holds: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + 4_000;
  while (Date.now() < end) {
    if (await holds()) return true;
    await new Promise((done) => setTimeout(done, 4));
  }
  return false;
}
