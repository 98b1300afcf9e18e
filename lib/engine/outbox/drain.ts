import { type StoreErrorKind, storeTrouble } from '../../model/errors.ts';
import { moveDelivery, pendingDeliveries } from '../../store/deliveries.ts';
import { type Action, SystemError } from '../../systems/contract.ts';
import type { Engine } from '../context.ts';
import { deliver } from './deliver.ts';
import { type Desk, type Job, nextJobs } from './jobs.ts';
import { postponed } from './pace.ts';

/*
 * Delivers what the rep has written, once per system:
 *
 *   queued ──saved as sending, then sent──▶ sending ──answer──▶ confirmed ──undo──▶ undo-queued ─▶ undoing ──▶ undone
 *     ▲ ▲                                     │ │                   ▲                    ▲            │
 *     │ └─ surely not sent (429, no host) ────┘ ├─ refused ▶ failed  └── not possible ────┼────────────┤
 *     │                                         ▼                                         └ undo-unknown (again: it does no harm)
 *     └── confirm finds nothing ──────────── unknown ── confirm finds it ──▶ confirmed
 *                                        (not before the lost request can no longer land)
 *                                               └── nobody can tell ──▶ needs-you
 *
 * `sending` without a sender is an unknown outcome: its worker died in the middle.
 */

const LOCK = 'sidelight-outbox';
/** Deliveries to one system at the same time. */
const LANES = 4;
/** After an error of our own, and while the browser knows of no network. */
const LATER_MS = 5_000;
const NEVER = new AbortController().signal;
const STANDS_STILL: ReadonlySet<string> = new Set<StoreErrorKind>(['locked', 'key-gone', 'storage-newer']);

/** What came of a round: when to look again (epoch ms; `undefined` = nothing waits), and what was delivered. */
export interface Round {
  nextAt?: number;
  delivered: { connectionId: string; action: Action }[];
}

/**
 * Delivers everything that is due, until nothing more is. Only one runner in the whole browser works at a time; a second one
 * returns at once with an empty round. `signal` stops it between two deliveries.
 */
export async function drain(engine: Engine, signal: AbortSignal = NEVER): Promise<Round> {
  return engine.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return { delivered: [] };
    const { round } = await untilIdle(engine, newDesk(), new Bell(), signal);
    return round;
  });
}

/** A worker's runner. `wake`: there is something new. */
export interface Runner {
  wake(): void;
}

/**
 * Waits for its turn, then works for as long as the worker lives: the browser frees the lock when it dies, and the next one takes over what
 * it was sending. `onIdle` hears what came of every burst and when to wake the runner again.
 */
export function startRunner(engine: Engine, onIdle: (round: Round) => void): Runner {
  const bell = new Bell();
  void engine.locks.request(LOCK, {}, async () => {
    const desk = newDesk();
    for (;;) {
      const before = bell.next();
      const { round, rung } = await untilIdle(engine, desk, bell, NEVER).catch((error: unknown) => ({
        // Locked, or without its key: whoever changes that rings, and may have done so meanwhile.
        round: { delivered: [], ...(!STANDS_STILL.has(storeTrouble(error) ?? '') && { nextAt: engine.now() + LATER_MS }) },
        rung: before,
      }));
      // Opened texts stay in memory for one burst.
      desk.actions.clear();
      onIdle(round);
      await rung;
    }
  });
  return { wake: () => bell.ring() };
}

/** Lets what waits for a system go again at once: it was connected anew or has come back. Without an id: all systems. */
export async function wakeDeliveries(connectionId?: string): Promise<void> {
  for (const row of await pendingDeliveries()) {
    if (connectionId !== undefined && row.connectionId !== connectionId) continue;
    if (row.state === 'queued' || row.state === 'undo-queued') await moveDelivery(row.id, [row.state], { nextAt: 0 });
  }
}

/** Rings for whoever asked before: a ring is never missed by one who asks before he looks. */
class Bell {
  #next = Promise.withResolvers<void>();

  next(): Promise<void> {
    return this.#next.promise;
  }

  ring(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

function newDesk(): Desk {
  return { actions: new Map(), underWay: new Map() };
}

/** Starts whatever may go, and looks again after each that is done or when the bell rings. `rung`: it has rung since the last look. */
async function untilIdle(engine: Engine, desk: Desk, bell: Bell, signal: AbortSignal): Promise<{ round: Round; rung: Promise<void> }> {
  const delivered: Round['delivered'] = [];
  // Of a burst before: one that ended after that had been given up.
  delete desk.trouble;
  for (;;) {
    const rung = bell.next();
    const jobs = await nextJobs(engine, desk);
    const isStopped = signal.aborted || engine.isOnline?.() === false;
    if (!isStopped) for (const job of jobs) start(engine, desk, job, delivered);
    if (desk.underWay.size === 0) {
      const waiting = jobs.map(({ row }) => Math.max(row.nextAt, isStopped ? engine.now() + LATER_MS : 0));
      return { round: { delivered, ...(waiting.length > 0 && { nextAt: Math.min(...waiting) }) }, rung };
    }
    await Promise.race([rung, ...[...desk.underWay.values()].map(({ done }) => done)]);
    const { trouble } = desk;
    delete desk.trouble;
    if (trouble !== undefined) throw trouble;
  }
}

function start(engine: Engine, desk: Desk, job: Job, delivered: Round['delivered']): void {
  const { row, stored } = job;
  const { connectionId } = row;
  if (row.nextAt > engine.now()) return;
  if ([...desk.underWay.values()].filter((each) => each.connectionId === connectionId).length >= LANES) return;
  const done = deliver(engine, job)
    .then((isDelivered) => {
      if (isDelivered) delivered.push({ connectionId, action: stored.action });
    })
    .catch((error: unknown) => giveTime(engine, desk, job, error))
    .finally(() => desk.underWay.delete(row.id));
  desk.underWay.set(row.id, { connectionId, done });
}

/** An error of our own: nothing was decided, so the row is looked at again later as it stands. */
async function giveTime(engine: Engine, desk: Desk, { row }: Job, error: unknown): Promise<void> {
  if (storeTrouble(error)) {
    desk.trouble = error;
    return;
  }
  const kind = error instanceof SystemError ? error.kind : 'protocol';
  const changes = { nextAt: postponed(engine, row.attempts + 1), attempts: row.attempts + 1, error: { kind, code: 'internal' } };
  await moveDelivery(row.id, ['queued', 'unknown', 'undo-queued', 'undo-unknown'], changes).catch((trouble: unknown) => {
    desk.trouble = trouble;
  });
}
