import transliterate from '@sindresorhus/transliterate';
import { foldedWords, scriptOf, skeleton } from './fold.ts';
import { fullForm, givenNames, isGivenName } from './nicknames.ts';
import { isSlip, isUnlike, lettersOf, likeness } from './similarity.ts';

/** A person's name in words that can be compared; order carries no meaning (`PÉREZ ANA` is `Ana Pérez`). */
export interface NameWords {
  /** Skeletons, without titles and generation. */
  words: readonly string[];
  /** The same with short forms written out. */
  full: readonly string[];
  /** Per word the given names it may stand for. */
  given: readonly (readonly number[] | undefined)[];
  /** Per word its letters as bits. */
  letters: readonly number[];
  /** All words in one, and the same in alphabetical order. */
  joined: string;
  sorted: string;
  /** Skeletons that are the family name, where it is told apart. */
  family: ReadonlySet<string>;
  /** Names in scripts that do not compare say nothing about each other. */
  script: ReturnType<typeof scriptOf>;
  /** `jr`, `sr`, `ii` …: father and son bear one name. */
  generation: string;
  /** Under which bearers of this name meet: each pair of its words, short forms written out. */
  keys: readonly string[];
}

/** How two names agree, best first; the code of the reason. */
export type NameAgreement =
  | 'same'
  | 'longer'
  | 'nickname'
  | 'typo'
  | 'similar'
  | 'initial'
  | 'partly'
  | 'one-word'
  | 'family-only'
  | 'given-only'
  | 'one-of-two'
  | 'other-script'
  | 'different'
  | 'missing';

/** Two names laid side by side, each word of the shorter on its best of the longer. */
export interface NameMatch {
  agreement: NameAgreement;
  /** Mean and least likeness of the shorter's words, 0 to 1. */
  mean: number;
  worst: number;
  /** Words of the shorter that agree letter by letter, as short form, by initial; words of the longer that are left. */
  exact: number;
  nick: number;
  initials: number;
  extra: number;
  /** Words of the shorter. */
  count: number;
  /** Likeness of the whole names, word order set aside. */
  whole: number;
  /** Words laid side by side that are two given names known to differ (`Anna`, `Anastasia`), however alike they look. */
  clashes: number;
  /** Words that agree (exactly or as short form), short forms written out. */
  shared: readonly string[];
}

