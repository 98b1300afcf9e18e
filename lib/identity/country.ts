import { foldText } from './fold.ts';

const LANGUAGES = ['en', 'es', 'ru', 'de'];
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  uk: 'GB',
  england: 'GB',
  'great britain': 'GB',
  uae: 'AE',
  'russian federation': 'RU',
  holland: 'NL',
};

let codesByName: Map<string, string> | undefined;

/**
 * ISO 3166-1 alpha-2 of a country written as a code or as a name in English, Spanish, Russian or German; `undefined` when unknown.
 * The names come from the runtime's own language data.
 */
export function countryCode(text: string): string | undefined {
  if (/^[a-z]{2}$/i.test(text.trim())) return text.trim().toUpperCase();
  codesByName ??= buildNames();
  return codesByName.get(foldText(text));
}

function buildNames(): Map<string, string> {
  const names = new Map(Object.entries(OTHER_NAMES));
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
    for (const code of letters.flatMap((a) => letters.map((b) => a + b))) {
      const name = display.of(code);
      // Withdrawn codes (SU, DD) share a name with the present one, which comes first only by luck.
      if (name && !WITHDRAWN.has(code) && !names.has(foldText(name))) names.set(foldText(name), code);
    }
  }
  return names;
}

const WITHDRAWN = new Set('AN BU CS DD FX NH NT SU TP UK YD YU ZR EU EZ UN XA XB ZZ QO'.split(' '));
