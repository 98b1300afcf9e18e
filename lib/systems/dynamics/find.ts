import { SystemError } from '../../model/errors.ts';
import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { getRows } from './api.ts';
import { domainOf, toRecord } from './map.ts';
import { digitsPattern, literal, pattern } from './odata.ts';
import { type Native, TABLES } from './refs.ts';
import { WITH_CURRENCY } from './tables.ts';

const MOST_KEYS = 5;
const LIMIT = 50;
/** Fewer digits than this name no subscriber; the last seven are what all spellings of a number share. */
const SHORTEST_PHONE = 7;
const LONGEST_TERM = 200;
const EMAILS = ['emailaddress1', 'emailaddress2', 'emailaddress3'];
const PHONES = ['telephone1', 'mobilephone', 'telephone2', 'telephone3'];

/** Contacts and leads, or accounts, side by side in one round trip; what merely came close is dropped. */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const asked = keys.kind === 'person' ? [...personQueries(keys)] : companyQueries(keys);
  const found = await Promise.all(asked.map(({ native, filter }) => rowsOf(native, filter, io)));
  const records = found.flat().filter((record) => record.ref.id !== '' && record.mergedInto === undefined && fits(record, keys));
  return [...new Map(records.map((record) => [record.ref.id, record])).values()];
}

/** Without the right to one table the others still answer. */
async function rowsOf(native: Native, filter: string, io: Io): Promise<SystemRecord[]> {
  const expand = native === 'account' ? WITH_CURRENCY : undefined;
  try {
    const rows = await getRows(io, `/${TABLES[native].set}`, { filter, expand, top: LIMIT });
    return rows.map((row) => toRecord(native, row, io.connection));
  } catch (error) {
    if (error instanceof SystemError && error.kind === 'forbidden') return [];
    throw error;
  }
}

interface Query {
  native: Native;
  filter: string;
}

function personQueries(keys: IdentityKeys): Query[] {
  const shared = [...emailConditions(keys.emails), ...phoneConditions(keys.phones, PHONES), ...nameConditions(keys.names)];
  const queries: Query[] = [];
  const contact = [...shared, ...colleagueConditions(keys, 'parentcustomerid_account/name')];
  const lead = [...shared, ...colleagueConditions(keys, 'companyname')];
  if (contact.length > 0) queries.push({ native: 'contact', filter: contact.join(' or ') });
  // A qualified lead lives on as a contact.
  if (lead.length > 0) queries.push({ native: 'lead', filter: `statecode ne 1 and (${lead.join(' or ')})` });
  return queries;
}

function emailConditions(emails: readonly string[]): string[] {
  return usable(emails).flatMap((email) => EMAILS.map((column) => `${column} eq ${literal(email)}`));
}

/** Phones are stored as typed: digits with anything between them, checked again when the rows are here. */
function phoneConditions(phones: readonly string[], columns: readonly string[]): string[] {
  const endings = new Set(
    phones
      .map(digitsOf)
      .filter((digits) => digits.length >= SHORTEST_PHONE)
      .map((digits) => digits.slice(-SHORTEST_PHONE)),
  );
  return [...endings]
    .slice(0, MOST_KEYS)
    .flatMap((ending) => columns.map((column) => `contains(${column},${literal(digitsPattern(ending))})`));
}

/** An environment decides how full names are written (`Doe, Jane`), so the two parts are asked for as well, in both orders. */
function nameConditions(names: readonly string[]): string[] {
  return usable(names).flatMap((name) => {
    const words = name.split(/\s+/);
    const [first = '', last = ''] = [words.slice(0, -1).join(' '), words.at(-1)];
    const both = (a: string, b: string) => `(firstname eq ${literal(a)} and lastname eq ${literal(b)})`;
    return [`fullname eq ${literal(name)}`, ...(words.length > 1 ? [both(first, last), both(last, first)] : [])];
  });
}

/** Somebody of the same company whose name holds the same telling word. */
function colleagueConditions(keys: IdentityKeys, column: string): string[] {
  const words = new Set(usable(keys.names).flatMap((name) => longestWord(name) ?? []));
  return usable(keys.companyNames).flatMap((company) =>
    [...words].slice(0, 2).map((word) => `(${column} eq ${literal(company)} and contains(fullname,${literal(pattern(word))}))`),
  );
}

