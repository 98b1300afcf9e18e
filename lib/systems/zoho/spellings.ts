import { SHORTEST_PHONE } from '../matching.ts';
import { parsePhone } from '../phone.ts';

/**
 * Spellings under which one number may be stored: the vendor compares stored text and knows no phones. As given, as digits, and
 * in the international and national forms with spaces, hyphens and brackets.
 */
export function phoneSpellings(phone: string, country: string | undefined): string[] {
  const given = phone.trim();
  const parsed = parsePhone(phone, country);
  const digits = given.replace(/\D/g, '');
  if (!parsed) return digits.length >= SHORTEST_PHONE && given.length <= 40 ? [...new Set([given, digits])] : [];
  const [international, local] = [parsed.formatInternational(), parsed.formatNational()];
  const code = `+${parsed.countryCallingCode}`;
  const [area, ...rest] = international
    .slice(code.length)
    .trim()
    .split(/[\s-]+/);
  const grouped = ['-', ' '].flatMap((mark) => [`${code} (${area}) ${rest.join(mark)}`, `${code} ${area} ${rest.join(mark)}`]);
  return [
    ...new Set([
      given,
      parsed.number,
      parsed.number.slice(1),
      international,
      international.replaceAll(' ', '-'),
      ...grouped,
      local,
      local.replaceAll(' ', '-'),
      local.replace(/\D/g, ''),
      String(parsed.nationalNumber),
    ]),
  ];
}
