import { type FeedObject, isTombstone, type SyncedRow, type SyncScope } from '../../model/sync.ts';

/** Lists whose records belong to nobody: with "my own records" they are kept whole. */
const OWNERLESS: ReadonlySet<FeedObject> = new Set(['product']);

/**
 * What of a page is kept. With "my own records": hers, and whatever is kept already, because it was hers or she has opened it; of the rest
 * nothing, deletes included.
 */
export function inScope(
  rows: readonly SyncedRow[],
  { scope, object, userId }: { scope: SyncScope; object: FeedObject; userId: string | undefined },
  isKept: (row: SyncedRow) => boolean,
): SyncedRow[] {
  if (scope === 'all' || OWNERLESS.has(object)) return [...rows];
  return rows.filter((row) => isKept(row) || (!isTombstone(row) && row.ownerId !== undefined && row.ownerId === userId));
}
