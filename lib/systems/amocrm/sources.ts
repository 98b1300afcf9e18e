import * as v from 'valibot';
import type { Activity, Io } from '../contract.ts';
import { toActivity } from './activities.ts';
import { EVENT_PAGE_LIMIT, getPipelines, list, PAGE_LIMIT, type Rows } from './api.ts';
import type { Native } from './kinds.ts';
import { eventSchema, noteSchema, taskSchema } from './schema.ts';

/** One list that a timeline is woven from, read downwards page by page. */
export interface Source {
  readonly rows: readonly Activity[];
  /** Every unread row happened at or before this, epoch ms. */
  readonly floor: number;
  readonly done: boolean;
  /** Leaves out what is newer than this, in Unix seconds of the list's own order. */
  startAt(bound: number | undefined): void;
  readOn(): Promise<void>;
  /** Bound for the next call, so that no row for which `needed` holds is left out; undefined = from the top. */
  boundAfter(needed: (row: Activity) => boolean): number | undefined;
}

interface Listing {
  /** Reads page `page` (from 1) of rows not above `bound`. */
  readPage(page: number, bound: number | undefined): Promise<Rows & { last?: boolean }>;
  /** Unix seconds a raw row is ordered by. */
  orderOf(raw: unknown): number | undefined;
  toRow(raw: unknown): Activity;
}

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
      if (bulk.rows.every((row) => ids.includes(v.parse(noteSchema, row).entity_id ?? ''))) return bulk;
      const lists = await Promise.all(ids.slice(0, SINGLE_LISTS).map((id) => list(io, path(id), 'notes', order)));
      return { rows: lists.flatMap((each) => each.rows), more: false };
    },
    orderOf: (raw) => v.parse(noteSchema, raw).updated_at,
    toRow: (raw) => toActivity(`${native}/notes`, raw, io.connection),
  });
}

/** Tasks, by creation. Their filter by record has no bound in time, so every call reads from the top. */
export function taskSource(native: Native, ids: readonly string[], io: Io): Source {
  return makeSource({
    readPage: async (page) => {
      const filter = { 'filter[entity_type]': native, 'filter[entity_id][]': ids };
      const { rows, more } = await list(io, '/api/v4/tasks', 'tasks', { ...filter, 'order[created_at]': 'desc', limit: PAGE_LIMIT, page });
      const own = rows.filter((row) => belongs(v.parse(taskSchema, row), native, ids));
      return { rows: own, more: more && own.length > 0 };
    },
    orderOf: (raw) => v.parse(taskSchema, raw).created_at,
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
      if (!stages && answer.rows.some((row) => v.parse(eventSchema, row).type === 'lead_status_changed')) stages = await stageNames(io);
      return answer;
    },
    orderOf: (raw) => v.parse(eventSchema, raw).created_at,
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

function belongs(task: v.InferOutput<typeof taskSchema>, native: Native, ids: readonly string[]): boolean {
  return task.entity_type === native && ids.includes(task.entity_id ?? '');
}

function makeSource({ readPage, orderOf, toRow }: Listing): Source {
  const rows: Activity[] = [];
  const orders: number[] = [];
  let page = 0;
  let bound: number | undefined;
  let floor = Number.POSITIVE_INFINITY;
  let done = false;
  return {
    rows,
    get floor() {
      return floor;
    },
    get done() {
      return done;
    },
    startAt(value) {
      bound = value;
    },
    async readOn() {
      page += 1;
      const answer = await readPage(page, bound);
      for (const raw of answer.rows) {
        const order = orderOf(raw) ?? 0;
        rows.push(toRow(raw));
        orders.push(order);
        floor = Math.min(floor, order * 1000);
      }
      done = !answer.more || answer.rows.length === 0;
    },
    boundAfter(needed) {
      if (!done && rows.length === 0) return bound;
      const open = orders.filter((_, index) => needed(rows[index] as Activity));
      // Unread rows lie at or below the floor; a finished source without needed rows has nothing left at all.
      const unread = done ? 0 : Math.ceil(floor / 1000);
      return Math.max(unread, ...open, 1);
    },
  };
}
