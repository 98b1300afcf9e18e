import * as v from 'valibot';
import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { domainOf, holdsKey, searchTerms, withoutLegalForm } from '../matching.ts';
import { samePhoneIn } from '../phone.ts';
import { fetchMany, type Search, search } from './api.ts';
import { toRecord } from './map.ts';
import { hitSchema } from './schema.ts';
import { phoneSpellings, tellingWord } from './spellings.ts';

type Hit = v.InferOutput<typeof hitSchema>['item'];

/** Ten searches per 2 s is the vendor's limit on every plan; one round stays below it. */
const MAX = { emails: 4, phones: 3, names: 2, companies: 4, domains: 2, spellings: 6 };
/** Longer is pasted text, not a name. */
const MAX_TERM = 150;
/** `ids=` takes no more. */
const MAX_IDS = 100;

/** Searches in one round (for a person nobody is surely found of in two), then one read of the full records. */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  return keys.kind === 'person' ? findPeople(keys, io) : findCompanies(keys, io);
}

async function findPeople(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const country = io.connection.defaultCountry;
  const same = samePhoneIn(country);
  const phones = keys.phones.map((phone) => phoneSpellings(phone, country));
  const carrying = (hits: readonly Hit[], wanted: IdentityKeys) =>
    hits.filter((hit) => hit.type === 'person' && holdsKey(toRecord('person', hit, io.connection), wanted, same));
  const hits = await searchAll(io, [
    ...terms(keys.emails, MAX.emails).map((term): Search => ({ term, type: 'person', field: 'email', exact: true })),
    ...terms(
      phones.flatMap(([digits]) => digits ?? []),
      MAX.phones,
    ).map((term): Search => ({ term, type: 'person', field: 'phone' })),
    ...terms(keys.names, MAX.names).map((term): Search => ({ term, type: 'person', field: 'name' })),
  ]);
  // Other spellings cost as much again: only when nobody is surely found. A phone alone may be a switchboard.
  const called = new Set(carrying(hits, { ...keys, emails: [], names: [] }).map((hit) => hit.id));
  const named = carrying(hits, { ...keys, emails: [], phones: [] });
  const sure = carrying(hits, { ...keys, phones: [], names: [] }).length > 0 || named.some((hit) => called.has(hit.id));
  if (!sure) {
    const spellings = terms(
      phones.flatMap(([, ...others]) => others),
      MAX.spellings,
    );
    const words = terms(
      keys.names.flatMap((name) => tellingWord(name) ?? []),
      MAX.names,
    );
    hits.push(
      ...(await searchAll(io, [
        ...spellings.map((term): Search => ({ term, type: 'person', field: 'phone' })),
        ...words.map((term): Search => ({ term, type: 'person', field: 'name' })),
      ])),
    );
  }
  const likely = carrying(hits, keys);
  const companyNames = new Map(likely.map((hit) => [hit.id, hit.organization.name]));
  const records = await readAll(
    io,
    'persons',
    likely.map((hit) => hit.id),
  );
  return records.filter((each) => holdsKey(each, keys, same)).map((each) => withCompanyName(each, companyNames.get(each.ref.id)));
}

async function findCompanies(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const hits = await searchAll(io, companySearches(keys));
  const records = await readAll(io, 'organizations', hits.map(companyId));
  return records.filter((each) => holdsKey(each, keys, samePhoneIn(io.connection.defaultCountry)));
}

async function searchAll(io: Io, searches: readonly Search[]): Promise<Hit[]> {
  const found = await Promise.all(searches.map((each) => search(io, each)));
  return found.flat().map((each) => v.parse(hitSchema, each).item);
}

/** Ids without a record (no right to see it) are left out by the vendor. */
async function readAll(io: Io, collection: 'persons' | 'organizations', ids: readonly (string | undefined)[]): Promise<SystemRecord[]> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))].slice(0, MAX_IDS);
  if (wanted.length === 0) return [];
  const rows = await fetchMany(io, collection, { ids: wanted.join(',') });
  return rows.map((row) => toRecord(collection, row, io.connection)).filter((record) => record.ref.id !== '');
}

/** Organizations cannot be searched by domain, but people at that domain lead to theirs. */
function companySearches(keys: IdentityKeys): Search[] {
  const names = [...keys.companyNames, ...keys.names].flatMap((name) => [withoutLegalForm(name), name]);
  return [
    ...terms(names, MAX.companies).map((term): Search => ({ term, type: 'organization', field: 'name' })),
    ...terms(
      keys.domains.flatMap((domain) => domainOf(domain) ?? []),
      MAX.domains,
    ).map((term): Search => ({ term, type: 'person', field: 'email' })),
  ];
}

function terms(texts: readonly string[], most: number): string[] {
  return searchTerms(texts, most, MAX_TERM);
}

function companyId(hit: Hit): string | undefined {
  return hit.type === 'organization' ? hit.id : hit.organization.id;
}

/** A v2 person knows its organization by id alone; the search hit knew the name. */
function withCompanyName(record: SystemRecord, companyName: string | undefined): SystemRecord {
  return record.kind === 'person' && record.companyName === undefined && companyName !== undefined ? { ...record, companyName } : record;
}
