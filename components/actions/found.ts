import type { Language } from '../words/i18n.ts';
import { findWhen, titleOf } from './when.ts';

/** Something in a note that could be more than text. `start` and `end` are its place in the text as typed. */
export type Found = { start: number; end: number } & (
  | { kind: 'date'; at: number; allDay: boolean; title: string }
  | { kind: 'amount'; amount: number; currencies: readonly string[] }
  | { kind: 'phone' | 'email'; value: string }
);

/** Longer notes are read from their end: what is agreed comes last. */
const READ = 4000;
const DATES = 3;
/** No pattern reads over it. */
const TAKEN = '§';
/** Sentences that are read for dates. */
const SENTENCES = 20;
const DIGITS_MIN = 7;
const DIGITS_MAX = 15;

const DOLLARS = ['USD', 'MXN', 'CAD', 'AUD', 'ARS', 'CLP', 'COP', 'NZD', 'SGD', 'HKD'];
const PESOS = ['MXN', 'ARS', 'CLP', 'COP', 'UYU', 'DOP', 'PHP'];
const RUBLES = ['RUB', 'BYN'];
/** Signs and words for money → what they may mean; longest first in the pattern. */
const CURRENCIES: readonly [RegExp, readonly string[]][] = [
  [/^(?:us\$|u\$s|d[oó]lares? (?:americanos?|estadounidenses?)|долл(?:\.|ар\p{L}*)? сша)$/iu, ['USD']],
  [/^mx\$|^mex\$/iu, ['MXN']],
  [/^(?:\$|dollars?|bucks|d[oó]lares?|долл(?:\.|ар\p{L}*)?)$/iu, DOLLARS],
  [/^(?:€|euros?|евро)$/iu, ['EUR']],
  [/^(?:£|pounds?|libras?|фунт\p{L}*)$/iu, ['GBP']],
  [/^(?:¥|yen(?:es)?|yuan(?:es)?|иен\p{L}*|юан\p{L}*)$/iu, ['JPY', 'CNY']],
  [/^pesos?(?: mexicanos?)?$/iu, PESOS],
  [/^(?:₽|руб(?:\.|л\p{L}*)?|р\.|rubles?|rublos?)$/iu, RUBLES],
  [/^(?:₸|тенге)$/iu, ['KZT']],
  [/^(?:₴|грн\.?|гривен\p{L}*|гривн\p{L}*)$/iu, ['UAH']],
];
const CODES =
  'USD|EUR|GBP|MXN|CAD|AUD|NZD|CHF|JPY|CNY|RUB|BYN|KZT|UAH|PLN|CZK|SEK|NOK|DKK|BRL|ARS|CLP|COP|PEN|UYU|INR|TRY|ILS|ZAR|AED|SGD|HKD';
const SIGNS = 'US\\$|U\\$S|MEX\\$|MX\\$|\\$|€|£|¥|₽|₸|₴';
const WORDS =
  'd[oó]lares(?: americanos| estadounidenses)?|dollars?|bucks|euros?|pounds|libras|yen(?:es)?|yuan(?:es)?|pesos?(?: mexicanos)?|' +
  'руб(?:л\\p{L}*|\\.)?|р\\.|rubles?|rublos|долл(?:ар\\p{L}*|\\.)?(?: сша)?|евро|фунт\\p{L}*|иен\\p{L}*|юан\\p{L}*|тенге|грн\\.?|гривен\\p{L}*|гривн\\p{L}*';
