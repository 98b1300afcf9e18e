/** Cyrillic letter → Latin. Own table: the panel must not carry a transliteration library. */
const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  'а=a б=b в=v г=g ґ=g д=d е=e є=e ё=e ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ў=u ф=f х=h ц=ts ч=ch ш=sh щ=sh ъ= ы=i ь= э=e ю=iu я=ia'
    .split(' ')
    .map((pair) => pair.split('=') as [string, string]),
);
/** Latin letters that do not fall apart into a letter and an accent. */
const LATIN: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', œ: 'oe', æ: 'ae', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/**
 * Lower case, without accents, Cyrillic in Latin letters, everything that is neither letter nor digit as one space.
 * For comparing only, never for showing.
 */
export function foldText(text: string): string {
  // Of ASCII the rest would come to the same, in ten times the time.
  if (/^[\0-\x7f]*$/.test(text))
    return text
      .toLowerCase()
      .replace(/['`]/g, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  // й and ё keep their accent until the table has seen them (NFC), others lose it (NFD).
  const latin = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u0400-\u04ffßøœæłđðþı]/g, (letter) => CYRILLIC[letter] ?? LATIN[letter] ?? letter);
  return latin
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/['’`ʼ]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** One spelling of a sound per entry; the longer first. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch/g, 'sh'],
  [/tch/g, 'ch'],
  [/kh/g, 'h'],
  [/zh/g, 'j'],
  [/t[sz]/g, 'c'],
  [/ph/g, 'f'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/c?k/g, 'k'],
  [/(^|[^aeiou])[yij]+([aou])/g, '$1$2'],
  [/([aeiou])[yij]+([aou])/g, '$1$2'],
  [/[yij]*e/g, 'e'],
  [/[yij]+/g, 'i'],
  // Müller, Mueller and Muller; doubled letters.
  [/([aou])e/g, '$1'],
  [/([a-z])\1+/g, '$1'],
];

/** No word is longer; of what is, the patterns above would make minutes of work. */
const LONGEST_WORD = 64;

/**
 * A folded word reduced until the usual Latin spellings of one Cyrillic name agree
 * (Dmitry, Dmitriy, Dmitrii; Yulia, Julia, Iuliia). Coarse: a hint that words are equal, no proof.
 */
export function skeleton(word: string): string {
  return SOUNDS.reduce((sound, [from, to]) => sound.replace(from, to), word.slice(0, LONGEST_WORD));
}

/** A script whose words cannot be told from their Latin spelling: it writes no vowels, or ideas. All others are `latin`. */
export function scriptOf(text: string): 'latin' | 'cjk' | 'abjad' {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return 'cjk';
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text) ? 'abjad' : 'latin';
}

/** Folded words of a text. */
export function foldedWords(text: string): string[] {
  const folded = foldText(text);
  return folded === '' ? [] : folded.split(' ');
}
