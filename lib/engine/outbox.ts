import type { Action } from '../model/actions.ts';
import type { StoredError } from '../model/errors.ts';
import { toStoredError } from '../model/errors.ts';
import { recordKey } from '../model/records.ts';
import { actionOf, confirmDelivery, moveDelivery, pendingDeliveries } from '../store/deliveries.ts';
import type { DeliveryRow } from '../store/rows.ts';
import { SystemError } from '../systems/contract.ts';
import { ask, askOnce } from './ask.ts';
import { knownConnection, knownConnections } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { requireSameUser } from './same-user.ts';

/*
 * Delivers what the rep has written, once per system:
 *
 *   queued ──saved as sending, then sent──▶ sending ──answer──▶ confirmed
 *     ▲ ▲                                     │ │
 *     │ └─ surely not sent (429, no host) ────┘ ├── refused for good ──▶ failed
 *     │                                         ▼
 *     └── confirm finds nothing ──────────── unknown ── confirm finds it ──▶ confirmed
 *                                        (not before the lost request can no longer land)
 *
 * `sending` of another boot is an unknown outcome: that worker died in the middle.
 */

const LOCK = 'sidelight-outbox';
/** Deliveries to one system at the same time. */
const LANES = 4;
const BACKOFF_BASE_MS = 1_000;
const BACKOFF_CAP_MS = 15 * 60_000;
/** The guard lets no request wait longer than this. */
const LONGEST_TURN_MS = 5_000;
/** How long a delivery to a signed-out system waits before it is looked at again; a new sign-in wakes it at once. */
const SIGNED_OUT_MS = 60_000;

/** What came of a round: when to look again (epoch ms; `undefined` = nothing waits), and what was delivered. */
export interface Round {
  nextAt?: number;
  delivered: { connectionId: string; action: Action }[];
}

/**
 * Delivers everything that is due, until nothing more is. Only one runner in the whole browser works at a time; a second one
 * returns at once with an empty round. `signal` stops it between two deliveries.
 */
export async function drain(engine: Engine, signal: AbortSignal = new AbortController().signal): Promise<Round> {
  return engine.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return { delivered: [] };
    const delivered: Round['delivered'] = [];
    for (;;) {
      const heads = await headsOf(engine);
      const due = heads.filter(({ row }) => row.nextAt <= engine.now());
      if (due.length === 0 || signal.aborted) {
        const nextAt = heads.length > 0 ? Math.min(...heads.map(({ row }) => row.nextAt)) : undefined;
        return { delivered, ...(nextAt !== undefined && { nextAt }) };
      }
      await Promise.all(lanesOf(due).map((lane) => runLane(engine, lane, delivered, signal)));
    }
  });
}

/** Lets everything that waits for a system go again at once: it was connected anew or has come back. */
export async function wakeDeliveries(connectionId: string): Promise<void> {
  for (const row of await pendingDeliveries()) {
    if (row.connectionId === connectionId && row.state === 'queued') await moveDelivery(row.id, ['queued'], { nextAt: 0 });
  }
}

interface Due {
  row: DeliveryRow;
  action: Action;
}

/**
 * The oldest undelivered action of each record in each system. It holds back the later ones, so that they arrive in order; a
 * failed one does not: the rep has been told.
 */
async function headsOf(engine: Engine): Promise<Due[]> {
  const known = await knownConnections(engine);
  const taken = new Set<string>();
  const heads: Due[] = [];
  for (const row of await pendingDeliveries()) {
    const stored = await actionOf(row.actionId).catch(() => undefined);
    if (!stored) {
      await moveDelivery(row.id, [row.state], { state: 'failed', error: { kind: 'protocol', code: 'action-unreadable' } });
      continue;
    }
    const info = known.find((each) => each.info.id === row.connectionId)?.info;
    const own = stored.action.on.find((ref) => ref.system === info?.system && ref.account === info.account);
    const scope = `${row.connectionId} ${own ? recordKey(own) : stored.record}`;
    if (taken.has(scope)) continue;
    taken.add(scope);
    heads.push({ row, action: stored.action });
  }
  return heads;
}

/** At most so many at a time for one system; systems do not wait for each other. */
function lanesOf(due: readonly Due[]): Due[][] {
  const lanes: Due[][] = [];
  for (const each of Map.groupBy(due, ({ row }) => row.connectionId).values()) {
    const width = Math.min(LANES, each.length);
    for (let lane = 0; lane < width; lane++) lanes.push(each.filter((_due, index) => index % width === lane));
  }
  return lanes;
}

async function runLane(engine: Engine, lane: readonly Due[], delivered: Round['delivered'], signal: AbortSignal): Promise<void> {
  for (const { row, action } of lane) {
    if (signal.aborted) return;
    if (await deliver(engine, row, action)) delivered.push({ connectionId: row.connectionId, action });
  }
}

/** One step for one delivery. True when it is now confirmed. */
async function deliver(engine: Engine, row: DeliveryRow, action: Action): Promise<boolean> {
  const known = await knownConnection(engine, row.connectionId);
  if (!known) return fail(row, { kind: 'auth', code: 'connection-removed' });
  const { info, live } = known;
  if (row.state === 'sending') return settleInterrupted(engine, row, live);
  if (info.state === 'signed-out' || !live) return hold(engine, row, { kind: 'auth', code: 'signed-out' });
  if (info.state !== 'ok') return hold(engine, row, { kind: 'permission', code: info.state === 'paused' ? 'paused' : 'host-access' });
  // Looking whether an older write has landed is a read.
  if (row.state === 'queued' && info.writes === 'never') return hold(engine, row, { kind: 'permission', code: 'read-only' });
  if (row.state === 'queued' && info.writes === 'ask') return hold(engine, row, { kind: 'permission', code: 'first-write' });
  return row.state === 'unknown' ? lookFor(engine, row, action, live) : send(engine, row, action, live);
}