/** Accounts by site, address, name or phone, and the accounts of people with an address there. */
function companyQueries(keys: IdentityKeys): Query[] {
  const domains = usable(keys.domains).map(bareDomain);
  const own = [
    ...domains.flatMap((domain) => [
      `contains(websiteurl,${literal(pattern(domain))})`,
      `endswith(emailaddress1,${literal(pattern(`@${domain}`))})`,
    ]),
    ...usable(keys.companyNames).map((name) => `name eq ${literal(name)}`),
    ...phoneConditions(keys.phones, ['telephone1', 'telephone2']),
  ];
  const people = domains.map((domain) => `endswith(c/emailaddress1,${literal(pattern(`@${domain}`))})`).join(' or ');
  return [
    ...(own.length > 0 ? [{ native: 'account' as const, filter: own.join(' or ') }] : []),
    ...(people ? [{ native: 'account' as const, filter: `contact_customer_accounts/any(c:${people})` }] : []),
  ];
}

/** Was it found for one of the keys, or did the query merely come close? */
function fits(record: SystemRecord, keys: IdentityKeys): boolean {
  if (record.kind === 'company') return fitsCompany(record, keys);
  if (record.kind !== 'person') return false;
  const emails = new Set(keys.emails.map(folded));
  if (record.emails.some((email) => emails.has(folded(email))) || samePhone(record.phones, keys.phones)) return true;
  const spellings = [
    record.name,
    `${record.firstName ?? ''} ${record.lastName ?? ''}`,
    `${record.lastName ?? ''} ${record.firstName ?? ''}`,
  ].map(folded);
  const names = usable(keys.names);
  if (names.some((name) => spellings.includes(folded(name)))) return true;
  const colleague = keys.companyNames.some((name) => record.companyName !== undefined && folded(name) === folded(record.companyName));
  return colleague && names.some((name) => folded(record.name).includes(folded(longestWord(name) ?? '\n')));
}

/** An account found through its people has neither site nor name in common: the query alone vouches for it when it has no site. */
function fitsCompany(record: Extract<SystemRecord, { kind: 'company' }>, keys: IdentityKeys): boolean {
  const domains = usable(keys.domains).map(bareDomain);
  const under = (host: string) => domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
  const named = keys.companyNames.some((name) => folded(name) === folded(record.name));
  const mailed = record.emails.some((email) => under(folded(email).split('@')[1] ?? ''));
  return (
    record.domains.some(under) ||
    mailed ||
    named ||
    samePhone(record.phones, keys.phones) ||
    (domains.length > 0 && record.domains.length === 0)
  );
}

/** Equal in what both have: one may lack the country code or have a trunk prefix. Ten digits in common are enough. */
function samePhone(own: readonly string[], asked: readonly string[]): boolean {
  const long = (digits: string) => digits.length >= SHORTEST_PHONE;
  const known = own.map(digitsOf).filter(long);
  return asked
    .map(digitsOf)
    .filter(long)
    .some((digits) => known.some((each) => each.endsWith(digits) || digits.endsWith(each) || ending(each) === ending(digits)));
}

const ending = (digits: string) => (digits.length > 10 ? digits.slice(-10) : digits);

/** Digits without extension and trunk zeros. */
function digitsOf(phone: string): string {
  return phone
    .replace(/(?:ext\.?|x|доб\.?|#)\s*\d+\s*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
}

/** The word of a name that tells most; undefined where all are short. */
function longestWord(name: string): string | undefined {
  return name
    .split(/\s+/)
    .filter((word) => [...word].length >= 3)
    .sort((a, b) => b.length - a.length)[0];
}

const bareDomain = (domain: string) => domainOf(domain.toLowerCase()) ?? domain;
const folded = (value: string) => value.trim().replace(/\s+/g, ' ').toLowerCase();

/** Control characters are in no record, and a term of blanks would find what has no value. */
function usable(values: readonly string[]): string[] {
  const clean = values.map((value) =>
    value
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, LONGEST_TERM),
  );
  return [...new Set(clean.filter((value) => value.length >= 2))].slice(0, MOST_KEYS);
}
