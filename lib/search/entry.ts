/** What search knows of one customer record. */
export interface SearchEntry {
  /** recordKey of the record. */
  key: string;
  kind: 'person' | 'company' | 'deal';
  name: string;
  company?: string;
  title?: string;
  emails: string[];
  phones: string[];
  /** When the record was last opened or changed, epoch ms; kept to the second. */
  touchedAt?: number;
  hasOpenDeal?: boolean;
}

/** One found record, with all that is shown of it. */
export interface SearchHit extends SearchEntry {
  /** Higher is better; comparable within one answer only. */
  score: number;
}

/** Bytes that are no segment: cut short, changed, or written by another version. Rebuild it. */
export class SegmentError extends Error {
  override readonly name = 'SegmentError';
}

/** Texts longer than this are cut before they are indexed and shown (UTF-16 units): CRM text may be of any size. */
export const TEXT_LIMIT = 300;
/** More addresses or numbers of one record than this are not found. */
export const LIST_LIMIT = 20;
/** Records in one segment at most. */
export const SEGMENT_LIMIT = 2 ** 20;
/** An open deal counts as if the record had been touched this much later, in seconds: 30 days. */
export const OPEN_DEAL_SECONDS = 30 * 24 * 3600;

/** The moment by which records of equal fit are ordered, newest first, in seconds: last touched, later with an open deal. */
export function effectiveSeconds({ touchedAt, hasOpenDeal }: Pick<SearchEntry, 'touchedAt' | 'hasOpenDeal'>): number {
  return touchedSeconds(touchedAt) + (hasOpenDeal ? OPEN_DEAL_SECONDS : 0);
}

/** Whole seconds that fit 32 bits; 0 = unknown. */
export function touchedSeconds(touchedAt: number | undefined): number {
  const seconds = Math.floor((touchedAt ?? 0) / 1000);
  return seconds > 0 ? Math.min(seconds, 2 ** 32 - 1) : 0;
}
