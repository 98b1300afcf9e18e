/** Longer words are compared by their first bytes. */
const BITS = 31;
const PATTERN = new Int32Array(256);

/** How far a word is from what was typed. */
export interface Edits {
  /** From the whole word. */
  whole: number;
  /** From its nearest beginning. */
  prefix: number;
}

/** In place of a number of edits: not even those of a word one letter longer are forgiven. */
export const NEVER = -1;

/** Edits that are forgiven in a typed word of so many bytes, finished or not. */
export function forgiven(length: number): number {
  return length >= 8 ? 2 : length >= 4 ? 1 : 0;
}

/** A letter of another script may be spelled with several: an error in it counts as two. */
export function forgivenSpelled(length: number): number {
  return length >= 6 ? 2 : forgiven(length);
}

/** What is forgiven of a distance, and whether the whole word was meant or its beginning; `undefined`: too far. `most`: of the typed word. */
export function verdict(
  { whole, prefix }: Edits,
  most: number,
  typedLength: number,
  wordLength: number,
): { edits: number; isWhole: boolean } | undefined {
  if (most === NEVER) return undefined;
  // Letters that were left out make the typed word shorter than the one that was meant.
  const mostWhole = typedLength >= 6 && wordLength >= 8 ? 2 : typedLength === 3 && wordLength === 4 ? 1 : most;
  if (prefix <= most) return { edits: prefix, isWhole: whole === prefix };
  return whole <= Math.max(most, mostWhole) ? { edits: whole, isWhole: true } : undefined;
}

/**
 * Compares one typed word with many: insertions, deletions, substitutions and transpositions of neighbours (optimal string
 * alignment), 31 bytes at most. Source: Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances" (2003).
 */
export function editsFrom(typed: Uint8Array): (text: Uint8Array, start: number, end: number, out: Edits) => void {
  const length = Math.min(typed.length, BITS);
  const pattern = PATTERN.slice();
  for (let at = 0; at < length; at += 1) pattern[typed[at] as number] = (pattern[typed[at] as number] as number) | (1 << at);
  const last = 1 << (length - 1);
  return (text, start, end, out) => {
    let positive = -1;
    let negative = 0;
    let diagonal = 0;
    let before = 0;
    let score = length;
    let best = length;
    for (let at = start; at < end; at += 1) {
      const match = pattern[text[at] as number] as number;
      const swapped = ((~diagonal & match) << 1) & before;
      diagonal = (((match & positive) + positive) ^ positive) | match | negative | swapped | 0;
      const up = negative | ~(diagonal | positive);
      const down = diagonal & positive;
      if (up & last) score += 1;
      if (down & last) score -= 1;
      if (score < best) best = score;
      const shifted = (up << 1) | 1;
      positive = (down << 1) | ~(diagonal | shifted);
      negative = shifted & diagonal;
      before = match;
    }
    out.whole = score;
    out.prefix = best;
  };
}
