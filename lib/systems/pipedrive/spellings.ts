import { SHORTEST_PHONE } from '../matching.ts';
import { parsePhone } from '../phone.ts';

/**
 * Terms under which one number may be found; the search compares stored text and knows no phones. First the national
 * digits, which all compact spellings contain; then how grouped ones end: `67 89`, `345-67-89`, `6789`.
 */
export function phoneSpellings(phone: string, country: string | undefined): string[] {
  const parsed = parsePhone(phone, country);
  const digits = phone.replace(/\D/g, '');
  if (!parsed) return digits.length >= SHORTEST_PHONE ? [digits.slice(-9)] : [];
  const national = String(parsed.nationalNumber);
  return [...new Set([national, ending(parsed.formatInternational()), ending(parsed.formatNational()), national.slice(-4)])];
}

/** The last groups of a formatted number that hold four digits or more together. */
function ending(formatted: string): string {
  const groups = formatted.split(/[\s()]+/).filter((group) => group !== '');
  let end = groups.pop() ?? '';
  while (end.replace(/\D/g, '').length < 4 && groups.length > 0) end = `${groups.pop()} ${end}`;
  return end;
}

/** The word of a name that tells most: the longest of four letters or more; undefined where it is the whole name. */
export function tellingWord(name: string): string | undefined {
  const words = name.trim().split(/\s+/);
  if (words.length < 2) return undefined;
  return words.filter((word) => [...word].length >= 4).sort((a, b) => b.length - a.length)[0];
}
