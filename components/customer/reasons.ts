import type { MessageId, Translate } from '../words/i18n.ts';

/** Identity's reason codes in words. `sign`: = speaks for, ≠ speaks against. */
const WORDS: Readonly<Record<string, { id: MessageId; sign: '=' | '≠' }>> = {
  'same-email': { id: 'reason.same-email', sign: '=' },
  'same-phone': { id: 'reason.same-phone', sign: '=' },
  'same-name': { id: 'reason.same-name', sign: '=' },
  'similar-name': { id: 'reason.similar-name', sign: '=' },
  'same-company': { id: 'reason.same-company', sign: '=' },
  'same-domain': { id: 'reason.same-domain', sign: '=' },
  'same-city': { id: 'reason.same-city', sign: '=' },
  'same-tax-id': { id: 'reason.same-tax-id', sign: '=' },
  'same-external-id': { id: 'reason.same-external-id', sign: '=' },
  'other-email': { id: 'reason.other-email', sign: '≠' },
  'other-phone': { id: 'reason.other-phone', sign: '≠' },
  'other-name': { id: 'reason.other-name', sign: '≠' },
  'other-company': { id: 'reason.other-company', sign: '≠' },
};

/** A reason as a sentence; codes without words are left out rather than shown raw. */
export function reasonWords(
  t: Translate,
  reason: { code: string; values?: Record<string, string> },
): { text: string; sign: '=' | '≠' } | undefined {
  const words = WORDS[reason.code];
  return words && { text: [t(words.id), reason.values?.value].filter(Boolean).join(': '), sign: words.sign };
}
