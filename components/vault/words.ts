import type { StoredError } from '../../lib/model/errors.ts';
import { errorWords } from '../errors/words.ts';
import type { MessageId } from '../words/i18n.ts';

/** Troubles with the store that only its own pages speak of; the rest is in `errors/words.ts`. */
const SENTENCES: Readonly<Record<string, MessageId>> = {
  'wrong-passphrase': 'error.wrong-passphrase',
  'key-gone': 'error.key-gone',
  'storage-newer': 'error.storage-newer',
  'storage-blocked': 'error.storage-blocked',
  'storage-closed': 'error.storage-closed',
};

/** What to say about trouble with the store. */
export function storeSentence(error: StoredError): MessageId {
  const { code = '' } = error;
  return (Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : undefined) ?? errorWords(error).sentence;
}
