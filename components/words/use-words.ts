import { useLingui } from '@lingui/react';
import { createFormat, type Format } from './format.ts';
import { i18n, type MessageId, type Translate } from './i18n.ts';

interface Words {
  t: Translate;
  format: Format;
  language: string;
}

/** One for the whole page: half of all components ask for it in the first frame, and formatters are dear to make. */
let words: Words | undefined;

/** Words and local formats in the language of the page. */
export function useWords(): Words {
  // Draws the component anew when words arrive or the language changes.
  const { locale } = useLingui().i18n;
  if (words?.language !== locale) words = wordsIn(locale);
  return words;
}

function wordsIn(locale: string): Words {
  const t: Translate = (id, values) => (values === undefined && plainText(id)) || i18n._(id, values as Record<string, unknown> | undefined);
  return { t, format: createFormat(regional(locale), t), language: locale };
}

/** A sentence without places to fill. The library takes the long way for each, and a customer's view has a hundred of them. */
function plainText(id: MessageId): string | undefined {
  const [text, more] = i18n.messages[id] ?? [];
  return more === undefined && typeof text === 'string' && !text.includes('\\') ? text : undefined;
}

/** The reader's own region of that language where the browser names one: `es-MX` rather than `es`. */
function regional(locale: string): string {
  const tags = typeof navigator === 'undefined' ? [] : navigator.languages;
  return tags.find((tag) => tag.split('-')[0] === locale) ?? locale;
}
