import type { CustomerSummary } from '../model/dossier.ts';

/**
 * Text for comparing: lower case, without accents, Cyrillic written in Latin letters (so that `Ivanov` finds `Иванов`
 * and the other way round). Signs between letters become spaces; `@`, `.` and `+` stay for addresses.
 */
function fold(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
  const latin = plain.replace(/[\u0400-\u04ff]/g, (letter) => CYRILLIC[letter] ?? letter);
  return latin.replace(/[^\p{L}\p{N}@.+]+/gu, ' ').trim();
}

/** How well a customer fits: 0 = not at all; higher when a word of the name begins with what was typed. */
export function rank(customer: CustomerSummary, words: readonly string[]): number {
  const name = ` ${fold(customer.name)}`;
  const rest = [customer.companyName ?? '', customer.title ?? '', ...customer.emails].map(fold).join(' ');
  const phones = customer.phones.map(digits);
  let total = 0;
  for (const word of words) {
    const number = digits(word);
    if (name.includes(` ${word}`)) total += 3;
    else if (` ${rest}`.includes(` ${word}`)) total += 2;
    else if (name.includes(word) || rest.includes(word)) total += 1;
    else if (number.length >= 4 && phones.some((phone) => phone.includes(number))) total += 1;
    else return 0;
  }
  return total;
}

/** The words of a query, folded; a phone typed with spaces is one word. */
export function queryWords(query: string): string[] {
  const trimmed = query.trim().slice(0, 200);
  if (/^[+\d\s().-]{5,}$/.test(trimmed)) return [digits(trimmed)];
  // A sign alone is in every address: it would find everybody.
  const words = fold(trimmed)
    .split(' ')
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.slice(0, 8);
}

function digits(text: string): string {
  return text.replace(/\D/g, '');
}

const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'shch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
  і: 'i',
  ї: 'i',
  є: 'e',
  ґ: 'g',
  ў: 'u',
};
