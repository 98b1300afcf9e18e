import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { SystemError } from '../contract.ts';
import { domainOf, foldText, holdsKey, searchTerms, withoutLegalForm } from '../matching.ts';
import { samePhoneIn } from '../phone.ts';
import { distinctBy } from '../values.ts';
import { search } from './api.ts';
import { toRecord } from './map.ts';
import type { Module } from './refs.ts';
import { phoneSpellings } from './spellings.ts';

/** The vendor takes 100 values in one list and 3000 characters of criteria. */
const MAX = { emails: 8, phones: 4, spellings: 24, names: 2, parts: 24, companies: 6, domains: 4, criteria: 3000 };
/** The vendor's longest word; longer is pasted text, not a name. */
const MAX_TERM = 100;
const CONTACT_PHONES = ['Phone', 'Mobile', 'Home_Phone', 'Other_Phone'];
const LEAD_PHONES = ['Phone', 'Mobile'];

/**
 * One round of searches: contacts and leads side by side, all keys of a kind in one criteria; for a stranger with a phone a second
 * one. Where the customer has taken one of the fields out of a module, the vendor refuses the criteria as a whole: then each key is
 * asked for by the vendor's own search.
 */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  return keys.kind === 'person' ? findPeople(keys, io) : findCompanies(keys, io);
}

async function findPeople(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const country = io.connection.defaultCountry;
  const emails = terms(keys.emails, MAX.emails)
    .map(foldText)
    .filter((email) => email.includes('@'));
  const phones = keys.phones.slice(0, MAX.phones).map((phone) => phoneSpellings(phone, country));
  const spellings = [...new Set(phones.flat())].slice(0, MAX.spellings);
  const names = terms(keys.names, MAX.names);
  const criteria = (phoneFields: readonly string[]) =>
    anyOf([
      ...['Email', 'Secondary_Email'].flatMap((field) => within(field, emails)),
      ...phoneFields.flatMap((field) => within(field, spellings)),
      ...names.flatMap(byName),
    ]);
  // The vendor's own search by phone takes parts of numbers.
  const byPhone = phones.flatMap((each) => each.at(-1) ?? []).map((phone) => ({ phone }));
  const byOne = [...emails.map((email) => ({ email })), ...byPhone, ...names.map((word) => ({ word }))];
  const everywhere = async (run: (module: 'Contacts' | 'Leads') => Promise<SystemRecord[]>) => {
    const found = await Promise.all([run('Contacts'), run('Leads')]);
    return withoutConverted(distinct(found.flat())).filter((each) => holdsKey(each, keys, samePhoneIn(country)));
  };
  const found = await everywhere((module) => ask(io, module, criteria(module === 'Leads' ? LEAD_PHONES : CONTACT_PHONES), byOne));
  return found.length > 0 || byPhone.length === 0 ? found : everywhere((module) => askEach(io, module, byPhone));
}

async function findCompanies(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const names = terms(
    [...keys.companyNames, ...keys.names].flatMap((name) => [name, withoutLegalForm(name)]),
    MAX.companies,
  );
  const domains = terms(
    keys.domains.flatMap((domain) => domainOf(domain) ?? []),
    MAX.domains,
  );
  const criteria = anyOf([
    ...within('Account_Name', names),
    ...names.filter((name) => [...name].length >= 3).map((name) => `(Account_Name:starts_with:${escaped(name)})`),
    ...within('Website', domains.flatMap(websites)),
  ]);
  const words = [...names, ...domains].map((word) => ({ word }));
  // A website with a path of its own is found by its words alone.
  const found = await Promise.all([ask(io, 'Accounts', criteria, words), askEach(io, 'Accounts', words.slice(names.length).slice(0, 2))]);
  return distinct(found.flat()).filter((each) => holdsKey(each, keys, samePhoneIn(io.connection.defaultCountry)));
}

type One = Parameters<typeof search>[2];

async function ask(io: Io, module: Module, criteria: string | undefined, one: readonly One[]): Promise<SystemRecord[]> {
  if (criteria === undefined) return [];
  return askEach(io, module, [{ criteria }]).catch((error: unknown) => {
    if (!(error instanceof SystemError) || error.kind !== 'invalid' || error.status !== 400) throw error;
    return askEach(io, module, one);
  });
}

async function askEach(io: Io, module: Module, one: readonly One[]): Promise<SystemRecord[]> {
  return asRecords(module, (await Promise.all(one.map((each) => search(io, module, each)))).flat(), io);
}

/** One criteria out of many; what would make it longer than the vendor takes is left out. */
function anyOf(parts: readonly string[]): string | undefined {
  return parts.reduce<string | undefined>((all, each) => {
    if (all === undefined) return each;
    return all.length + each.length + 4 > MAX.criteria ? all : `(${all}or${each})`;
  }, undefined);
}

function asRecords(module: Module, rows: readonly unknown[], io: Io): SystemRecord[] {
  return rows.map((row) => toRecord(module, row, io.connection)).filter((record) => record.ref.id !== '');
}

function within(field: string, values: readonly string[]): string[] {
  const [first, ...others] = values;
  if (first === undefined) return [];
  return [others.length === 0 ? `(${field}:equals:${escaped(first)})` : `(${field}:in:${values.map(escaped).join(',')})`];
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
  return searchTerms(texts, most, MAX_TERM);
}

/** A lead that lives on as a contact adds nothing to that contact. */
function withoutConverted(records: readonly SystemRecord[]): SystemRecord[] {
  const ids = new Set(records.map(({ ref }) => ref.id));
  return records.filter(({ mergedInto }) => mergedInto === undefined || !ids.has(mergedInto.id));
}

function distinct(records: readonly SystemRecord[]): SystemRecord[] {
  return distinctBy(records, ({ ref }) => `${ref.object}/${ref.id}`);
}
