import type { Capability } from './connection.ts';
import type { StoredError } from './errors.ts';
import type { Activity, RecordRef, SystemRecord, Tombstone } from './records.ts';

/** Which records are kept beside those that are opened: none more, the rep's own, or all. */
export const SYNC_SCOPES = ['opened', 'own', 'all'] as const;
export type SyncScope = (typeof SYNC_SCOPES)[number];

/** How often a list is asked what has changed; `never`: it is not kept at all. */
export const SYNC_PACES = ['live', 'quarter', 'hour', 'day', 'never'] as const;
export type SyncPace = (typeof SYNC_PACES)[number];

/** ms between two questions; `live` is the shortest a browser's alarm allows without keeping the worker awake. */
export const PACE_MS: Readonly<Record<SyncPace, number>> = {
  live: 60_000,
  quarter: 900_000,
  hour: 3_600_000,
  day: 86_400_000,
  never: Number.POSITIVE_INFINITY,
};

/** Lists that can be followed, in the order they are first read. */
export const FEED_OBJECTS = [
  'contact',
  'company',
  'deal',
  'lead',
  'customer',
  'ticket',
  'order',
  'invoice',
  'quote',
  'product',
  'activity',
] as const satisfies readonly RecordRef['object'][];
export type FeedObject = (typeof FEED_OBJECTS)[number];

/** What the rep has chosen for a connection; absent members are the defaults. */
export interface SyncChoice {
  scope?: SyncScope;
  /** Nothing is fetched in the background until she says so. */
  isPaused?: boolean;
  pace?: Partial<Record<FeedObject, SyncPace>>;
  /** Of the calls a day or a window allows, in per cent: what is left is the rep's and her colleagues'. */
  sharePct?: number;
}

export const DEFAULT_SHARE_PCT = 50;

const DEFAULT_PACE: Readonly<Record<FeedObject, SyncPace>> = {
  contact: 'quarter',
  company: 'quarter',
  deal: 'quarter',
  lead: 'quarter',
  customer: 'quarter',
  ticket: 'quarter',
  order: 'hour',
  invoice: 'hour',
  quote: 'hour',
  product: 'day',
  activity: 'hour',
};

/** How often this list is asked for. */
export function paceOf(choice: SyncChoice | undefined, object: FeedObject): SyncPace {
  return choice?.pace?.[object] ?? DEFAULT_PACE[object];
}

/** Lists a key with these rights may read. */
export function readableLists(can: readonly Capability[]): FeedObject[] {
  if (!can.includes('changes')) return [];
  return FEED_OBJECTS.filter((object) => (object === 'activity' ? can.includes('timeline') : can.includes(`read:${object}`)));
}

/** Whatever a list of changes tells. */
export type SyncedRow = SystemRecord | Activity | Tombstone;

/** A delete or merge? Everything else has a kind. */
export function isTombstone(row: SyncedRow): row is Tombstone {
  return !('kind' in row);
}

/** Something on a timeline? */
export function isActivity(row: SyncedRow): row is Activity {
  return row.ref.object === 'activity' && 'kind' in row;
}

/** How far one list of one connection was read. All times epoch ms. */
export interface FeedState {
  connectionId: string;
  object: FeedObject;
  /** The vendor's own place; absent before the first page. */
  cursor?: string;
  /** Rows told so far in the first fill, or in the one that is under way. */
  rows: number;
  /** When everything there was had been read; absent: the first fill is under way. */
  filledAt?: number;
  /** A new fill, because the vendor no longer knew the place: what lies in chunks before this one and is not told again is gone. */
  refillFrom?: number;
  /** When the list was last read to its end. */
  doneAt?: number;
  nextAt: number;
  /** Failures in a row. */
  attempts: number;
  error?: StoredError;
  /** With the error `sync-share`: how much of the day's calls is used, in per cent. */
  usedPct?: number;
}
