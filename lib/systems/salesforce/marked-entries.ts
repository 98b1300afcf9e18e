import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { created } from '../edits.ts';
import { receiptOf } from '../writes.ts';
import { isMarked, marked, markOf, unmarked } from './mark.ts';
import { recordUrl, refTo } from './refs.ts';
import { soqlTime } from './soql.ts';
import { readTime } from './time.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
type Row = Readonly<Record<string, unknown>>;

/** Receipt of something that this action made. */
export function madeReceipt(io: Io, native: string, ids: readonly string[], at = io.now()): Receipt {
  return { ...plainReceipt(io, native, ids, at), before: created() };
}

function plainReceipt(io: Io, native: string, ids: readonly string[], at: number): Receipt {
  const refs = ids.map((id): RecordRef => refTo(io.connection, native, id));
  return { ...receiptOf(refs, io, refs[0] && recordUrl(refs[0], io.connection)), at };
}

/** From when an action's entry is looked for: the clocks of rep and org may differ; a day is wide enough, and the mark decides. */
export const since = (action: Pick<Action, 'at'>) => soqlTime(action.at - DAY_MS);

/**
 * All rows with this key's mark: a request that a broken connection doubled made two. Should an org strip the mark, one row without
 * any mark, with the same text and made after the action, is taken for it: a note shown once too few times is worse than none, but a
 * rep sees a doubled one at once. Such a row is not certain enough to be deleted by an undo.
 */
export function landed(
  rows: readonly Row[],
  sought: { native: string; field: string; title: string; action: Pick<Action, 'at'>; key: string },
  io: Io,
): Receipt | undefined {
  const { native, field, title, action, key } = sought;
  const read = (row: Row) => (typeof row[field] === 'string' ? row[field] : '');
  const made = (row: Row | undefined) => readTime(row?.CreatedDate) ?? 0;
  const own = rows.filter((row) => typeof row.Id === 'string' && read(row).endsWith(markOf(key)));
  if (own.length > 0) return madeReceipt(io, native, own.map(({ Id }) => String(Id)).sort(), made(own.at(-1)));
  const bare = rows.find((row) => !isMarked(read(row)) && read(row) === unmarked(marked(title, key)) && made(row) >= action.at);
  return typeof bare?.Id === 'string' ? plainReceipt(io, native, [bare.Id], made(bare)) : undefined;
}
