import type { Action } from './actions.ts';
import type { RecordRef } from './records.ts';

/** What became of a write. `unclear`: sent, and nobody can tell whether it arrived. */
export type AuditResult = 'written' | 'refused' | 'unclear' | 'undone' | 'not-undone';

/** One entry of the audit trail: who did what, where, what was there before and after, and how it ended. No credentials, no addresses of webhooks. */
export interface AuditEntry {
  /** Epoch ms. */
  at: number;
  who: { userId?: string; userName?: string };
  what: Action['kind'] | 'field-definition';
  where: { system: string; account?: string; connectionId: string; record: string; customerName: string };
  actionId: string;
  deliveryId: string;
  /** What the receipt remembers of the state before. */
  before?: unknown;
  /** What was sent: the action without its records and, for files, without its bytes. */
  after: Readonly<Record<string, unknown>>;
  result: { state: AuditResult; refs: RecordRef[]; url?: string; code?: string };
}

/** What a reader of the trail gets; `entry` is absent where it was dropped. */
export interface AuditLine {
  seq: number;
  at: number;
  entry?: AuditEntry;
}

/** The action as the trail tells it. */
export function auditedValues(action: Action): Record<string, unknown> {
  const { on: _on, kind: _kind, at: _at, ...values } = action;
  if (!('bytes' in values)) return values;
  const { bytes, ...rest } = values;
  return { ...rest, sizeBytes: bytes.byteLength };
}
