import type { Activity } from './contract.ts';
import { newestFirst } from './entries.ts';

/** Entries of one source, newest first, from where the last page ended. */
export interface Portion<Place extends object> {
  rows: readonly Activity[];
  /** There are more rows than these. */
  more: boolean;
  /** The source's part of the place when `used` of the rows are handed out; empty when it has been read to its end. */
  after(used: number): Partial<Place>;
}

/**
 * One page out of several sources, newest first. Where a source has more rows than it gave, the page ends with its last one: what comes next
 * there is not known yet, and may be newer than what the others have. `next` is absent at the end.
 */
export function merged<Place extends object>(
  portions: readonly Portion<Place>[],
  limit: number,
): { rows: Activity[]; next?: Partial<Place> } {
  const used = portions.map(() => 0);
  const rows: Activity[] = [];
  while (rows.length < limit) {
    const newest = portions
      .map(({ rows: own }, source) => ({ source, entry: own[used[source] ?? 0] }))
      .filter((each): each is { source: number; entry: Activity } => each.entry !== undefined)
      .sort((a, b) => b.entry.at - a.entry.at)[0];
    if (!newest) break;
    rows.push(newest.entry);
    used[newest.source] = (used[newest.source] ?? 0) + 1;
    const { rows: own, more } = portions[newest.source] ?? { rows: [], more: false };
    if (more && own.length === used[newest.source]) break;
  }
  const next: Partial<Place> = Object.assign({}, ...portions.map((portion, source) => portion.after(used[source] ?? 0)));
  const sorted = newestFirst(rows);
  // A place that does not move on would be asked for for ever.
  return Object.keys(next).length === 0 || rows.length === 0 ? { rows: sorted } : { rows: sorted, next };
}
