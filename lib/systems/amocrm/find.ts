import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { idOf, search } from './api.ts';
import { toDomain } from './fields.ts';
import { toRecord } from './map.ts';

type Found = Extract<SystemRecord, { kind: 'person' | 'company' }>;

/** Values of one kind that are asked for at most: a vendor that counts requests per office address must not be flooded. */
const PER_KEY = 3;
/** Digits that must agree at the end of two phone numbers: a national number without its prefix. */
const TAIL = 10;
const SHORTEST_PHONE = 6;
/** In characters: more than this is not a phone number. */
const LONGEST_PHONE = 60;

/**
 * Contacts or companies that share a key. `query` is a full-text search that may answer strangers, so every row is compared
 * here; trusting its first hit is a known way to mix up customers (amocrm-api-php #515).
 */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const native = keys.kind === 'company' ? 'companies' : 'contacts';
  const answers = await Promise.all(queries(keys, io.connection.defaultCountry).map((query) => search(io, native, query)));
  const rows = new Map(answers.flat().map((row) => [idOf(row), row]));
  rows.delete('');
  return [...rows.values()]
    .map((row) => toRecord(native, row, io.connection) as Found)
    .filter((record) => matches(record, keys, io.connection.defaultCountry));
}

/** What is typed into the search: bare values (amocrm-php #38); a phone without its country's prefix. */
function queries(keys: IdentityKeys, country: string | undefined): string[] {
  const phones = keys.phones.flatMap((each) => phoneQuery(each, country));
  const names = keys.kind === 'company' ? [...keys.companyNames, ...keys.names].map(withoutForm) : keys.names;
  const all = [
    ...keys.emails.map((each) => each.trim().toLowerCase()).slice(0, PER_KEY),
    ...(keys.kind === 'company' ? keys.domains.flatMap((each) => toDomain(each) ?? []).slice(0, PER_KEY) : []),
    ...phones.slice(0, PER_KEY),
    ...names.map((each) => each.trim().slice(0, 250)).slice(0, PER_KEY),
  ];
  return [...new Set(all)].filter((each) => each.length > 1);
}

/** The number without its country's prefix: every spelling ends with it, so one question finds them all. */
function phoneQuery(phone: string, country: string | undefined): string[] {
  const all = digits(phone);
  return all.length < SHORTEST_PHONE ? [] : [parse(phone, country)?.nationalNumber ?? all.slice(-TAIL)];
}

/** Whether a record really holds one of the keys. Exported for the tests: no answer of `find` may fail it. */
export function matches(record: SystemRecord, keys: IdentityKeys, country?: string): boolean {
  if (record.kind !== 'person' && record.kind !== 'company') return false;
  return (
    meet(record.emails.map(lower), keys.emails.map(lower)) ||
    record.phones.some((phone) => keys.phones.some((key) => samePhone(phone, key, country))) ||
    (record.kind === 'person' ? meet(personNames(record), keys.names.map(nameKey)) : companyMatches(record, keys))
  );
}

function personNames(record: Extract<SystemRecord, { kind: 'person' }>): string[] {
  return [record.name, [record.firstName, record.lastName].filter(Boolean).join(' ')].map(nameKey);
}

function companyMatches(record: Extract<SystemRecord, { kind: 'company' }>, keys: IdentityKeys): boolean {
  const domains = keys.domains.flatMap((each) => toDomain(each) ?? []);
  const own = [...record.domains, ...record.emails.flatMap((each) => each.split('@')[1]?.trim().toLowerCase() ?? [])];
  return meet(own, domains) || meet([companyKey(record.name)], [...keys.companyNames, ...keys.names].map(companyKey));
}

function meet(left: readonly string[], right: readonly string[]): boolean {
  return left.some((each) => each !== '' && right.includes(each));
}

/** Equal, or equal in the last ten digits (8 921 … and +7 921 …), or one number once its country is known. */
function samePhone(left: string, right: string, country: string | undefined): boolean {
  const a = digits(left);
  const b = digits(right);
  if (a.length < SHORTEST_PHONE || b.length < SHORTEST_PHONE) return false;
  if (a === b || (a.length >= TAIL && b.length >= TAIL && a.slice(-TAIL) === b.slice(-TAIL))) return true;
  const whole = parse(left, country)?.number;
  return whole !== undefined && whole === parse(right, country)?.number;
}

function parse(phone: string, country: string | undefined) {
  const number = parsePhoneNumberFromString(phone.slice(0, LONGEST_PHONE), country as CountryCode | undefined);
  return number?.isPossible() ? number : undefined;
}

function digits(phone: string): string {
  return phone
    .slice(0, LONGEST_PHONE)
    .replace(/(ext|x|доб)\.?\s*\d+\s*$/i, '')
    .replace(/\D/g, '');
}

function lower(text: string): string {
  return text.trim().toLowerCase();
}

/** A person's name without case, accents, order and punctuation. */
function nameKey(name: string): string {
  return words(name).sort().join(' ');
}

/** A company's name without its legal form as well. */
function companyKey(name: string): string {
  const all = words(name.replace(/\b(s\.?\s?a\.?\s?(de)?\s?c\.?\s?v\.?|s\.\s?a\.|s\.\s?l\.)/gi, ' '));
  const named = all.filter((word) => !LEGAL_FORMS.has(word));
  return (named.length > 0 ? named : all).join(' ');
}

/** A company's name as it is searched for: no quotation marks around it, no legal form before or after. */
function withoutForm(name: string): string {
  const parts = name.split(/\s+/);
  const isForm = (part: string | undefined) => part !== undefined && LEGAL_FORMS.has(words(part).join(''));
  while (parts.length > 1 && isForm(parts[0])) parts.shift();
  while (parts.length > 1 && isForm(parts.at(-1))) parts.pop();
  return parts.join(' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

const LEGAL_FORMS = new Set(
  'ооо оао зао пао ао ип нпо llc ltd limited inc corp co gmbh ag sa sas srl sl bv oy ab plc cv sadecv'.split(' '),
);

function words(text: string): string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ё', 'е');
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
