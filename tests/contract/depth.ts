import type { Io } from '../../lib/systems/contract.ts';

/** Turns of the event loop after which nobody is about to ask anything more. */
const QUIET_TURNS = 30;

/**
 * How many requests one after the other a piece of work takes: every answer is held back until nothing more is asked without it, then all
 * that wait are given together. That is the longest chain in which each request needed an earlier answer.
 */
export async function depthOf(io: Io, work: (io: Io) => Promise<unknown>): Promise<{ depth: number; requests: number }> {
  let waiting: (() => void)[] = [];
  let requests = 0;
  let depth = 0;
  let isDone = false;
  const held: Io['fetch'] = async (request) => {
    requests += 1;
    const answer = await io.fetch(request);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return answer;
  };
  const outcome = work({ ...io, fetch: held }).finally(() => {
    isDone = true;
  });
  outcome.catch(() => undefined);
  while (!isDone) {
    const before = requests;
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    if (isDone || requests !== before || waiting.length === 0) continue;
    depth += 1;
    const given = waiting;
    waiting = [];
    for (const give of given) give();
  }
  await outcome;
  return { depth, requests };
}
