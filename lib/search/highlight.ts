import { editsFrom, verdict } from './edits.ts';
import { readings, type Unit } from './query.ts';
import { otherLayout } from './spellings.ts';
import { digitsOf, searchWords } from './words.ts';

/** Half-open, UTF-16 units. */
type Range = [start: number, end: number];

/** Fields of a found record that can be shown with the part that was typed. */
export type ShownField = 'name' | 'company' | 'title' | 'email' | 'phone';

/** The address and number that were looked for (else the first), and what in each shown text was typed: ascending, not overlapping. */
export interface Shown {
  email?: string;
  phone?: string;
  matched: Partial<Record<ShownField, Range[]>>;
}

const encoder = new TextEncoder();

/** What of a found record is shown, with the parts that were typed. */
export function shown(found: { name: string; company?: string; title?: string; emails: string[]; phones: string[] }, query: string): Shown {
  const typed = readings(query);
  const as = shownFor(found, typed);
  return Object.keys(as.matched).length > 0 ? as : shownFor(found, readings(otherLayout(query)));
}

function shownFor(found: Parameters<typeof shown>[0], meant: ReturnType<typeof readings>): Shown {
  const units = meant.flatMap((reading) => reading.units);
  const literals = meant[0]?.literals ?? [];
  const matched: Shown['matched'] = {};
  const note = (field: ShownField, ranges: Range[]) => {
    if (ranges.length > 0) matched[field] = ranges;
  };
  for (const field of ['name', 'company', 'title'] as const) note(field, rangesIn(found[field] ?? '', units));
  const email = mostMatched(found.emails, (each) => addressRanges(each, units, literals));
  const phone = mostMatched(found.phones, (each) => phoneRanges(each, units));
  if (email) note('email', email.ranges);
  if (phone) note('phone', phone.ranges);
  return { ...(email && { email: email.text }), ...(phone && { phone: phone.text }), matched };
}

function mostMatched(texts: readonly string[], find: (text: string) => Range[]): { text: string; ranges: Range[] } | undefined {
  let best: { text: string; ranges: Range[]; length: number } | undefined;
  for (const text of texts) {
    const ranges = find(text);
    const length = ranges.reduce((total, [start, end]) => total + end - start, 0);
    if (!best || length > best.length) best = { text, ranges, length };
  }
  return best;
}

function addressRanges(email: string, units: readonly Unit[], literals: readonly string[]): Range[] {
  const lower = email.toLowerCase();
  const whole = literals.map((literal): Range => [lower.indexOf(literal), lower.indexOf(literal) + literal.length]);
  return literals.length > 0 && whole.every(([start]) => start >= 0) ? joined(whole) : rangesIn(email, units);
}

function phoneRanges(phone: string, units: readonly Unit[]): Range[] {
  const digits = digitsOf(phone);
  const at = Array.from(phone.matchAll(/\d/g), (match) => match.index);
  return joined(
    units.flatMap((unit): Range[] => {
      if (unit.kind !== 'phone') return [];
      const typed = [unit.digits, ...unit.spellings].find((each) => digits.includes(each));
      if (typed === undefined) return [];
      const start = digits.indexOf(typed);
      return [[at[start] as number, (at[start + typed.length - 1] as number) + 1]];
    }),
  );
}

function rangesIn(text: string, units: readonly Unit[]): Range[] {
  const words = units.flatMap((unit) => (unit.kind === 'word' ? [unit] : []));
  if (text === '' || words.length === 0) return [];
  const ranges: Range[] = [];
  for (const { 0: part, index } of text.matchAll(/[\p{L}\p{N}\p{M}'’`ʼ]+/gu)) {
    const folded = searchWords(part);
    if (folded.length !== 1) continue;
    const word = folded[0] as string;
    const range = words.map((unit) => rangeOf(word, unit)).reduce(wider, undefined);
    if (range) ranges.push([index + unfolded(part, word, range[0]), index + unfolded(part, word, range[1])]);
  }
  return joined(ranges);
}

function wider(a: Range | undefined, b: Range | undefined): Range | undefined {
  return !a || (b && b[1] - b[0] > a[1] - a[0]) ? b : a;
}

/** Where in a folded word the unit stands: at its beginning, in the middle, or (with edits) all of it. */
function rangeOf(word: string, { word: typed, spellings, most }: Unit & { kind: 'word' }): Range | undefined {
  for (const each of [typed, ...spellings]) if (word.startsWith(each)) return [0, each.length];
  const inside = typed.length > 2 ? word.indexOf(typed) : -1;
  if (inside > 0) return [inside, inside + typed.length];
  const [bytes, text] = [encoder.encode(typed), encoder.encode(word)];
  const edits = { whole: 0, prefix: 0 };
  editsFrom(bytes)(text, 0, text.length, edits);
  const found = verdict(edits, most, bytes.length, text.length);
  return found && found.edits > 0 ? [0, found.isWhole ? word.length : Math.min(word.length, typed.length)] : undefined;
}

/** The place in the text as written that belongs to a place in its folded word. */
function unfolded(part: string, word: string, place: number): number {
  if (place === 0 || place === word.length) return place === 0 ? 0 : part.length;
  if (part.length === word.length) return place;
  // By halves: letters that fold to nothing may stand there by the thousand.
  let [before, end] = [0, part.length];
  while (end - before > 1) {
    const middle = (before + end) >> 1;
    if ((searchWords(part.slice(0, middle))[0] ?? '').length < place) before = middle;
    else end = middle;
  }
  return end;
}

function joined(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const range of ranges.sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else result.push([...range]);
  }
  return result;
}
