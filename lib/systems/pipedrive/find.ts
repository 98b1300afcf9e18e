import * as v from 'valibot';
import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { fetchMany, type Search, search } from './api.ts';
import { toRecord } from './map.ts';
import { carries, companyCore, foldDomain, phoneSpellings, searchTerm } from './match.ts';
import { hitSchema } from './schema.ts';

/** Ten searches per 2 s is the vendor's limit on every plan; one find stays below it. */
const MAX = { emails: 3, phones: 5, names: 1, companies: 4, domains: 2 };
/** `ids=` takes no more. */
const MAX_IDS = 100;

/** Two round trips: all searches at once, then one read of the full records; hits that carry none of the keys are dropped. */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const country = io.connection.defaultCountry;
  const person = keys.kind === 'person';
  const searches = person ? personSearches(keys, country) : companySearches(keys);
  const hits = (await Promise.all(searches.map((each) => search(io, each)))).flat().map((each) => v.parse(hitSchema, each).item);
  // A hit shows e-mails, phones and name: what carries no key by those needs no reading.
  const likely = person
    ? hits.filter((hit) => hit.type === 'person' && carries(toRecord('person', hit, io.connection), keys, country))
    : hits;
  const companyNames = new Map(likely.map((hit) => [hit.id, hit.organization.name]));
  const ids = [...new Set(likely.map((hit) => (person ? hit.id : companyId(hit))))].filter((id) => id !== undefined);
  if (ids.length === 0) return [];
  const rows = await fetchMany(io, person ? 'persons' : 'organizations', { ids: ids.slice(0, MAX_IDS).join(',') });
  return rows
    .map((row) => toRecord(person ? 'person' : 'organization', row, io.connection))
    .filter((record) => record.ref.id !== '' && carries(record, keys, country))
    .map((record) => withCompanyName(record, companyNames.get(record.ref.id)));
}

function personSearches(keys: IdentityKeys, country: string | undefined): Search[] {
  const phones = keys.phones.flatMap((phone) => phoneSpellings(phone, country));
  return [
    ...terms(keys.emails, MAX.emails).map((term): Search => ({ term, type: 'person', field: 'email', exact: true })),
    ...terms(phones, MAX.phones).map((term): Search => ({ term, type: 'person', field: 'phone' })),
    ...terms(keys.names, MAX.names).map((term): Search => ({ term, type: 'person', field: 'name' })),
  ];
}

/** Organizations cannot be searched by domain, but people at that domain lead to theirs. */
function companySearches(keys: IdentityKeys): Search[] {
  const names = [...keys.companyNames, ...keys.names].flatMap((name) => [companyCore(name), name]);
  return [
    ...terms(names, MAX.companies).map((term): Search => ({ term, type: 'organization', field: 'name' })),
    ...terms(keys.domains.map(foldDomain), MAX.domains).map((term): Search => ({ term, type: 'person', field: 'email' })),
  ];
}

function terms(texts: readonly string[], most: number): string[] {
  const usable = texts.map(searchTerm).filter((each) => each !== undefined);
  return [...new Map(usable.map((term) => [term.toLowerCase(), term])).values()].slice(0, most);
}

function companyId(hit: v.InferOutput<typeof hitSchema>['item']): string | undefined {
  return hit.type === 'organization' ? hit.id : hit.organization.id;
}

/** A v2 person knows its organization by id alone; the search hit knew the name. */
function withCompanyName(record: SystemRecord, companyName: string | undefined): SystemRecord {
  return record.kind === 'person' && record.companyName === undefined && companyName !== undefined ? { ...record, companyName } : record;
}
