import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { isMarked, marked, markOf, unmarked } from './mark.ts';
import { recordUrl, refTo } from './refs.ts';
import { soqlTime } from './soql.ts';
import { readTime } from './time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the receipt of something new remembers: that it was not there. */
const CREATED = { kind: 'created' } as const;

/** Receipt of an entry that this action made. */
export function created(io: Io, native: string, id: string, at = io.now()): Receipt {
  return { ...entryReceipt(io, native, id, at), before: CREATED };
}

/** Receipt of an entry of a timeline, with nothing to undo. */
export function entryReceipt(io: Io, native: string, id: string, at = io.now()): Receipt {
  const ref: RecordRef = { ...refTo(io.connection, native, id), object: 'activity' };
  const url = recordUrl(ref, io.connection);
  return { refs: [ref], at, ...(url !== undefined && { url }) };
}

/** From when an action's entry is looked for: the clocks of rep and org may differ; a day is wide enough, and the mark decides. */
export const since = (action: Action) => soqlTime(action.at - DAY_MS);

/**
 * The row with this key's mark. Should an org strip the mark, a row without any mark, with the same text and made after the
 * action, is taken for it: a note shown once too few times is worse than none, but a rep sees a doubled one at once. Such a row is
 * not certain enough to be deleted by an undo.
 */
export function landed(
  rows: readonly Readonly<Record<string, unknown>>[],
  sought: { native: string; field: string; title: string; action: Action; key: string },
  io: Io,
): Receipt | undefined {
  const { native, field, title, action, key } = sought;
  const read = (row: Readonly<Record<string, unknown>>) => (typeof row[field] === 'string' ? row[field] : '');
  const made = (row: Readonly<Record<string, unknown>>) => readTime(row.CreatedDate) ?? 0;
  const own = rows.find((row) => read(row).endsWith(markOf(key)));
  if (typeof own?.Id === 'string') return created(io, native, own.Id, made(own));
  const bare = rows.find((row) => !isMarked(read(row)) && read(row) === unmarked(marked(title, key)) && made(row) >= action.at);
  return typeof bare?.Id === 'string' ? entryReceipt(io, native, bare.Id, made(bare)) : undefined;
}
