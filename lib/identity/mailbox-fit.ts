import { fullForm } from './nicknames.ts';
import type { Prepared } from './prepare.ts';
import { isSlip } from './similarity.ts';

/**
 * How well a mailbox of one fits the name of the other, 0 to 1: the share of its letters that the name's words and initials
 * explain. -1 without a personal mailbox or a name.
 */
export function mailboxFit({ mails }: Pick<Prepared, 'mails'>, { names }: Pick<Prepared, 'names'>): number {
  let best = -1;
  for (const { shared, parts, box } of mails) {
    if (shared || box === '') continue;
    for (const { words, full, script } of names) if (script === 'latin') best = Math.max(best, explained(parts, words, full) / box.length);
  }
  return best;
}

function explained(parts: readonly string[], words: readonly string[], full: readonly string[]): number {
  let letters = 0;
  for (const part of parts) letters += partExplained(part, words, full);
  return letters;
}

function partExplained(part: string, words: readonly string[], full: readonly string[]): number {
  let rest = part;
  let letters = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (part.length === 1 && word.startsWith(part)) return 1;
    if (word.length < 3) continue;
    if (rest === word || fullForm(rest) === full[at]) return letters + rest.length;
    const from = rest.indexOf(word);
    if (from >= 0) {
      letters += word.length;
      rest = rest.slice(0, from) + rest.slice(from + word.length);
    } else if (rest.length > 3 && isSlip(rest, word)) return letters + rest.length - 1;
  }
  if (letters > 0 && rest.length > 0 && rest.length <= 2)
    for (const word of words) if (rest.startsWith(word.charAt(0)) && !part.startsWith(word)) return letters + 1;
  return letters;
}
