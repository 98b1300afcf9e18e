import type { StoredError } from '../../lib/model/errors.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';

/** What is to be made fresh: the record of a tab; `person`: somebody else than its primary contact. */
export interface Asking {
  tabId: number;
  record: RecordRef;
  person?: RecordRef;
}

/** How the asking stands. `about` names what was asked: an answer for another record is none. */
export interface Freshness {
  about: string;
  isAsking: boolean;
  error?: StoredError;
  /** The rep's own wish: every system is asked, however young its answer, signed-out ones too. */
  askAgain: () => void;
}

/** One text for one question. */
export function aboutOf({ tabId, record, person }: Asking): string {
  return [tabId, recordKey(record), person ? recordKey(person) : ''].join(' ');
}
