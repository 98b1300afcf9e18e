import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { IdentityKeys, SystemRecord } from './contract.ts';

/** Words that say how a firm is registered, not what it is called. */
const LEGAL = new Set(
  'inc incorporated llc ltd limited plc corp corporation co company gmbh ag kg sa sl slu sas sarl srl spa bv nv ab oy as ooo oao zao pao ao ооо оао зао пао ао ип'.split(
    ' ',
  ),
);
/** Fewer digits than this name no subscriber. */
export const MIN_DIGITS = 7;
/** Names longer than this are pasted text: only their beginning is compared. */
const MAX_NAME = 300;
const MAX_PHONE = 60;

/** Terms of two characters or more without half characters and control characters, each once whatever its case. */
export function searchTerms(texts: readonly string[], most: number, maxLength: number): string[] {
  const usable = texts
    .map((text) => text.trim().replace(/\s+/g, ' '))
    .filter((term) => [...term].length >= 2 && term.length <= maxLength && term.isWellFormed() && !/\p{Cc}/u.test(term));
  return [...new Map(usable.map((term) => [term.toLowerCase(), term])).values()].slice(0, most);
}

/** A number that can exist; undefined for anything else. `country`: ISO 3166-1 alpha-2, for numbers written without a code. */
export function parsePhone(phone: string, country: string | undefined): PhoneNumber | undefined {
  if (phone.length > MAX_PHONE) return undefined;
  const parsed = parsePhoneNumberFromString(phone, country as CountryCode | undefined);
  return parsed?.isPossible() ? parsed : undefined;
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
  const [a, b] = [parsePhone(one, country), parsePhone(other, country)];
  if (a && b) return a.number === b.number;
  const [x, y] = [subscriber(one), subscriber(other)];
  return Math.min(x.length, y.length) >= MIN_DIGITS && (x.endsWith(y) || y.endsWith(x));
}

/** The digits that stay when country and trunk prefix are unknown. */
function subscriber(phone: string): string {
  return phone.replace(/\D/g, '').replace(/^0+/, '').slice(-9);
}

function shares(some: readonly string[], others: readonly string[], fold: (text: string) => string): boolean {
  const folded = new Set(some.map(fold).filter((each) => each !== ''));
  return others.some((each) => folded.has(fold(each)));
}

/** Same words in any order, without case, accents and punctuation. */
function foldName(name: string): string {
  const plain = name.slice(0, MAX_NAME).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).sort().join(' ');
}

/** An address as it is compared: without case. */
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
