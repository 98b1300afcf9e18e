/** Longer texts than this are compared by their beginnings. */
const LONGEST = 64;
const takenLeft = new Uint8Array(LONGEST);
const takenRight = new Uint8Array(LONGEST);

/**
 * Jaro-Winkler likeness of two texts, 0 to 1; symmetric. Made for folded text: counts UTF-16 units. Allocates nothing.
 * Source: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage" (1990).
 */
export function likeness(one: string, other: string): number {
  if (one === other) return 1;
  // Which letters pair up depends on the side one begins with.
  const inOrder = one.length < other.length || (one.length === other.length && one < other);
  const a = inOrder ? one : other;
  const b = inOrder ? other : one;
  const lengthA = Math.min(a.length, LONGEST);
  const lengthB = Math.min(b.length, LONGEST);
  if (lengthA === 0 || lengthB === 0) return 0;
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1);
  takenLeft.fill(0, 0, lengthA);
  takenRight.fill(0, 0, lengthB);
  let common = 0;
  for (let at = 0; at < lengthA; at++) {
    const letter = a.charCodeAt(at);
    const end = Math.min(lengthB, at + reach + 1);
    for (let place = Math.max(0, at - reach); place < end; place++) {
      if (takenRight[place] !== 0 || b.charCodeAt(place) !== letter) continue;
      takenLeft[at] = 1;
      takenRight[place] = 1;
      common++;
      break;
    }
  }
  if (common === 0) return 0;
  let swapped = 0;
  for (let at = 0, place = 0; at < lengthA; at++) {
    if (takenLeft[at] === 0) continue;
    while (takenRight[place] === 0) place++;
    if (a.charCodeAt(at) !== b.charCodeAt(place)) swapped++;
    place++;
  }
  const jaro = (common / lengthA + common / lengthB + (common - swapped / 2) / common) / 3;
  let start = 0;
  while (start < 4 && start < lengthA && start < lengthB && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  return jaro + start * 0.1 * (1 - jaro);
}

/** One letter added, lost, changed or two neighbours swapped. Equal texts are no slip. */
export function isSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shortest - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  const restA = a.length - start - end;
  const restB = b.length - start - end;
  if (restA <= 1 && restB <= 1) return true;
  return restA === 2 && restB === 2 && a.charCodeAt(start) === b.charCodeAt(start + 1) && a.charCodeAt(start + 1) === b.charCodeAt(start);
}

/** The letters of a text as bits, for telling quickly that two texts have too little in common. */
export function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at++) bits |= 1 << (text.charCodeAt(at) & 31);
  return bits;
}

/** How many bits are set. */
export function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Less than half of the letters in common: nothing that a comparison could find. */
export function isUnlike(lettersA: number, lettersB: number): boolean {
  return bitCount(lettersA & lettersB) * 2 < Math.max(bitCount(lettersA), bitCount(lettersB));
}
