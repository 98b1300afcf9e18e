import type { Action } from '../model/actions.ts';
import { type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { isActivity, isTombstone } from '../model/sync.ts';
import { dossiersWith, partOf } from '../store/dossiers.ts';
import { cachedRecord } from '../store/records.ts';

/*
 * A change that has waited may meet a record that somebody else has changed meanwhile. What the rep saw is what the cache holds: it is
 * replaced by a newer state only after the changes that wait were compared with it.
 */

/** The part of the record this action sets, and to what; `undefined` for what only adds (notes, tags, files) and for scores of our own. */
function aim(action: Action): { member: string; value: unknown } | undefined {
  if (action.kind === 'stage') return { member: 'stageId', value: action.stageId };
  if (action.kind === 'owner') return { member: 'ownerId', value: action.ownerId };
  if (action.kind === 'field') return { member: action.field, value: action.value };
  return undefined;
}

/** Does the record hold what this action wants? */
export function isDone(action: Action, now: SystemRecord): boolean {
  const aimed = aim(action);
  return aimed !== undefined && shown(now, aimed.member) === plain(aimed.value);
}

/** The part of a record it sets, which may have changed meanwhile; `undefined` for what only adds. */
export function memberSet(action: Action): string | undefined {
  return aim(action)?.member;
}

/** The member that somebody else has set to another value than the rep saw and than she wants; `undefined` when there is none. */
export function contested(action: Action, seen: SystemRecord, now: SystemRecord): string | undefined {
  const aimed = aim(action);
  if (!aimed) return undefined;
  const { member, value } = aimed;
  const [was, is] = [shown(seen, member), shown(now, member)];
  return was === is || is === plain(value) ? undefined : member;
}

function shown(record: SystemRecord, member: string): string {
  const own = (record as unknown as Record<string, unknown>)[member];
  return plain(own === undefined ? record.custom[member] : own);
}

function plain(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(plain).join('\n');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** What the rep has seen of a record: the customer's view, else what is synced. */
export async function seenOf(ref: RecordRef, connectionId: string): Promise<SystemRecord | undefined> {
  const key = recordKey(ref);
  for (const dossier of await dossiersWith([key])) {
    const part = await partOf(dossier, connectionId);
    const found = part?.body?.records.find(({ record }) => recordKey(record.ref) === key);
    if (found) return found.record;
  }
  const cached = await cachedRecord(key, 0);
  return cached && !isTombstone(cached.row) && !isActivity(cached.row) ? cached.row : undefined;
}
