import { type IdentityKeys, type Io, SystemError, type SystemRecord } from '../contract.ts';
import { domainOf, foldText, holdsKey, phoneDigits, SHORTEST_PHONE, searchTerms } from '../matching.ts';
import { digitsPattern, literal, pattern } from '../odata.ts';
import { longestWord } from '../texts.ts';
import { dataverse } from './api.ts';
import { toRecord } from './map.ts';
import { type Native, TABLES } from './refs.ts';
import { WITH_CURRENCY } from './tables.ts';

const MOST_KEYS = 5;
const LIMIT = 50;
const LONGEST_TERM = 200;
const EMAILS = ['emailaddress1', 'emailaddress2', 'emailaddress3'];
const PHONES = ['telephone1', 'mobilephone', 'telephone2', 'telephone3'];

/** Contacts and leads, or accounts, side by side in one round trip; what merely came close is dropped. */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const asked = keys.kind === 'person' ? [...personQueries(keys)] : companyQueries(keys);
  const found = await Promise.all(asked.map(({ native, filter }) => rowsOf(native, filter, io)));
  const records = found.flat().filter((record) => record.ref.id !== '' && record.mergedInto === undefined && fits(record, keys));
  return [...new Map(records.filter((record) => !livesOn(record, records)).map((record) => [record.ref.id, record])).values()];
}

/** A qualified lead lives on as the contact it was turned into: where that was found too, it says the same once more. */
function livesOn(record: SystemRecord, among: readonly SystemRecord[]): boolean {
  if (record.ref.object !== 'lead') return false;
  const heir = record.links.find(({ role }) => role === 'contact')?.ref.id;
  return heir !== undefined && among.some(({ ref }) => ref.id === heir);
}

/** Without the right to one table the others still answer. */
async function rowsOf(native: Native, filter: string, io: Io): Promise<SystemRecord[]> {
  const expand = native === 'account' ? WITH_CURRENCY : undefined;
  try {
    const rows = await dataverse.getRows(io, `/${TABLES[native].set}`, { filter, expand, top: LIMIT });
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
  if (lead.length > 0) queries.push({ native: 'lead', filter: lead.join(' or ') });
  return queries;
}

function emailConditions(emails: readonly string[]): string[] {
  return usable(emails).flatMap((email) => EMAILS.map((column) => `${column} eq ${literal(email)}`));
}

/** Phones are stored as typed: the last seven digits, which all spellings share, with anything between them; compared when the rows are here. */
function phoneConditions(phones: readonly string[], columns: readonly string[]): string[] {
  const endings = new Set(
    phones
      .map(phoneDigits)
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
  if (holdsKey(record, keys)) return true;
  // An account found through its people has neither site nor name in common: the query alone vouches for it when it has no site.
  if (record.kind === 'company') return record.domains.length === 0 && usable(keys.domains).length > 0;
  if (record.kind !== 'person' || record.companyName === undefined) return false;
  const company = foldText(record.companyName);
  const colleague = keys.companyNames.some((name) => foldText(name) === company);
  return colleague && usable(keys.names).some((name) => foldText(record.name).includes(foldText(longestWord(name) ?? '\n')));
}

const bareDomain = (domain: string) => domainOf(domain) ?? domain;

/** What can be asked for: a term of blanks would find what has no value. */
const usable = (values: readonly string[]) => searchTerms(values, MOST_KEYS, LONGEST_TERM);
