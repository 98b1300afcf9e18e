import { I18nProvider } from '@lingui/react';
import { useLiveQuery } from 'dexie-react-hooks';
import { type ReactNode, useEffect } from 'react';
import type { Settings } from '../../lib/model/dossier.ts';
import { settings } from '../../lib/store/reading.ts';
import { i18n, pickLanguage, speak } from './i18n.ts';

/** Copies for the first frame, before the database is open. This page's own origin only; nothing secret. */
const REMEMBERED = 'sidelight-look';
type Look = Pick<Settings, 'language' | 'theme' | 'density'>;

function rememberedLook(): Look {
  try {
    return { language: 'auto', theme: 'auto', ...(JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as Partial<Look>) };
  } catch {
    return { language: 'auto', theme: 'auto' };
  }
}

function remember(look: Look): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(look));
  } catch {
    // Switched off in this browser: the next first frame looks as the browser does.
  }
}

async function wear({ language, theme, density }: Look): Promise<void> {
  if (density === 'compact') document.documentElement.dataset.density = density;
  else delete document.documentElement.dataset.density;
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  await speak(pickLanguage(language, navigator.languages));
  document.documentElement.lang = i18n.locale;
}

/** Puts on language and theme as last used. Await it before the first render: no frame in the wrong language. */
export function dressPage(): Promise<void> {
  return wear(rememberedLook());
}

/** Words for the page below; follows the settings at once. */
export function LanguageAndTheme({ children }: { children: ReactNode }) {
  const set = useLiveQuery(() => settings(), []);
  const { language, theme, density = 'comfortable' } = set ?? {};
  useEffect(() => {
    if (language === undefined || theme === undefined) return;
    remember({ language, theme, density });
    void wear({ language, theme, density });
  }, [language, theme, density]);
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>;
}
