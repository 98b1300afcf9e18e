import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { IdentityKeys, SystemRecord } from '../contract.ts';

/** Words that say how a firm is registered, not what it is called. */
const LEGAL = new Set(
  'inc incorporated llc ltd limited plc corp corporation co company gmbh ag sa sl slu sas sarl srl spa bv ab oy ooo ao ооо оао зао пао ао ип'.split(
    ' ',
  ),
);
/** Fewer digits than this name no subscriber. */
const MIN_DIGITS = 7;
/** The vendor's longest word; longer is pasted text, not a name. */
const MAX_TERM = 100;

/**
 * Spellings under which one number may be stored: the vendor compares stored text and knows no phones. As given, as digits, and
 * in the international and national forms with spaces, hyphens and brackets.
 */
export function phoneSpellings(phone: string, country: string | undefined): string[] {
  const given = phone.trim();
  const parsed = parse(phone, country);
  const digits = given.replace(/\D/g, '');
  if (!parsed) return digits.length >= MIN_DIGITS && given.length <= 40 ? [...new Set([given, digits])] : [];
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

/** A text worth asking for, or undefined. Half characters and control characters name nobody. */
export function searchTerm(text: string): string | undefined {
  const term = text.trim().replace(/\s+/g, ' ');
  return [...term].length >= 2 && term.length <= MAX_TERM && term.isWellFormed() && !/\p{Cc}/u.test(term) ? term : undefined;
}

/** The distinctive words of a company's name, in order: `ООО «Ромашка»` → `Ромашка`. */
export function companyCore(name: string): string {
  const words = name
    .replace(/[.«»"“”„'()]/g, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const core = words.filter((word) => !LEGAL.has(word.toLowerCase()));
  return (core.length > 0 ? core : words).join(' ');
}

/** Whether a record really carries one of the keys; a search engine's idea of likeness is not enough. */
export function carries(record: SystemRecord, keys: IdentityKeys, country: string | undefined): boolean {
  if (record.kind === 'person') {
    const emails = new Set(keys.emails.map(foldEmail));
    return (
      record.emails.some((email) => emails.has(foldEmail(email))) ||
      record.phones.some((mine) => keys.phones.some((theirs) => samePhone(mine, theirs, country))) ||
      shares(keys.names, [record.name], foldName)
    );
  }
  if (record.kind !== 'company') return false;
  const foldCompany = (name: string) => foldName(companyCore(name));
  return shares([...keys.companyNames, ...keys.names], [record.name], foldCompany) || shares(keys.domains, record.domains, foldDomain);
}

function samePhone(one: string, other: string, country: string | undefined): boolean {
  const [a, b] = [parse(one, country), parse(other, country)];
  if (a && b) return a.number === b.number;
  const [x, y] = [subscriber(one), subscriber(other)];
  return Math.min(x.length, y.length) >= MIN_DIGITS && (x.endsWith(y) || y.endsWith(x));
}

/** The digits that stay when country and trunk prefix are unknown. */
function subscriber(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^0+/, '').slice(-9);
}

function parse(phone: string, country: string | undefined) {
  if (phone.length > 60) return undefined;
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode | undefined);
  return parsed?.isPossible() ? parsed : undefined;
}

function shares(some: readonly string[], others: readonly string[], fold: (text: string) => string): boolean {
  const folded = new Set(some.map(fold).filter((each) => each !== ''));
  return others.some((each) => folded.has(fold(each)));
}

/** Same words in any order, without case, accents and punctuation. */
function foldName(name: string): string {
  const plain = name
    .slice(0, 2 * MAX_TERM)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ');
}

export function foldEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** A bare host name, as keys hold it. */
export function foldDomain(domain: string): string {
  return domain
    .trim()
    .toLowerCase()
    .replace(/^www\./, '')
    .replace(/\.$/, '');
}
