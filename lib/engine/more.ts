import type { Action } from '../model/actions.ts';
import { type StoredError, toStoredError } from '../model/errors.ts';
import { recordKey } from '../model/records.ts';
import { answerPart, dossiersWith, partOf } from '../store/dossiers.ts';
import { ask } from './ask.ts';
import { knownConnection } from './connections.ts';
import type { Engine } from './context.ts';
import { TIMELINE_PAGE } from './fill.ts';
import { mergeActivities, rememberTasks } from './part-writer.ts';
import { keepRead } from './sync/keep.ts';

/** Fetches the next page of one system's timeline into a dossier; nothing happens when there is none. */
export async function moreTimeline(engine: Engine, dossier: string, connectionId: string): Promise<{ error?: StoredError }> {
  const [known, part] = await Promise.all([knownConnection(engine, connectionId), partOf(dossier, connectionId)]);
  const own = part?.body?.records.find(({ link }) => link === 'anchor' || link === 'same')?.record.ref;
  const next = part?.body?.next;
  if (!known?.live || !part?.body || !own || next === undefined) return {};
  try {
    const page = await ask(engine, known.live, (system, io) => system.timeline(own, { limit: TIMELINE_PAGE, next }, io));
    const now = await partOf(dossier, connectionId);
    // A refresh meanwhile has started the timeline anew.
    if (now?.body?.next !== next) return {};
    const { next: _used, ...body } = now.body;
    const { askedAt, answeredAt = engine.now(), members, state } = now.row;
    const after = page.next !== undefined && page.next !== next ? page.next : undefined;
    await answerPart(
      { dossier, connectionId, askedAt, answeredAt, members, state: state === 'asking' ? 'asking' : 'answered' },
      {
        ...body,
        activities: mergeActivities(body.activities, page.rows),
        hasMore: after !== undefined,
        ...(after !== undefined && { next: after }),
      },
    );
    return {};
  } catch (error) {
    return { error: toStoredError(error) };
  }
}

/** What changes the record itself, not what is logged on it. */
const CHANGES: ReadonlySet<Action['kind']> = new Set(['field', 'stage', 'owner', 'tag', 'score']);

/** After a write: what must show it is asked for again, of this connection alone: the records it changed, and their timelines. */
export async function refreshAfter(engine: Engine, connectionId: string, action: Action): Promise<void> {
  const known = await knownConnection(engine, connectionId);
  if (!known?.live) return;
  const { live } = known;
  const { system, account } = live.connection;
  const own = action.on.filter((ref) => ref.system === system && ref.account === account);
  const changed = CHANGES.has(action.kind) ? await Promise.all(own.map((ref) => ask(engine, live, (each, io) => each.read(ref, io)))) : [];
  await keepRead(engine, connectionId, changed);
  for (const dossier of await dossiersWith(own.map(recordKey))) {
    const part = await partOf(dossier, connectionId);
    const self = part?.body?.records.find(({ link }) => link === 'anchor' || link === 'same')?.record;
    if (!self) continue;
    const refs = [self.ref, ...own.filter((ref) => ref.object === 'deal')];
    const pages = await Promise.all(refs.map((ref) => ask(engine, live, (each, io) => each.timeline(ref, { limit: TIMELINE_PAGE }, io))));
    await keepRead(
      engine,
      connectionId,
      pages.flatMap(({ rows }) => rows),
    );
    const now = await partOf(dossier, connectionId);
    if (!now?.body || now.row.state === 'asking') continue;
    const activities = mergeActivities(now.body.activities, ...pages.map(({ rows }) => rows));
    const fresh = new Map(changed.map((record) => [recordKey(record.ref), record]));
    const records = now.body.records.map((each) => ({ ...each, record: fresh.get(recordKey(each.record.ref)) ?? each.record }));
    const { askedAt, members } = now.row;
    await answerPart(
      { dossier, connectionId, askedAt, answeredAt: engine.now(), members, state: 'answered' },
      { ...now.body, records, activities },
    );
    await rememberTasks(engine, { dossier, name: self.name }, live.connection, activities);
  }
}
