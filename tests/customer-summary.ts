import type { CustomerSummary } from '../lib/model/dossier.ts';
import { type RecordRef, recordKey } from '../lib/model/records.ts';

/** A customer's head as it is stored when she is opened. */
export function summaryOf(anchor: RecordRef, name: string, openedAt: number, more: Partial<CustomerSummary> = {}): CustomerSummary {
  return { dossier: recordKey(anchor), kind: 'person', anchor, name, emails: [], phones: [], connectionIds: [], openedAt, ...more };
}
