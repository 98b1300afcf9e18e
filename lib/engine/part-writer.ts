import { toStoredError } from '../model/errors.ts';
import { type Activity, recordKey } from '../model/records.ts';
import { answerPart, failPart, type PartBody } from '../store/dossiers.ts';
import { saveTasks } from '../store/tasks.ts';
import type { Connection } from '../systems/contract.ts';
import type { Engine } from './context.ts';
import { membersOf } from './links.ts';
import { stopContested } from './sync/conflicts.ts';

/** Stores one connection's share as its answers come in, in the order they came. */
export interface PartWriter {
  readonly body: PartBody;
  put(changes: Partial<PartBody>): void;
  /** The last word: all answered, or what went wrong on the way. Resolves when everything is stored. */
  done(error?: unknown): Promise<void>;
}

/** `before`: what this connection answered earlier; it stays until it is replaced. */
export function partWriter(
  engine: Engine,
  at: { dossier: string; connectionId: string; askedAt: number },
  before: PartBody | undefined,
): PartWriter {
  let body: PartBody = before ?? { records: [], activities: [], hasMore: false };
  let stored: Promise<unknown> = Promise.resolve();
  let shown = body.records;

  const isGone = () => engine.memory.gone.has(at.connectionId);

  async function write(row: Parameters<typeof answerPart>[0], now: PartBody): Promise<void> {
    // A change that waits was made on what was shown until now.
    if (now.records !== shown)
      await stopContested(
        at.connectionId,
        now.records.map(({ record }) => record),
      );
    shown = now.records;
    await answerPart(row, now);
  }

  function store(state: 'asking' | 'answered'): void {
    const now = body;
    const row = { ...at, state, answeredAt: engine.now(), members: membersOf(now.records) };
    stored = stored.then(() => (isGone() ? undefined : write(row, now)));
  }

  return {
    get body() {
      return body;
    },
    put(changes) {
      body = { ...body, ...changes };
      store('asking');
    },
    async done(error) {
      if (error === undefined) store('answered');
      await stored;
      if (error !== undefined && !isGone()) await failPart({ ...at, error: toStoredError(error) });
    },
  };
}

/** Activities of several answers as one list, newest first, each once. */
export function mergeActivities(...lists: readonly (readonly Activity[])[]): Activity[] {
  const byKey = new Map(lists.flat().map((activity) => [recordKey(activity.ref), activity]));
  return [...byKey.values()].sort((a, b) => b.at - a.at);
}

/** Remembers the rep's open tasks among these activities. Where nobody knows who the rep is, or whose task it is, it counts as hers. */
export async function rememberTasks(
  engine: Engine,
  customer: { dossier: string; name: string },
  connection: Connection,
  activities: readonly Activity[],
): Promise<void> {
  // Removed while it was asked: nothing of what it told stays.
  if (engine.memory.gone.has(connection.id)) return;
  const mine = activities.filter(
    ({ kind, done, dueAt, ownerId }) =>
      kind === 'task' && done !== true && dueAt !== undefined && (!ownerId || !connection.userId || ownerId === connection.userId),
  );
  const tasks = mine.map((task) => ({ task, connectionId: connection.id, dossier: customer.dossier, customerName: customer.name }));
  await saveTasks(customer.dossier, connection.id, tasks);
}
