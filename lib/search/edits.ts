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

/** Edits that are forgiven in a word of so many bytes. */
export function forgiven(length: number): number {
  return length >= 8 ? 2 : length >= 4 ? 1 : 0;
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
