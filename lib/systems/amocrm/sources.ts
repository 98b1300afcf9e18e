import type { Io } from '../contract.ts';
import { makeSource, type Source } from '../weave.ts';
import { toActivity } from './activities.ts';
import { EVENT_PAGE_LIMIT, getPipelines, list, PAGE_LIMIT } from './api.ts';
import type { Native } from './kinds.ts';
import { eventOf, noteOf, type Task, taskOf } from './schema.ts';

/** Leads whose notes are read one by one when an account ignores the filter by record. */
const SINGLE_LISTS = 10;

/** Events that say what no note says. Calls, messages and mails are notes already. Source: amoCRM API v4, "Events and notes". */
const EVENT_TYPES = ['lead_status_changed', 'incoming_chat_message', 'outgoing_chat_message'];

/** Notes, by last change: the only order the API has that bounds the time of creation (never later). */
export function noteSource(native: Native, ids: readonly string[], io: Io): Source {
  const order = { 'order[updated_at]': 'desc', limit: PAGE_LIMIT };
  const path = (id: string) => `/api/v4/${native}/${id}/notes`;
  return makeSource({
    readPage: async (page, bound) => {
      const query = { ...order, page, 'filter[updated_at][to]': bound };
      const [only] = ids;
      if (ids.length === 1 && only !== undefined) return list(io, path(only), 'notes', query);
      const bulk = await list(io, `/api/v4/${native}/notes`, 'notes', { ...query, 'filter[entity_id][]': ids });
      if (bulk.rows.every((row) => ids.includes(noteOf(row).entity_id ?? ''))) return bulk;
      const lists = await Promise.all(ids.slice(0, SINGLE_LISTS).map((id) => list(io, path(id), 'notes', order)));
      return { rows: lists.flatMap((each) => each.rows), more: false };
    },
    orderOf: (raw) => noteOf(raw).updated_at,
    toRow: (raw) => toActivity(`${native}/notes`, raw, io.connection),
  });
}

/** Tasks, by creation. Their filter by record has no bound in time, so every call reads from the top. */
export function taskSource(native: Native, ids: readonly string[], io: Io): Source {
  return makeSource({
    readPage: async (page) => {
      const filter = { 'filter[entity_type]': native, 'filter[entity_id][]': ids };
      const { rows, more } = await list(io, '/api/v4/tasks', 'tasks', { ...filter, 'order[created_at]': 'desc', limit: PAGE_LIMIT, page });
      const own = rows.filter((row) => belongs(taskOf(row), native, ids));
      return { rows: own, more: more && own.length > 0 };
    },
    orderOf: (raw) => taskOf(raw).created_at,
    toRow: (raw) => toActivity('tasks', raw, io.connection),
  });
}

/** Events of a lead, newest first. A change of stage is called by the stage's name, which only the pipelines know. */
export function eventSource(lead: string, io: Io): Source {
  const filter = { 'filter[entity]': 'lead', 'filter[entity_id][]': [lead], 'filter[type][]': EVENT_TYPES, limit: EVENT_PAGE_LIMIT };
  let stages: ReadonlyMap<string, string> | undefined;
  return makeSource({
    readPage: async (page, bound) => {
      const answer = await list(io, '/api/v4/events', 'events', { ...filter, 'filter[created_at][to]': bound, page });
      if (!stages && answer.rows.some((row) => eventOf(row).type === 'lead_status_changed')) stages = await stageNames(io);
      return answer;
    },
    orderOf: (raw) => eventOf(raw).created_at,
    toRow: (raw) => {
      const { outcome, ...row } = toActivity('events', raw, io.connection);
      const name = outcome === undefined ? undefined : stages?.get(outcome);
      return name === undefined ? { ...row, ...(outcome !== undefined && { outcome }) } : { ...row, title: name };
    },
  });
}

/** `pipeline/stage` → name of the stage. */
async function stageNames(io: Io): Promise<ReadonlyMap<string, string>> {
  const pipelines = await getPipelines(io);
  return new Map(
    pipelines.flatMap(({ id, _embedded }) => (_embedded?.statuses ?? []).map((stage) => [`${id}/${stage.id}`, stage.name ?? ''] as const)),
  );
}

function belongs(task: Task, native: Native, ids: readonly string[]): boolean {
  return task.entity_type === native && ids.includes(task.entity_id ?? '');
}
