/** Other ways to write the same sounds, on folded words. Each is tried alone and all of them together. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/s(?:hch|ch)/g, 'sh'],
  [/kh/g, 'h'],
  [/(^|[^cgkpstz])h/g, '$1kh'],
  [/dzh/g, 'j'],
  [/zh/g, 'j'],
  [/j(?=[aou])/g, 'i'],
  [/(?:t[sz]|c(?=[eia]))/g, 'ts'],
  [/ts/g, 'c'],
  [/c(?!h)k?/g, 'k'],
  [/i[oe]/g, 'e'],
  [/([aou])e/g, '$1'],
  [/ph/g, 'f'],
  [/w/g, 'v'],
  [/ii(?=.)/g, 'i'],
];

/** Other spellings of a folded word, without itself. A handful at most. */
export function spellings(word: string): string[] {
  const found = new Set<string>();
  let all = word;
  for (const [from, to] of RULES) {
    found.add(word.replace(from, to));
    all = all.replace(from, to);
  }
  found.add(all);
  found.delete(word);
  found.delete('');
  return [...found];
}

const LATIN_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN_KEYS = 'йцукенгшщзхъфывапролджэячсмитьбю';

/** What was meant when the keyboard was set to the other of the English and Russian layouts. */
export function otherLayout(query: string): string {
  const [from, to] = /[\u0400-\u04ff]/.test(query) ? [RUSSIAN_KEYS, LATIN_KEYS] : [LATIN_KEYS, RUSSIAN_KEYS];
  return Array.from(query.toLowerCase(), (letter) => to[from.indexOf(letter)] ?? letter).join('');
}
