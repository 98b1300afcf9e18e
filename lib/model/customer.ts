import type { Activity, Money, RecordRef } from './records.ts';

/** Who says so, in that record's own spelling. `changedAt`: when the record last changed, epoch ms. */
export interface FieldSource<T> {
  ref: RecordRef;
  value: T;
  changedAt?: number;
}

/** One value with everyone who says it; spellings that mean the same stand together. */
export interface MergedValue<T> {
  /** The best source's spelling. */
  value: T;
  /** Best first. */
  sources: FieldSource<T>[];
}

/** One field over all systems. */
export interface MergedField<T> {
  /** At least one; the chosen value first (the page's own system, then the newest). */
  values: MergedValue<T>[];
  /** Systems really disagree: another spelling, a shorter form or an additional address is no disagreement. */
  differs: boolean;
}

/** What the records of one person or company say together. A field nobody fills is absent. */
export interface MergedProfile {
  kind: 'person' | 'company';
  /** The records merged, page's own first. */
  refs: RecordRef[];
  fields: {
    name?: MergedField<string>;
    title?: MergedField<string>;
    companyName?: MergedField<string>;
    email?: MergedField<string>;
    phone?: MergedField<string>;
    city?: MergedField<string>;
    country?: MergedField<string>;
    /** The owner's name, where it could be looked up. */
    owner?: MergedField<string>;
    industry?: MergedField<string>;
    employees?: MergedField<number>;
    revenue?: MergedField<Money>;
    website?: MergedField<string>;
    taxId?: MergedField<string>;
  };
}

/** One act of the timeline, however many systems keep a copy of it. */
export interface TimelineEntry {
  /** The fullest copy. */
  activity: Activity;
  /** Every copy, the fullest first. */
  copies: Activity[];
  refs: RecordRef[];
}
