import type { Io, Tombstone } from '../contract.ts';
import { chunks, idOf } from '../hal.ts';
import { withoutUndefined } from '../values.ts';
import { list, PAGE_LIMIT } from './api.ts';
import type { Feed } from './feeds.ts';
import { activityRef, type Native, refTo } from './kinds.ts';
import { toMs } from './map.ts';
import { type Event, entityOf, eventOf } from './schema.ts';

const IDS_PER_REQUEST = 100;

/** Events about deletes and merges → tombstones. Records are asked for again first: one that was restored meanwhile is none. */
export async function tombstones(feed: Feed, raw: readonly unknown[], io: Io): Promise<Tombstone[]> {
  const all = raw.map((each) => eventOf(each));
  const { native } = feed;
  if (!native) return all.flatMap((event) => ofEntry(event, io));
  const named = all.map((event) => ({ event, ids: idsOf(event, feed) }));
  const ids = [...new Set(named.flatMap((each) => each.ids))];
  const alive = await living(native, ids, io);
  const found = new Map<string, Tombstone>();
  for (const { event, ids } of named) {
    const merged = event.type === 'entity_merged';
    // Which of the two is left cannot be told without asking.
    if (merged && !alive) continue;
    const heirs = merged ? ids.filter((id) => alive?.has(id)) : [];
    for (const id of ids) if (!alive?.has(id) && !found.has(id)) found.set(id, tombstone(native, id, event, heirs, io));
  }
  return [...found.values()];
}

function tombstone(native: Native, id: string, event: Event, heirs: readonly string[], io: Io): Tombstone {
  const [heir, ...others] = heirs;
  return {
    ref: refTo(io.connection, native, id),
    ...timeOf(event),
    ...(heir !== undefined && others.length === 0 && { mergedInto: refTo(io.connection, native, heir) }),
  };
}

const timeOf = ({ created_at }: Event) => withoutUndefined({ deletedAt: toMs(created_at) });

/** The event's record; of a merge also every record it names before and after. */
function idsOf(event: Event, { entity }: Feed): string[] {
  if (event.entity_type !== undefined && event.entity_type !== entity) return [];
  const others = event.type === 'entity_merged' ? namedIn(event) : [];
  return [...new Set([event.entity_id ?? '', ...others])].filter((id) => /^[1-9]\d*$/.test(id));
}

function namedIn({ value_before = [], value_after = [] }: Event): string[] {
  return [...value_before, ...value_after].flatMap((value) => Object.values(value).map(idOf));
}

/** A deleted note is named within the event; the event of a deleted task is about the task itself. */
function ofEntry(event: Event, io: Io): Tombstone[] {
  const time = timeOf(event);
  if (event.type === 'task_deleted')
    return event.entity_type === 'task' && event.entity_id !== undefined
      ? [{ ref: activityRef(io.connection, 'tasks', event.entity_id), ...time }]
      : [];
  const ids = [...(event.value_before ?? []), ...(event.value_after ?? [])].flatMap(({ note }) => idOf(note) || []);
  return [...new Set(ids)].map((id) => ({ ref: activityRef(io.connection, 'notes', id), ...time }));
}

/** Which of these records are there; undefined where the account ignores the filter by id and so cannot be asked. */
async function living(native: Native, ids: readonly string[], io: Io): Promise<ReadonlySet<string> | undefined> {
  const alive = new Set<string>();
  for (const chunk of chunks(ids, IDS_PER_REQUEST)) {
    const { rows } = await list(io, `/api/v4/${native}`, native, { 'filter[id][]': chunk, limit: PAGE_LIMIT });
    if (rows.some((row) => !chunk.includes(idOf(row)))) return undefined;
    for (const row of rows) if (!entityOf(row).is_deleted) alive.add(idOf(row));
  }
  return alive;
}