const TITLES = new Set(
  'mr mrs ms miss dr prof sir don dona sr sra srta ing lic dipl herr frau doc doctor g gn gospodin gospoja phd md esq lady lord rev reverend'
    .split(' ')
    .map(skeleton),
);
const GENERATIONS = new Map(
  Object.entries({
    jr: 'jr',
    junior: 'jr',
    jun: 'jr',
    jnr: 'jr',
    sen: 'sr',
    snr: 'sr',
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
const LINKS = new Set('de del la las los y von van der den di da dos bin ben und of the'.split(' '));

/** Nobody's name has more; a text pasted into the field does. */
const MOST_WORDS = 8;

/** Latin letters for any script; what is Latin or Cyrillic already, our own table reads better. */
function latin(text: string): string {
  return /[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]/u.test(text) && scriptOf(text) === 'latin'
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
  const full = words.map(fullForm);
  return {
    words,
    full,
    given: words.map(givenNames),
    letters: words.map(lettersOf),
    joined: words.join(''),
    sorted: words.toSorted().join(' '),
    family,
    script: scriptOf(whole),
    generation: generation ?? '',
    keys: pairKeys(full),
  };
}

function pairKeys(full: readonly string[]): string[] {
  const told = [...new Set(full.filter((word) => word.length > 1))].sort();
  return told.flatMap((a, at) => told.slice(at + 1).map((b) => `${a} ${b}`));
}

/** A word that is only an initial agrees this well with a name that begins so. */
const INITIAL = 0.8;
const NICKNAME = 0.97;
/** From this likeness on, two words may be one word misspelt. */
const ALIKE = 0.84;

type Given = readonly number[] | undefined;

function wordLikeness(a: string, b: string, givenA: Given, givenB: Given, lettersA: number, lettersB: number): number {
  if (a === b) return 1;
  if (givenA && givenB && givenA.some((each) => givenB.includes(each))) return NICKNAME;
  if (a.length === 1 || b.length === 1) return a.charCodeAt(0) === b.charCodeAt(0) ? INITIAL : 0;
  if (isUnlike(lettersA, lettersB)) return 0;
  // Two given names known to differ are no slip of each other, however alike they look.
  return likeness(a, b) * (givenA && givenB ? 0.8 : 0.96);
}

const grid = new Float64Array(MOST_WORDS * MOST_WORDS);

/** Compares two names word by word; symmetric. */
export function matchNames(a: NameWords, b: NameWords): NameMatch {
  const inOrder = a.words.length === b.words.length ? comesFirst(a, b) : a.words.length < b.words.length;
  const short = inOrder ? a : b;
  const long = inOrder ? b : a;
  const rows = short.words.length;
  const columns = long.words.length;
  const shared: string[] = [];
  const found: NameMatch = {
    agreement: rows === 0 ? 'missing' : 'other-script',
    mean: 0,
    worst: 0,
    exact: 0,
    nick: 0,
    initials: 0,
    extra: columns - rows,
    count: rows,
    whole: 0,
    clashes: 0,
    shared,
  };
  if (rows === 0 || a.script !== b.script) return found;
  found.worst = 1;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      grid[row * MOST_WORDS + column] = wordLikeness(
        short.words[row] as string,
        long.words[column] as string,
        short.given[row],
        long.given[column],
        short.letters[row] as number,
        long.letters[column] as number,
      );
  let slips = 0;
  let matched = 0;
  let rowsTaken = 0;
  let columnsTaken = 0;
  for (let step = 0; step < rows; step++) {
    let best = -1;
    let bestRow = 0;
    let bestColumn = 0;
    for (let row = 0; row < rows; row++) {
      if (rowsTaken & (1 << row)) continue;
      for (let column = 0; column < columns; column++) {
        const value = grid[row * MOST_WORDS + column] as number;
        if (columnsTaken & (1 << column) || value <= best) continue;
        best = value;
        bestRow = row;
        bestColumn = column;
      }
    }
    rowsTaken |= 1 << bestRow;
    columnsTaken |= 1 << bestColumn;
    found.mean += best / rows;
    found.worst = Math.min(found.worst, best);
    const word = short.words[bestRow] as string;
    const other = long.words[bestColumn] as string;
    const initial = word.length === 1 || other.length === 1;
    if (best === 1 && !initial) found.exact++;
    else if (best === NICKNAME) found.nick++;
    else if (best >= INITIAL && initial) found.initials++;
    if (best >= NICKNAME && !initial) shared.push(short.full[bestRow] as string);
    if (best >= ALIKE && best < NICKNAME && !initial) slips += Math.min(word.length, other.length) > 3 && isSlip(word, other) ? 1 : 100;
    const clash = best < NICKNAME && !initial && short.given[bestRow] !== undefined && long.given[bestColumn] !== undefined;
    if (clash) found.clashes++;
    if (best >= ALIKE && !initial && !clash) matched++;
  }
  if (found.mean >= 0.45) found.whole = rows === columns && found.worst === 1 ? 1 : likeness(short.sorted, long.sorted);
  found.agreement = agreementOf(found, slips, matched, short, long);
  return found;
}

/** One order for two names, whoever asks. */
function comesFirst(a: NameWords, b: NameWords): boolean {
  return a.joined === b.joined ? a.sorted <= b.sorted : a.joined < b.joined;
}

function agreementOf(found: NameMatch, slips: number, matched: number, short: NameWords, long: NameWords): NameAgreement {
  if (short.joined === long.joined) return 'same';
  if (matched + found.initials === found.count) {
    if (found.count === 1) return long.words.length === 1 && matched === 1 ? 'typo' : found.initials > 0 ? 'different' : 'one-word';
    if (found.initials > 0) return matched > 0 ? 'initial' : 'different';
    if (slips >= 100) return 'similar';
    if (slips > 0) return 'typo';
    if (found.nick > 0) return 'nickname';
    return found.extra === 0 ? 'same' : 'longer';
  }
  if (short.joined.length > 7 && isSlip(short.joined, long.joined)) return 'typo';
  if (matched === 0) return 'different';
  if (matched > 1) return 'partly';
  const word = found.shared[0] ?? '';
  if (short.family.has(word) || long.family.has(word)) return 'family-only';
  return isGivenName(word) || short.family.size + long.family.size > 0 ? 'given-only' : 'one-of-two';
}
