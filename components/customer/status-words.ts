import type { MessageId, Translate } from '../words/i18n.ts';

/** States of orders and invoices that have a word of ours. */
const WORDS: Readonly<Record<string, MessageId>> = {
  draft: 'status.draft',
  quotation: 'status.quotation',
  confirmed: 'status.confirmed',
  processing: 'status.processing',
  done: 'status.done',
  cancelled: 'status.cancelled',
  validated: 'status.validated',
  posted: 'status.posted',
  paid: 'status.paid',
};

/** A state in the rep's words; the vendor's own where we have none. */
export function statusWords(t: Translate, status: string | undefined): string | undefined {
  const word = status !== undefined && Object.hasOwn(WORDS, status) ? WORDS[status] : undefined;
  return word === undefined ? status : t(word);
}
