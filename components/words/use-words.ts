import { useLingui } from '@lingui/react';
import { useMemo } from 'react';
import { createFormat, type Format } from './format.ts';
import type { Translate } from './i18n.ts';

/** Words and local formats in the language of the page. */
export function useWords(): { t: Translate; format: Format; language: string } {
  const { i18n } = useLingui();
  const { locale } = i18n;
  return useMemo(() => {
    const t: Translate = (id, values) => i18n._(id, values as Record<string, unknown> | undefined);
    return { t, format: createFormat(regional(locale), t), language: locale };
  }, [i18n, locale]);
}

/** The reader's own region of that language where the browser names one: `es-MX` rather than `es`. */
function regional(locale: string): string {
  const tags = typeof navigator === 'undefined' ? [] : navigator.languages;
  return tags.find((tag) => tag.split('-')[0] === locale) ?? locale;
}
