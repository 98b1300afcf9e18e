import { toStoredError } from '../../lib/model/errors.ts';
import { errorWords } from '../errors/words.ts';
import type { MessageId } from '../words/i18n.ts';

/** Reasons of the store's own that name a way out; of all else there is only to say that it was not kept. */
const TELLING: ReadonlySet<string> = new Set(['never-log', 'locked', 'storage-full']);

/** A file that was moved, or changed, after it was chosen. The store's own errors are no DOMException. */
const UNREADABLE: ReadonlySet<string> = new Set(['NotFoundError', 'NotReadableError']);

/** Why something was not put into the outbox, in a sentence; `other` where nothing better is known. */
export function whyNotKept(error: unknown, other: MessageId = 'fields.not-saved'): MessageId {
  if (error instanceof DOMException && UNREADABLE.has(error.name)) return 'file.gone';
  const stored = toStoredError(error);
  return TELLING.has(stored.code ?? '') ? errorWords(stored).sentence : other;
}
