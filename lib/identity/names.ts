import transliterate from '@sindresorhus/transliterate';
import { foldedWords, scriptOf, skeleton } from './fold.ts';
import { fullForm, isGivenName } from './nicknames.ts';

/** A person's name in words that can be compared; order carries no meaning (`PÉREZ ANA` is `Ana Pérez`). */
export interface NameWords {
  /** Skeletons, without titles and generation. */
  words: string[];
  /** Skeletons that are the family name, where it is told apart. */
  family: ReadonlySet<string>;
  /** Names in scripts that do not compare say nothing about each other. */
  script: ReturnType<typeof scriptOf>;
  /** `jr`, `sr`, `ii` …: father and son bear one name. */
  generation?: string;
}

/** How two names agree, best first; the code of the reason. */
export type NameAgreement =
  | 'same'
  | 'longer'
  | 'nickname'
  | 'typo'
  | 'initial'
  | 'partly'
  | 'one-word'
  | 'family-only'
  | 'given-only'
  | 'one-of-two'
  | 'other-script'
  | 'different'
  | 'missing';

const TITLES = new Set(
  'mr mrs ms miss dr prof sir don dona sr sra srta ing lic dipl herr frau doc doctor g gn gospodin gospoja phd md esq'
    .split(' ')
    .map(skeleton),
);
const GENERATIONS = new Map(
  Object.entries({
    jr: 'jr',
    junior: 'jr',
    sr: 'sr',
    senior: 'sr',
    ii: 'ii',
    iii: 'iii',
    iv: 'iv',
    ml: 'jr',
    st: 'sr',
    hijo: 'jr',
    padre: 'sr',
  }),
);
const LINKS = new Set('de del la las los y von van der den di da dos bin ben und'.split(' '));

/** Nobody's name has more; a text pasted into the field does. */
const MOST_WORDS = 12;

/** Latin letters for any script; what is Latin or Cyrillic already, our own table reads better. */
function latin(text: string): string {
  return scriptOf(text) === 'latin' && /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u.test(text)
    ? transliterate(text)
    : text;
}

/** Reads a name. `lastName` marks the family; a bare `sr` counts as generation only behind a name. */
export function readName(name: { name?: string; firstName?: string; lastName?: string }): NameWords {
  const halves = [name.firstName, name.lastName].filter(Boolean);
  const whole = halves.length === 2 || !name.name ? halves.join(' ') : name.name;
  const folded = foldedWords(latin(whole.slice(0, 300)));
  const generation = folded
    .slice(1)
    .map((word) => GENERATIONS.get(word))
    .find((found) => found !== undefined);
  const told = folded.filter((word, at) => !LINKS.has(word) && !(at > 0 && GENERATIONS.has(word)));
  const words = told
    .map(skeleton)
    .filter((word, _, all) => all.length <= 2 || !TITLES.has(word))
    .slice(0, MOST_WORDS);
  const family = new Set(name.lastName ? foldedWords(latin(name.lastName)).map(skeleton) : []);
  return { words, family, script: scriptOf(whole), ...(generation !== undefined && { generation }) };
}

/** Keys under which bearers of this name meet: each pair of its words, short forms written out. */
export function nameKeys({ words }: NameWords): string[] {
  const full = [...new Set(words.filter((word) => word.length > 1).map(fullForm))].sort();
  return full.flatMap((a, at) => full.slice(at + 1).map((b) => `${a} ${b}`));
}

/** Compares two names word by word, each word of the shorter with its best of the longer. */
export function compareNames(a: NameWords, b: NameWords): NameAgreement {
  const [short, long] = a.words.length <= b.words.length ? [a, b] : [b, a];
  if (short.words.length === 0) return 'missing';
  if (a.script !== b.script) return 'other-script';
  const left = [...long.words];
  const found = { same: 0, nickname: 0, typo: 0, initial: 0 };
  const matched: string[] = [];
  const open = [...short.words];
  for (const [level, agrees] of LEVELS) {
    for (const word of [...open]) {
      const at = left.findIndex((other) => agrees(word, other));
      if (at < 0) continue;
      left.splice(at, 1);
      open.splice(open.indexOf(word), 1);
      found[level]++;
      if (level !== 'initial') matched.push(word);
    }
  }
  return open.length === 0 ? whole(found, short, long) : (runTogether(a, b) ?? partial(matched, a, b));
}

type Level = 'same' | 'nickname' | 'typo' | 'initial';
const LEVELS: readonly (readonly [Level, (a: string, b: string) => boolean])[] = [
  ['same', (a, b) => a === b],
  ['nickname', (a, b) => fullForm(a) === fullForm(b)],
  ['typo', (a, b) => isTypo(a, b)],
  ['initial', (a, b) => (a.length === 1 || b.length === 1) && a.charAt(0) === b.charAt(0)],
];

function whole(found: Record<Level, number>, short: NameWords, long: NameWords): NameAgreement {
  if (short.words.length === 1) return long.words.length === 1 && found.same === 1 ? 'same' : found.initial ? 'different' : 'one-word';
  if (found.initial > 0) return found.initial === short.words.length ? 'different' : 'initial';
  if (found.typo > 0) return 'typo';
  if (found.nickname > 0) return 'nickname';
  return short.words.length === long.words.length ? 'same' : 'longer';
}

/** `Al-Sabah` and `AlSabah`: the same letters with other gaps. */
function runTogether(a: NameWords, b: NameWords): 'same' | 'typo' | undefined {
  const [one, other] = [a.words.join(''), b.words.join('')];
  return one === other ? 'same' : one.length > 7 && isTypo(one, other) ? 'typo' : undefined;
}

function partial(matched: readonly string[], a: NameWords, b: NameWords): NameAgreement {
  if (matched.length === 0) return 'different';
  if (matched.length > 1) return 'partly';
  const word = matched[0] ?? '';
  if (a.family.has(word) || b.family.has(word)) return 'family-only';
  return isGivenName(word) || a.family.size + b.family.size > 0 ? 'given-only' : 'one-of-two';
}

/** One letter added, lost, changed or two swapped, in words long enough for that to be a slip. */
function isTypo(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const restA = a.slice(start, a.length - end);
  const restB = b.slice(start, b.length - end);
  return Math.max(restA.length, restB.length) <= 1 || (restA.length === 2 && restA === [...restB].reverse().join(''));
}
