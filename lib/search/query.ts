import { forgiven, forgivenSpelled, NEVER } from './edits.ts';
import { spellings } from './spellings.ts';
import { bytesOf } from './utf8.ts';
import { digitsOf, searchWords } from './words.ts';

/** One thing that must be found in a record: a word, or a piece of a phone number. */
export type Unit =
  | { kind: 'word'; word: string; spellings: readonly string[] /** Edits that are forgiven. */; most: number }
  | { kind: 'phone'; digits: string; spellings: readonly string[] };

/** One way to understand what was typed: every unit must be found; with `literals`, each must stand in an address as it is. */
export interface Reading {
  units: readonly Unit[];
  literals: readonly string[];
  /** Added to the cost of whatever is found. */
  extra: number;
}

const QUERY_LIMIT = 200;
const UNIT_LIMIT = 10;
/** Fewer digits are no piece of a phone number. */
export const PHONE_DIGITS = 4;

/** What a query may mean, the likelier first: numbers in a row are one phone number, or words of their own. */
export function readings(query: string, extra = 0): Reading[] {
  const parts = query.slice(0, QUERY_LIMIT).trim().split(/\s+/);
  const literals = parts.filter((part) => part.includes('@') && /[^@]/.test(part)).map((part) => part.toLowerCase());
  const plain = parts.flatMap(wordUnits);
  const found = [plain];
  if (parts.some(isNumber)) {
    const joined = withNumbers(parts);
    if (joined.some((unit) => unit.kind === 'phone')) found.unshift(joined);
  }
  return found.filter((units) => units.length > 0).map((units) => ({ units: units.slice(0, UNIT_LIMIT), literals, extra }));
}

function withNumbers(parts: readonly string[]): Unit[] {
  const units: Unit[] = [];
  let run: string[] = [];
  for (const part of [...parts, '']) {
    if (isNumber(part)) {
      run.push(part);
      continue;
    }
    const digits = digitsOf(run.join(''));
    units.push(...(digits.length >= PHONE_DIGITS ? [phoneUnit(digits)] : run.flatMap(wordUnits)));
    run = [];
    units.push(...wordUnits(part));
  }
  return units;
}

/** Of a piece of an address the two longest words lead to the records; the rest is compared there. */
function wordsOf(part: string): string[] {
  const words = searchWords(part);
  return part.includes('@') ? words.sort((a, b) => b.length - a.length).slice(0, 2) : words;
}

function isNumber(part: string): boolean {
  return /\d/.test(part) && /^[+\d().\-/]+$/.test(part);
}

function wordUnits(part: string): Unit[] {
  const allow = /[\u0400-\u04ff]/.test(part) ? forgivenSpelled : forgiven;
  return wordsOf(part).map((word) => {
    // Another number is another number.
    const most = /^\d+$/.test(word) ? NEVER : allow(bytesOf(word).length);
    return { kind: 'word', word, spellings: spellings(word), most };
  });
}

/** Inside the country a number is dialled with a prefix that its international form lacks. */
function phoneUnit(digits: string): Unit {
  const core = digits.replace(/^(?:00|0|8)/, '');
  return { kind: 'phone', digits, spellings: core !== digits && core.length >= PHONE_DIGITS ? [core] : [] };
}