/** Found in `sending` when nobody sends it: its worker died, before or after the request left. */
async function settleInterrupted(engine: Engine, row: DeliveryRow, live: Live | undefined): Promise<boolean> {
  // Between the note and the request lies at most the wait for its turn.
  const nextAt = landsBy(row.sentAt ?? engine.now(), live) + LONGEST_TURN_MS;
  await moveDelivery(row.id, ['sending'], { state: 'unknown', nextAt, error: { kind: 'unknown-outcome', code: 'interrupted' } });
  return false;
}

/** From then on a request that left at `sentAt` can no longer take effect. */
function landsBy(sentAt: number, live: Live | undefined): number {
  return sentAt + (live?.system.limits.writeLandsWithinMs ?? 30_000);
}

async function send(engine: Engine, row: DeliveryRow, action: Action, live: Live): Promise<boolean> {
  try {
    await requireSameUser(engine, live);
  } catch (error) {
    return refusedBefore(engine, row, error);
  }
  const sentAt = engine.now();
  const attempts = row.attempts + 1;
  const mine = await moveDelivery(row.id, ['queued'], { state: 'sending', sentAt, attempts, bootId: engine.bootId, error: undefined });
  // The rep took it back a moment ago.
  if (!mine) return false;
  try {
    const receipt = await askOnce(engine, live, (system, io) => system.perform(action, row.id, io));
    await confirmDelivery(row.id, receipt);
    return true;
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return afterFailure(engine, { ...row, sentAt, attempts }, error, live);
  }
}

/** What a failed write means. Only what surely did not take effect is queued again. */
async function afterFailure(engine: Engine, row: DeliveryRow, failure: SystemError, live: Live): Promise<boolean> {
  const error = toStoredError(failure);
  switch (failure.kind) {
    case 'invalid':
    case 'forbidden':
    case 'not-found':
    case 'conflict':
      return fail(row, error);
    case 'auth':
      await moveDelivery(row.id, ['sending'], { state: 'queued', nextAt: engine.now() + SIGNED_OUT_MS, error });
      return false;
    case 'rate-limit':
    case 'permission':
      await moveDelivery(row.id, ['sending'], { state: 'queued', nextAt: again(engine, row, failure.retryAfterMs), error });
      return false;
    default:
      // unknown-outcome, and whatever we do not understand about a write.
      await moveDelivery(row.id, ['sending'], { state: 'unknown', nextAt: landsBy(engine.now(), live), error });
      return false;
  }
}

/** Nothing was sent: the account could not be checked, or somebody else is signed in. */
async function refusedBefore(engine: Engine, row: DeliveryRow, failure: unknown): Promise<boolean> {
  const error = toStoredError(failure);
  if (error.code === 'user-changed') return fail(row, error);
  if (error.kind === 'auth') return hold(engine, row, error);
  const nextAt = again(engine, { ...row, attempts: row.attempts + 1 }, error.retryAfterMs);
  await moveDelivery(row.id, ['queued'], { attempts: row.attempts + 1, nextAt, error });
  return false;
}

/** Did it land? A failing question is asked again later; nothing is resent before the answer is no. */
async function lookFor(engine: Engine, row: DeliveryRow, action: Action, live: Live): Promise<boolean> {
  try {
    await requireSameUser(engine, live);
    const receipt = await ask(engine, live, (system, io) => system.confirm(action, row.id, io));
    if (receipt) await confirmDelivery(row.id, receipt);
    else await moveDelivery(row.id, ['unknown'], { state: 'queued', nextAt: 0, error: undefined });
    return receipt !== undefined;
  } catch (failure) {
    const error = toStoredError(failure);
    if (error.code === 'user-changed' || ['invalid', 'forbidden', 'not-found'].includes(error.kind))
      return fail(row, { ...error, kind: 'unknown-outcome' });
    const attempts = row.attempts + 1;
    await moveDelivery(row.id, ['unknown'], { attempts, nextAt: again(engine, { ...row, attempts }, error.retryAfterMs), error });
    return false;
  }
}

async function fail(row: DeliveryRow, error: StoredError): Promise<boolean> {
  await moveDelivery(row.id, ['queued', 'sending', 'unknown'], { state: 'failed', error, nextAt: 0 });
  return false;
}

async function hold(engine: Engine, row: DeliveryRow, error: StoredError): Promise<boolean> {
  await moveDelivery(row.id, ['queued', 'unknown'], { nextAt: engine.now() + SIGNED_OUT_MS, error });
  return false;
}

/** Full jitter from 1 s to 15 min; a server's own time wins. Source: "Exponential Backoff And Jitter" (AWS). */
function again(engine: Engine, { attempts }: DeliveryRow, retryAfterMs = 0): number {
  const jitter = engine.random() * Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempts, 20));
  return engine.now() + Math.max(retryAfterMs, Math.ceil(jitter), BACKOFF_BASE_MS);
}
