import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { newReceipt } from '../edits.ts';
import { marked, rowsOfKey, unmarked } from '../marks.ts';
import { query } from './api.ts';
import { recordUrl, refTo } from './refs.ts';
import { checkedId, soqlId, soqlTime } from './soql.ts';
import { whoAndWhat } from './targets.ts';
import { readTime } from './time.ts';

const WIDE_MS = 2 * 24 * 60 * 60 * 1000;
type Row = Readonly<Record<string, unknown>>;

/** Receipt of something that this action made. */
export function madeReceipt(io: Io, native: string, ids: readonly string[], at = io.now()): Receipt {
  const refs = ids.map((id): RecordRef => refTo(io.connection, native, id));
  return { ...newReceipt(refs, io, recordUrl), at };
}

/** From when an action's entry is looked for: the clocks of rep and org may differ; a day is wide enough, and the mark decides. */
export const since = (action: Pick<Action, 'at'>) => soqlTime(action.at - WIDE_MS);

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
  const madeAt = (row: Row) => readTime(row.CreatedDate) ?? 0;
  const { own, alike } = rowsOfKey(rows, { title, key, at: action.at }, { title: (row) => row[field], madeAt });
  const [first] = own;
  if (first) return madeReceipt(io, native, own.map(({ Id }) => String(Id)).sort(), madeAt(first));
  if (!alike) return undefined;
  const { before: _, ...receipt } = madeReceipt(io, native, [String(alike.Id)], madeAt(alike));
  return receipt;
}

/** Did this task, call or event land? SOQL sees every committed write at once. */
export async function confirmOn(native: 'Task' | 'Event', action: Pick<Action, 'on' | 'at'>, title: string, key: string, io: Io) {
  const { who, what } = whoAndWhat(action, io);
  const parent = who ? `WhoId = ${soqlId(who.id)}` : `WhatId = ${soqlId(what?.id ?? '')}`;
  const soql = `SELECT Id, Subject, CreatedDate FROM ${native} WHERE ${parent} AND CreatedDate >= ${since(action)} ORDER BY CreatedDate DESC LIMIT 200`;
  return landed(await query(io, soql), { native, field: 'Subject', title, action, key }, io);
}

/** What a task, call and event have alike. A subject that does not fit goes on in the text. */
export function entryValues(
  action: Pick<Action, 'on'> & { text?: string },
  title: string,
  key: string,
  io: Io,
  ownerId = io.connection.userId,
) {
  const { who, what } = whoAndWhat(action, io);
  const subject = marked(title, key);
  const text = unmarked(subject) === title ? action.text : [title, action.text].filter(Boolean).join('\n\n');
  return {
    Subject: subject,
    ...(who && { WhoId: checkedId(who.id) }),
    ...(what && { WhatId: checkedId(what.id) }),
    ...(text && { Description: text }),
    ...(ownerId && { OwnerId: checkedId(ownerId) }),
  };
}
