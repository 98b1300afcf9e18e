import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { IdentityKeys, SystemRecord } from '../contract.ts';

/** Words that say how a firm is registered, not what it is called. */
const LEGAL = new Set(
  'inc incorporated llc ltd limited plc corp corporation co company gmbh ag kg sa sl slu sas sarl srl spa bv nv ab oy as ooo oao zao pao ao ооо оао зао пао ао ип'.split(
    ' ',
  ),
);
/** Fewer digits than this name no subscriber. */
const MIN_DIGITS = 7;
/** Search terms longer than this are pasted text, not names. */
const MAX_TERM = 150;

/**
 * Terms under which one number may be found; the search compares stored text and knows no phones. Compact spellings
 * contain the national digits, spaced ones the international grouping, and most others end as the national one does:
 * `(555) 123-4567`, `555.123-4567` and `+1 555 123-4567` in `123-4567`.
 */
export function phoneSpellings(phone: string, country: string | undefined): string[] {
  const parsed = parse(phone, country);
  const digits = phone.replace(/\D/g, '');
  if (!parsed) return digits.length >= MIN_DIGITS ? [digits.slice(-9)] : [];
  const international = parsed.formatInternational().replace(`+${parsed.countryCallingCode}`, '').trim();
  const national = parsed.formatNational();
  const tail = national.split(/[\s()]+/).at(-1) ?? '';
  return [...new Set([String(parsed.nationalNumber), international, tail.replace(/\D/g, '').length >= 4 ? tail : national])];
}

/** A term the search accepts (2 characters or more), or undefined. */
export function searchTerm(text: string): string | undefined {
  const term = text.trim().replace(/\s+/g, ' ');
  return [...term].length >= 2 && term.length <= MAX_TERM ? term : undefined;
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
  const [x, y] = [one.replace(/\D/g, ''), other.replace(/\D/g, '')];
  return x.length >= MIN_DIGITS && y.length >= MIN_DIGITS && x.slice(-9) === y.slice(-9);
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

function foldEmail(email: string): string {
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
