import type { RecordRef } from './records.ts';

/** A customer or deal found by search; shown as it is, without opening the record. */
export interface FoundRecord {
  /** recordKey of the record. */
  key: string;
  kind: 'person' | 'company' | 'deal';
  ref: Pick<RecordRef, 'system' | 'account' | 'object' | 'id'>;
  name: string;
  company?: string;
  title?: string;
  emails: string[];
  phones: string[];
  /** Last opened or changed, epoch ms. */
  touchedAt?: number;
  /** Key of the customer it belongs to, where she was opened before: she is shown from the cache. */
  dossier?: string;
}
