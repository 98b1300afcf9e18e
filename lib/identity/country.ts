import { foldText } from './fold.ts';

/** ISO 3166-1 alpha-2, and Kosovo. */
const CODES =
  'ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW'.match(
    /../g,
  ) ?? [];
const LANGUAGES = ['en', 'es', 'ru', 'de'] as const;
const OTHER_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  uk: 'GB',
  england: 'GB',
  'great britain': 'GB',
  uae: 'AE',
  'russian federation': 'RU',
  holland: 'NL',
  'czech republic': 'CZ',
  turkey: 'TR',
};

const codesByName = new Map(Object.entries(OTHER_NAMES));
let languagesRead = 0;

/**
 * ISO 3166-1 alpha-2 of a country written as a code or as a name in English, Spanish, Russian or German; `undefined` when unknown. Two letters
 * are taken for a code, whichever they are.
 * The names come from the runtime's own language data, a language at a time and only when asked for: it takes milliseconds.
 */
export function countryCode(text: string): string | undefined {
  const written = text.trim();
  if (written === '') return undefined;
  const name = foldText(written);
  // `UK` is no code, and means one.
  if (/^[a-z]{2}$/i.test(written) && !Object.hasOwn(OTHER_NAMES, name)) return written.toUpperCase();
  while (!codesByName.has(name) && languagesRead < LANGUAGES.length) readLanguage(LANGUAGES[languagesRead++] ?? 'en');
  return codesByName.get(name);
}

function readLanguage(language: string): void {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  for (const code of CODES) {
    const name = foldText(names.of(code) ?? '');
    if (name !== '' && !codesByName.has(name)) codesByName.set(name, code);
  }
}