const NUMBER = "\\d{1,3}(?:[ \\u00a0\\u202f.,’']\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?";
const TIMES = 'k|К|к|тыс\\.?|тысяч\\p{L}*|mil(?! ?millones)|thousand|m|mln|млн\\.?|миллион\\p{L}*|million(?:s|es)?|mill[oó]n(?:es)?';
const SCALES: readonly [RegExp, number][] = [
  [/^(?:k|к|тыс\.?|тысяч\p{L}*|mil|thousand)$/iu, 1000],
  [/^(?:m|mln|млн\.?|миллион\p{L}*|millions?|millones|mill[oó]n)$/iu, 1_000_000],
];
const NOT_WORD = '(?![\\p{L}\\p{N}])';
const AMOUNTS = [
  new RegExp(
    `(?<![\\p{L}\\p{N}.,])(?<before>${SIGNS}|(?:${CODES})(?=[ \\u00a0]?\\d))[ \\u00a0]?(?<number>${NUMBER})(?:[ \\u00a0]?(?<times>${TIMES})${NOT_WORD})?(?![\\d%])`,
    'giu',
  ),
  new RegExp(
    `(?<![\\p{L}\\p{N}.,])(?<number>${NUMBER})(?:[ \\u00a0]?(?<times>${TIMES})${NOT_WORD})?(?: de)?[ \\u00a0]?(?<after>${SIGNS}|(?:${CODES}|${WORDS})${NOT_WORD})`,
    'giu',
  ),
];
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.)+\p{L}{2,24}(?![\p{L}\p{N}@])/gu;
const PHONE = /(?<![\p{L}\p{N}.,/:#№@-])(?:\+|\()?\d[\d\u00a0 ().-]{5,24}\d(?![\p{L}\p{N}]|[.,:/-]\d)/gu;
/** Right before a number that has nothing else of a phone. */
const CALLED =
  /(?:tel[eé]?f?(?:ono)?|phone|mobile|cell|m[oó]vil|celular|whats ?app|call|ll[aá]ma(?:me|lo|la)?|тел(?:ефон)?|моб(?:ильный)?|ватсап|звон\p{L}*|позвон\p{L}*)[\p{L}]*[\s.:—-]{0,4}(?:(?:at|on|al|en|по|на|is|es)\s)?$/iu;
const DATE_LIKE = /^(?:\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{1,2}[-. ]\d{1,2}[-. ]\d{2,4})(?:\D|$)|^\d{1,3}(?:\.\d{1,3}){3}$/u;

/** What a note names: e-mails, amounts of money, phones and days, in English, Spanish or Russian, in the order of the text. */
export function foundIn(whole: string, language: Language, now: Date): Found[] {
  const from = Math.max(0, whole.length - READ);
  let text = ' '.repeat(from) + whole.slice(from);
  const found: Found[] = [];
  const take = (each: Found) => {
    found.push(each);
    // So that nothing is read twice, nor across it: no date in a phone, no phone in an amount.
    text = text.slice(0, each.start) + TAKEN.repeat(each.end - each.start) + text.slice(each.end);
  };
  for (const match of text.matchAll(EMAIL)) take({ kind: 'email', value: match[0], ...spanOf(match) });
  for (const pattern of AMOUNTS)
    for (const match of text.matchAll(pattern)) {
      const amount = amountOf(match);
      if (amount) take({ kind: 'amount', ...amount, ...spanOf(match) });
    }
  for (const match of text.matchAll(PHONE))
    if (isPhone(match[0], text.slice(0, match.index))) take({ kind: 'phone', value: match[0].trim(), ...spanOf(match) });
  found.push(...datesIn(text, whole, language, now));
  return found.sort((a, b) => a.start - b.start);
}

function spanOf(match: RegExpMatchArray): { start: number; end: number } {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

function amountOf({ groups = {} }: RegExpMatchArray): { amount: number; currencies: readonly string[] } | undefined {
  const money = (groups.before ?? groups.after ?? '').trim();
  const currencies = new RegExp(`^(?:${CODES})$`, 'iu').test(money)
    ? [money.toUpperCase()]
    : CURRENCIES.find(([pattern]) => pattern.test(money))?.[1];
  const scale = groups.times === undefined ? 1 : SCALES.find(([pattern]) => pattern.test(groups.times ?? ''))?.[1];
  if (!currencies || scale === undefined) return undefined;
  // Hundredths and no rest of binary fractions: 1.1 million is 1 100 000.
  const amount = Math.round(numberOf(groups.number ?? '') * scale * 100) / 100;
  return amount > 0 ? { amount, currencies } : undefined;
}

/** `48,200.50`, `48.200,50`, `48 200,5`, `1.500`: what has one or two digits behind it is the decimal sign, all else parts thousands. */
function numberOf(text: string): number {
  const decimal = /[.,](\d{1,2})$/u.exec(text);
  const whole = (decimal ? text.slice(0, decimal.index) : text).replace(/\D/gu, '');
  return Number(`${whole}.${decimal?.[1] ?? '0'}`);
}

function isPhone(text: string, before: string): boolean {
  const digits = text.replace(/\D/gu, '');
  if (digits.length < DIGITS_MIN || digits.length > DIGITS_MAX || DATE_LIKE.test(text)) return false;
  if (text.startsWith('+')) return true;
  if (CALLED.test(before)) return true;
  const groups = text.split(/\D+/u).filter((group) => group !== '');
  if (groups.length < 2 || groups.some((group) => group.length > 4) || groups.every((group) => group.length === 1)) return false;
  // 1 000 000 counts something; 612 345 678 and 8 800 555 35 35 are called.
  const isCount = (groups[0]?.length ?? 0) < 3 && groups.slice(1).every((group) => group.length === 3) && !text.includes('(');
  return !isCount && (text.includes('(') || digits.length >= 9 || /^\d{3}[- ]\d{4}$|^\d{3}[- ]\d{2}[- ]\d{2}$/u.test(text));
}

function datesIn(text: string, whole: string, language: Language, now: Date): Found[] {
  const sentences = [...text.matchAll(/[^\s.!?;\n](?:[^.!?;\n]|[.](?=\S))*/gu)].slice(-SENTENCES);
  const dates: Found[] = [];
  for (const sentence of sentences) {
    const when = findWhen(sentence[0], language, now);
    if (!when) continue;
    const { at, allDay, start, end } = when;
    const asTyped = whole.slice(sentence.index, sentence.index + sentence[0].length);
    const title = titleOf(asTyped, [{ start, end }]);
    if (title !== '') dates.push({ kind: 'date', at, allDay, title, start: sentence.index + start, end: sentence.index + end });
  }
  return dates.slice(-DATES);
}
