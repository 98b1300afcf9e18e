import { dayOf, type Sent, type TrafficDay, withSent } from '../model/traffic.ts';
import { addTraffic } from '../store/traffic.ts';
import type { Engine } from './context.ts';

/** Counts are written this seldom. What a worker that dies had not written is lost: they are for looking at. */
const WRITE_EVERY_MS = 4_000;
/** Requests before a connection has an id: to the sign-in page, and the check of what was typed. */
const SIGNING_IN = 'sign-in';

/** What was counted and not yet written, by connection. */
export interface Tally {
  days: Map<string, TrafficDay[]>;
  isWaiting: boolean;
}

/** Nothing counted yet. */
export function newTally(): Tally {
  return { days: new Map(), isWaiting: false };
}

/** Sends a request and counts it: where to, how long it took, whether it was answered. Rethrows what `send` throws. */
export async function counted(engine: Engine, connectionId: string, request: Request, send: () => Promise<Response>): Promise<Response> {
  const at = engine.now();
  const note = (status?: number) => {
    const ended = engine.now();
    const sent = { at: ended, host: new URL(request.url).host, tookMs: ended - at, ...(status !== undefined && { status }) };
    add(engine, connectionId || SIGNING_IN, sent);
  };
  try {
    const response = await send();
    note(response.status);
    return response;
  } catch (error) {
    note();
    throw error;
  }
}

function add(engine: Engine, connectionId: string, sent: Sent): void {
  // Without a clock that wakes us nobody would ever write it.
  if (!engine.later) return;
  const { tally } = engine.memory;
  const days = tally.days.get(connectionId) ?? [];
  const today = dayOf(sent.at);
  const day = withSent(
    days.find((each) => each.day === today),
    sent,
  );
  tally.days.set(connectionId, [day, ...days.filter((each) => each.day !== today)]);
  if (tally.isWaiting) return;
  tally.isWaiting = true;
  engine.later(WRITE_EVERY_MS, () => void write(engine));
}

async function write(engine: Engine): Promise<void> {
  const { tally } = engine.memory;
  const days = [...tally.days];
  tally.days.clear();
  try {
    for (const [connectionId, come] of days) {
      // Another tally: everything was deleted meanwhile.
      const isGone = () => engine.memory.gone.has(connectionId) || engine.memory.tally !== tally;
      if (!isGone()) await addTraffic(connectionId, come, isGone);
    }
  } catch {
    // The cache cannot be written now (locked, full): these counts are lost, the next are not.
  } finally {
    tally.isWaiting = false;
  }
}
