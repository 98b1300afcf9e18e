import * as v from 'valibot';
import type { Activity, Connection, RecordRef, SystemRecord, Tombstone } from '../contract.ts';
import { idOf } from '../hal.ts';
import { withoutUndefined } from '../values.ts';
import { toActivity } from './activities.ts';
import { type Native, refTo } from './kinds.ts';
import { toEntity, toMs } from './map.ts';
import { entityOf } from './schema.ts';

/** One list that changes are read from. */
export interface Feed {
  /** Below `/api/v4/`. */
  path: string;
  /** Name of the collection in an answer. */
  list: Native | 'notes' | 'tasks' | 'events';
  /** Whose rows or notes these are. */
  native?: Native;
  /** The list can be put in the order of changes. Source: amoCRM API v4, "Tasks" names other orders only. */
  sorted: boolean;
  /** It tells of deletes only. */
  gone?: boolean;
  /** Of events: their kind of record and their types. */
  entity?: string;
  types?: readonly string[];
}

const rows = (native: Native): Feed => ({ path: native, list: native, native, sorted: true });
const notes = (native: Native): Feed => ({ path: `${native}/notes`, list: 'notes', native, sorted: true });
const events = (types: readonly string[], more: Partial<Feed> = {}): Feed => ({
  path: 'events',
  list: 'events',
  sorted: false,
  gone: true,
  types,
  ...more,
});

/** What is asked for each kind, in this order: rows first, then what is gone. The recycle bin can be asked for leads alone. */
export const FEEDS: { readonly [K in RecordRef['object']]?: readonly Feed[] } = {
  contact: [rows('contacts'), events(['contact_deleted', 'entity_merged'], { entity: 'contact', native: 'contacts' })],
  company: [rows('companies'), events(['company_deleted', 'entity_merged'], { entity: 'company', native: 'companies' })],
  deal: [rows('leads'), { ...rows('leads'), gone: true }, events(['lead_deleted', 'entity_merged'], { entity: 'lead', native: 'leads' })],
  activity: [
    notes('contacts'),
    notes('companies'),
    notes('leads'),
    { path: 'tasks', list: 'tasks', sorted: false },
    events(['common_note_deleted', 'task_deleted']),
  ],
};

const stamped = v.looseObject({ updated_at: v.number() });

/** When a row was last changed, Unix seconds; 0 when it does not say. */
export function stampOf(row: unknown): number {
  return v.is(stamped, row) ? row.updated_at : 0;
}

/** A row of a list that tells what is there; tasks name their record themselves, notes do not. */
export function toRow(feed: Feed, row: unknown, connection: Connection): SystemRecord | Activity | Tombstone {
  const { native, list, gone } = feed;
  if (native === undefined) return toActivity('tasks', row, connection);
  if (list === 'notes') return toActivity(`${native}/notes`, row, connection);
  if (!gone && !entityOf(row).is_deleted) return toEntity(native, row, connection);
  return { ref: refTo(connection, native, idOf(row)), ...withoutUndefined({ deletedAt: toMs(stampOf(row)) }) };
}
