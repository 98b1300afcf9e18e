import type { Engine } from '../../lib/engine/context.ts';
import { drain, wakeDeliveries } from '../../lib/engine/outbox/drain.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { SystemError } from '../../lib/systems/contract.ts';
import { seededRandom } from '../../sandbox/random.ts';
import { changed, entry, SEED, SIX, type Stand, tally, WRITES } from './stand.ts';

/* The scenarios of the table, so that broken builds can run them too. Each answers what is wrong, in words. */

/** Answers get lost after the commit, commits land up to 5 s late, searches lag 10 s. Zoho here cannot tell whether something arrived. */
export async function lostAnswers(stand: Stand, actions: number, engine: Engine = stand.worker()): Promise<string[]> {
  const random = seededRandom(SEED + actions);
  const { faults } = stand.sandbox;
  for (const system of SIX) {
    faults.add({ system, kind: 'lost-answer', match: WRITES, share: 0.15 });
    for (let turn = 0; turn < 4; turn++)
      faults.add({ system, kind: 'late-commit', match: WRITES, share: 0.05, delayMs: Math.ceil(random() * 5_000) });
    faults.add({ system, kind: 'search-lag', delayMs: 10_000 });
  }
  await stand.queueMany(actions, 50);
  const { zoho } = engine.systems;
  const blind = zoho && changed(zoho, { confirm: () => Promise.reject(new SystemError('invalid', { code: 'unsupported' })) });
  await stand.drainAll({ ...engine, systems: { ...engine.systems, ...(blind && { zoho: blind }) } });
  const found = await stand.problems(['needs-you']);
  const rows = await outboxDb.deliveries.toArray();
  const flagged = rows.filter(({ state }) => state === 'needs-you');
  if (flagged.some(({ connectionId, error }) => connectionId !== stand.ids.zoho || error?.kind !== 'unknown-outcome'))
    found.push(`flagged for nothing: ${JSON.stringify(tally(flagged))}`);
  const lost = rows.filter(({ attempts }) => attempts > 0).length;
  if (lost !== actions) found.push(`only ${lost} of ${actions} were tried`);
  if (flagged.length < actions / 6 / 10) found.push(`only ${flagged.length} were flagged: the faults did not strike`);
  // Not by `attempts`: a try that our own breaker or limit stopped was never sent.
  const sent = stand.sandbox.requests().filter(({ system, method, url }) => system === 'zoho' && WRITES.test(`${method} ${url}`)).length;
  const meant = rows.filter(({ connectionId }) => connectionId === stand.ids.zoho).length;
  if (sent > meant) found.push(`something nobody could confirm was sent again: ${sent} writes for ${meant} entries`);
  return found;
}

/** One of 100 actions is refused for ever, at `position`. */
export async function poison(stand: Stand, position: number, engine: Engine = stand.worker()): Promise<string[]> {
  const good = stand.records('hubspot', 10);
  let bad = '';
  for (let index = 0; index < 100; index++) {
    const on = good[index % good.length];
    if (!on) throw new Error('no record');
    // Behind and before good ones of the same record.
    const id = await stand.queue(index === position ? { ...on, id: '999999999' } : on, entry(index));
    if (index === position) bad = id;
  }
  await stand.drainAll(engine);
  const found: string[] = [];
  const rows = await outboxDb.deliveries.toArray();
  if (rows.filter(({ state }) => state === 'confirmed').length !== 99) found.push(JSON.stringify(tally(rows)));
  if (stand.entries().length !== 99) found.push(`${stand.entries().length} effects`);
  const dead = rows.find(({ actionId }) => actionId === bad);
  if (dead?.state !== 'failed' || dead.attempts !== 1 || !dead.error?.kind.match(/not-found|invalid/)) found.push(JSON.stringify(dead));
  return found;
}

/** Eight hours without a network, 300 actions in the meantime, then it is back. */
export async function offline(stand: Stand, seed: number): Promise<string[]> {
  const { clock } = stand;
  const random = seededRandom(seed);
  let online = false;
  const sent: { at: number; host: string }[] = [];
  const engine = stand.worker({
    random,
    fetch: async (request) => {
      if (!online) throw new TypeError('Failed to fetch');
      sent.push({ at: clock.at, host: new URL(request.url).host });
      return stand.fetch(request);
    },
  });
  const start = clock.at;
  const moments = Array.from({ length: 300 }, () => start + Math.floor(random() * 8 * 3_600_000)).sort((a, b) => a - b);
  const places = SIX.flatMap((system) => stand.records(system, 9));
  for (const [index, moment] of moments.entries()) {
    const on = places[Math.floor(random() * places.length)];
    if (!on) throw new Error('no record');
    await clock.to(moment);
    await stand.queue(on, entry(index));
    if (index % 10 === 0) await drain(engine);
  }
  await clock.to(start + 8 * 3_600_000);
  const found: string[] = [];
  if (sent.length > 0 || stand.entries().length > 0) found.push('something went out without a network');
  online = true;
  await wakeDeliveries();
  await stand.drainAll(engine);
  found.push(...(await stand.problems()), ...burstsOf(sent, engine));
  return found;
}

