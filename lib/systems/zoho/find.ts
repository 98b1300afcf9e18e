import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { SystemError } from '../contract.ts';
import { search } from './api.ts';
import { toRecord } from './map.ts';
import { carries, companyCore, foldDomain, foldEmail, phoneSpellings, searchTerm } from './match.ts';
import type { Module } from './refs.ts';
import { distinctBy } from './values.ts';

/** The vendor takes 100 values in one list; an address has a few thousand characters. */
const MAX = { emails: 8, phones: 4, spellings: 40, names: 2, parts: 24, companies: 6, domains: 4 };
const CONTACT_PHONES = ['Phone', 'Mobile', 'Home_Phone', 'Other_Phone'];
const LEAD_PHONES = ['Phone', 'Mobile'];

/**
 * One round of searches: contacts and leads side by side, all keys of a kind in one criteria. Where the customer has taken one of
 * the fields out of a module, the vendor refuses the criteria as a whole: then each key is asked for by the vendor's own search.
 */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  return keys.kind === 'person' ? findPeople(keys, io) : findCompanies(keys, io);
}

async function findPeople(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const country = io.connection.defaultCountry;
  const emails = terms(keys.emails, MAX.emails)
    .map(foldEmail)
    .filter((email) => email.includes('@'));
  const phones = keys.phones.slice(0, MAX.phones);
  const spellings = [...new Set(phones.flatMap((phone) => phoneSpellings(phone, country)))].slice(0, MAX.spellings);
  const names = terms(keys.names, MAX.names);
  const criteria = (phoneFields: readonly string[]) =>
    [
      ...['Email', 'Secondary_Email'].flatMap((field) => within(field, emails)),
      ...phoneFields.flatMap((field) => within(field, spellings)),
      ...names.flatMap(byName),
    ].reduce<string | undefined>((all, each) => (all === undefined ? each : `(${all}or${each})`), undefined);
  const byOne = [
    ...emails.map((email) => ({ email })),
    ...spellings.slice(0, 6).map((phone) => ({ phone })),
    ...names.map((word) => ({ word })),
  ];
  const found = await Promise.all([ask(io, 'Contacts', criteria(CONTACT_PHONES), byOne), ask(io, 'Leads', criteria(LEAD_PHONES), byOne)]);
  return distinct(found.flat()).filter((each) => carries(each, keys, country));
}

async function findCompanies(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const names = terms(
    [...keys.companyNames, ...keys.names].flatMap((name) => [name, companyCore(name)]),
    MAX.companies,
  );
  const domains = terms(keys.domains.map(foldDomain), MAX.domains).filter((domain) => /^[^\s/@]+\.[^\s/@]+$/.test(domain));
  const criteria = [
    ...within('Account_Name', names),
    ...names.filter((name) => [...name].length >= 3).map((name) => `(Account_Name:starts_with:${escaped(name)})`),
    ...within('Website', domains.flatMap(websites)),
  ].reduce<string | undefined>((all, each) => (all === undefined ? each : `(${all}or${each})`), undefined);
  const words = [...names, ...domains].map((word) => ({ word }));
  // A website with a path of its own is found by its words alone.
  const found = await Promise.all([
    ask(io, 'Accounts', criteria, words),
    ...domains.slice(0, 2).map((word) => search(io, 'Accounts', { word }).then((rows) => asRecords('Accounts', rows, io))),
  ]);
  return distinct(found.flat()).filter((each) => carries(each, keys, io.connection.defaultCountry));
}

async function ask(io: Io, module: Module, criteria: string | undefined, one: Parameters<typeof search>[2][]): Promise<SystemRecord[]> {
  if (criteria === undefined) return [];
  const rows = await search(io, module, { criteria }).catch(async (error: unknown) => {
    if (!(error instanceof SystemError) || error.kind !== 'invalid' || error.status !== 400) throw error;
    return (await Promise.all(one.map((each) => search(io, module, each)))).flat();
  });
  return asRecords(module, rows, io);
}

function asRecords(module: Module, rows: readonly unknown[], io: Io): SystemRecord[] {
  return rows.map((row) => toRecord(module, row, io.connection)).filter((record) => record.ref.id !== '');
}

function within(field: string, values: readonly string[]): string[] {
  if (values.length === 0) return [];
  return [values.length === 1 ? `(${field}:equals:${escaped(values[0] ?? '')})` : `(${field}:in:${values.map(escaped).join(',')})`];
}

/** Which of the words are given names and which the family's, nobody can tell: any run of them may be either. */
function byName(name: string): string[] {
  const words = name.split(' ').slice(0, 5);
  if (words.length === 1) return within('Last_Name', words);
  const runs = words.flatMap((_, from) => words.slice(from).map((__, length) => words.slice(from, from + length + 1).join(' ')));
  const parts = [...new Set(runs)].slice(0, MAX.parts);
  return [`(${within('Last_Name', parts)[0]}and${within('First_Name', parts)[0]})`, ...within('Last_Name', [name])];
}

/** Ways in which a website is written down. */
function websites(domain: string): string[] {
  return ['https://www.', 'https://', 'http://www.', 'http://', 'www.', ''].flatMap((start) => [`${start}${domain}`, `${start}${domain}/`]);
}

/** Brackets, commas and backslashes separate criteria; a backslash before makes them text. Source: "Search records", criteria. */
function escaped(value: string): string {
  return value.replace(/[\\(),]/g, (character) => `\\${character}`);
}

function terms(texts: readonly string[], most: number): string[] {
  const usable = texts.map(searchTerm).filter((each) => each !== undefined);
  return distinctBy(usable, (term) => term.toLowerCase()).slice(0, most);
}

function distinct(records: readonly SystemRecord[]): SystemRecord[] {
  return distinctBy(records, ({ ref }) => `${ref.object}/${ref.id}`);
}
