import { foldText } from '../identity/fold.ts';

/** Words longer than this are cut, in the index and in what is typed alike. */
export const WORD_LIMIT = 31;

/** What folding does to ASCII: lower case, `y` like `i` (and once where it is doubled), `x` like `ks`; '' = left out, ' ' = ends a word. */
const ASCII = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code).toLowerCase();
  if (letter === "'" || letter === '`') return '';
  return /[a-z0-9]/.test(letter) ? sound(letter) : ' ';
});

/**
 * The words of a text as search compares them: folded as identity folds names, and the Latin letters by which one Cyrillic letter
 * is spelled made one. A folded prefix of a word is a prefix of the folded word.
 */
export function searchWords(text: string): string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at < text.length; at += 1) {
    const letter = ASCII[text.charCodeAt(at)];
    if (letter === undefined) return otherWords(text);
    if (letter !== ' ') {
      if (letter !== 'i' || !word.endsWith('i')) word += letter;
    } else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  if (word !== '') words.push(word);
  return words.map(cut);
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
