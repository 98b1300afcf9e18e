import { type FeedObject, isActivity, isTombstone, type SyncedRow, type SyncScope } from '../../model/sync.ts';

/** Lists whose records belong to nobody: with "my own records" they are kept whole. */
const OWNERLESS: ReadonlySet<FeedObject> = new Set(['product']);

/**
 * What of a page is kept. A record that was the rep's own and has been given to somebody else leaves as a tombstone; one that never was hers is
 * left out. Deletes pass: of what was never kept they remember only that it is gone.
 */
export function inScope(
  rows: readonly SyncedRow[],
  { scope, object, userId }: { scope: SyncScope; object: FeedObject; userId: string | undefined },
  isKept: (row: SyncedRow) => boolean,
): SyncedRow[] {
  if (scope === 'all' || OWNERLESS.has(object)) return [...rows];
  return rows.flatMap((row): SyncedRow[] => {
    if (isTombstone(row)) return isKept(row) ? [row] : [];
    if (row.ownerId !== undefined && row.ownerId === userId) return [row];
    if (!isKept(row)) return [];
    return isActivity(row) ? [] : [{ ref: row.ref }];
  });
}
