import type { Draft } from '../model/dossier.ts';
import { outboxDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { withRoom } from './room.ts';
import type { DraftRow } from './rows.ts';
import { openIfIntact, seal } from './seal.ts';

/* What the rep is typing, written by pages. Apart from the queue: the panel's first frame reads drafts and enqueues nothing. */

/** Saves what the rep is typing; one draft per record and kind. An empty text drops it, but where a meeting's topics stand beside it. */
export async function saveDraft(draft: Draft): Promise<void> {
  if (draft.text.trim() === '' && !draft.fields?.topics) return dropDraft(draft.record, draft.kind);
  const id = draftId(draft.record, draft.kind);
  const sealed = await seal(await dataKey(), { table: 'drafts', id }, draft);
  await withRoom(() => outboxDb.drafts.put({ id, record: draft.record, savedAt: draft.savedAt, sealed }));
}

/** Drafts of one record. */
export async function draftsOf(record: string): Promise<Draft[]> {
  const [key, rows] = await Promise.all([existingDataKey(), outboxDb.drafts.where('record').equals(record).toArray()]);
  return openDrafts(key, rows);
}

/** All drafts, newest first. */
export async function drafts(): Promise<Draft[]> {
  const [key, rows] = await Promise.all([existingDataKey(), outboxDb.drafts.orderBy('savedAt').reverse().toArray()]);
  return openDrafts(key, rows);
}

/** Forgets a draft; nothing happens where there is none. */
export async function dropDraft(record: string, kind: Draft['kind']): Promise<void> {
  await outboxDb.drafts.delete(draftId(record, kind));
}

/** A draft's row. */
export function draftId(record: string, kind: Draft['kind']): string {
  return `${record}#${kind}`;
}

async function openDrafts(key: CryptoKey | undefined, rows: readonly DraftRow[]): Promise<Draft[]> {
  if (!key) return [];
  const opened = await Promise.all(rows.map((row) => openIfIntact<Draft>(key, { table: 'drafts', id: row.id }, row.sealed)));
  return opened.filter((draft) => draft !== undefined);
}