/** Systems whose own limit (five times, here) was passed in some window. */
function burstsOf(sent: readonly { at: number; host: string }[], engine: Engine): string[] {
  const found: string[] = [];
  for (const [host, requests] of Map.groupBy(sent, (each) => each.host)) {
    const system = Object.values(engine.systems).find((each) => each && hostNames(each.id).some((name) => host.endsWith(name)));
    if (!system) throw new Error(`whose is ${host}?`);
    const { requests: most, windowMs } = system.limits;
    for (const [index, first] of requests.entries()) {
      const within = requests.slice(index).filter(({ at }) => at < first.at + windowMs).length;
      if (within <= most) continue;
      found.push(`${within} requests to ${host} in ${windowMs} ms, ${most} allowed`);
      break;
    }
  }
  return found;
}

function hostNames(system: string): string[] {
  return (
    {
      hubspot: ['hubapi.com'],
      salesforce: ['salesforce.com'],
      pipedrive: ['pipedrive.com'],
      amocrm: ['amocrm.ru'],
      zoho: ['zohoapis.com', 'zoho.com', 'zohoapis.eu', 'zoho.eu'],
      dynamics: ['dynamics.com', 'microsoftonline.com'],
    }[system] ?? []
  );
}

/** Two workers at once, the second one started while the first is sending. */
export async function twoRunners(
  stand: Stand,
  actions: number,
  one: Engine = stand.worker(),
  other: Engine = stand.worker(),
): Promise<string[]> {
  await stand.queueMany(actions, 50);
  const found: string[] = [];
  let atOnce = 0;
  let most = 0;
  let taken = 0;
  const slow = (engine: Engine): Engine => ({
    ...engine,
    fetch: async (request) => {
      if (new URL(request.url).host !== 'api.hubapi.com' || !WRITES.test(`${request.method} ${request.url}`)) return engine.fetch(request);
      most = Math.max(most, ++atOnce);
      for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
      return engine.fetch(request).finally(() => atOnce--);
    },
  });
  const watch = (changes: object) => {
    if (JSON.stringify(changes).includes('interrupted')) taken += 1;
  };
  outboxDb.deliveries.hook('updating').subscribe(watch);
  try {
    for (let round = 0; round < 200; round++) {
      const rounds = await Promise.all([drain(slow(one)), drain(slow(other))]);
      const nextAt = Math.min(...rounds.map((each) => each.nextAt ?? Number.POSITIVE_INFINITY));
      if (nextAt === Number.POSITIVE_INFINITY) break;
      await stand.clock.to(nextAt);
    }
  } finally {
    outboxDb.deliveries.hook('updating').unsubscribe(watch);
  }
  found.push(...(await stand.problems()));
  if (taken > 0) found.push(`${taken} deliveries were taken from a living sender`);
  if (most > 4) found.push(`${most} writes at once to one system`);
  const rows = await outboxDb.deliveries.toArray();
  const again = rows.filter(({ attempts }) => attempts !== 1).length;
  if (again > 0) found.push(`${again} deliveries were sent more than once`);
  return found;
}

/** Workers die right after the vendor has committed, before the answer reaches them. */
export async function killedAfterCommit(stand: Stand, kills: number, make: (more: Partial<Engine>) => Engine): Promise<string[]> {
  await stand.queueMany(kills, 12);
  for (let kill = 0; kill < kills; kill++) {
    const death = Promise.withResolvers<void>();
    let dead = false;
    const mortal = make({
      fetch: async (request) => {
        if (dead) return new Promise(() => undefined);
        const before = stand.sandbox.effects().length;
        const answer = await stand.fetch(request);
        if (stand.sandbox.effects().length === before) return answer;
        dead = true;
        // Whatever else this worker had begun comes to nothing.
        for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
        death.resolve();
        return new Promise(() => undefined);
      },
    });
    await Promise.race([drain(mortal).catch(() => undefined), death.promise]);
    dead = true;
    stand.locks.die();
    await stand.clock.to(stand.clock.at + 5_000);
  }
  await stand.drainAll(make({}));
  return stand.problems();
}
