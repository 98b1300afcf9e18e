import { foldText } from '../identity/fold.ts';

/** Words longer than this are cut, in the index and in what is typed alike. */
export const WORD_LIMIT = 31;

/** What folding does to ASCII: lower case, `y` like `i` (and once where it is doubled), `x` like `ks`; '' = left out, ' ' = ends a word. */
const ASCII = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  if (letter === "'" || letter === '`') return '';
  return /[a-z0-9]/.test(letter) ? sound(letter) : ' ';
});

/** Of ASCII: ends a word, stays as it is in lower case, or is changed by folding. */
const [ENDS, STAYS, CHANGES] = [0, 1, 2];
const KIND = Uint8Array.from(ASCII, (letter, code) =>
  letter === ' ' ? ENDS : letter === String.fromCharCode(code).toLowerCase() && letter !== 'i' ? STAYS : CHANGES,
);

/**
 * The words of a text as search compares them: folded as identity folds names, and the Latin letters by which one Cyrillic letter
 * is spelled made one. A folded prefix of a word is a prefix of the folded word.
 */
export function searchWords(text: string): string[] {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return otherWords(text);
  const lower = text.toLowerCase();
  const words: string[] = [];
  // A word in which nothing changes is a piece of the text: it need not be put together.
  let [start, isPlain] = [0, true];
  for (let at = 0; at <= lower.length; at += 1) {
    const kind = at < lower.length ? KIND[lower.charCodeAt(at)] : ENDS;
    if (kind === CHANGES) isPlain = false;
    if (kind !== ENDS) continue;
    const word = isPlain ? lower.slice(start, Math.min(at, start + WORD_LIMIT)) : cut(folded(lower, start, at));
    if (word !== '') words.push(word);
    [start, isPlain] = [at + 1, true];
  }
  return words;
}

function folded(text: string, from: number, to: number): string {
  let word = '';
  for (let at = from; at < to; at += 1) {
    const letter = ASCII[text.charCodeAt(at)] ?? '';
    if (letter !== 'i' || !word.endsWith('i')) word += letter;
  }
  return word;
}

function otherWords(text: string): string[] {
  const folded = sound(foldText(text));
  return folded === '' ? [] : folded.split(' ').map(cut);
}

function sound(text: string): string {
  return text.replace(/[yi]+/g, 'i').replace(/x/g, 'ks').replace(/ς/g, 'σ');
}

function cut(word: string): string {
  return word.length > WORD_LIMIT ? word.slice(0, WORD_LIMIT) : word;
}

/** The digits of a number as written. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
