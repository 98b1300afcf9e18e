import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { domainOf, holdsKey, phoneDigits, SHORTEST_PHONE, searchTerms } from '../matching.ts';
import { distinctBy } from '../values.ts';
import { composite, type Part, type PartAnswer, partRows, queryPath, search } from './api.ts';
import { toId18 } from './ids.ts';
import { toRecord } from './map.ts';
import { selectLatest } from './records.ts';
import { isRecordNative } from './refs.ts';
import { soqlLike, soqlList, soslText } from './soql.ts';

/** More keys than this make a query slow and say nothing new. */
const MOST_KEYS = 10;
const LIMIT = 50;
const LONGEST_TERM = 255;

/**
 * One composite for what SOQL can match exactly (consistent, one API call) and, only for phones, one search beside it,
 * whose hits are then read in a second composite. Converted leads are left out: their contact is found instead.
 */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const exact = exactParts(keys);
  const [answers, hits] = await Promise.all([exact.length > 0 ? composite(io, exact) : undefined, phoneHits(keys, io)]);
  const found = answers ? recordsIn(answers, exact, io) : [];
  const known = new Set(found.map(({ ref }) => ref.id));
  const more = byIds(hits.filter(({ id }) => !known.has(toId18(id))));
  const records = more.length > 0 ? [...found, ...recordsIn(await composite(io, more), more, io)] : found;
  return distinctBy(records, ({ ref }) => ref.id).filter((record) => fits(record, keys));
}

function recordsIn(answers: ReadonlyMap<string, PartAnswer>, parts: readonly Part[], io: Io): SystemRecord[] {
  return parts.flatMap(({ id }) => partRows(answers, id).map((row) => toRecord(nativeOfPart(id), row, io.connection)));
}

function exactParts(keys: IdentityKeys): Part[] {
  return keys.kind === 'person' ? personParts(keys) : companyParts(keys);
}

function personParts(keys: IdentityKeys): Part[] {
  const asked = (column: string, values: readonly string[]) => {
    const terms = searchTerms(values, MOST_KEYS, LONGEST_TERM);
    return terms.length > 0 ? [`${column} IN ${soqlList(terms)}`] : [];
  };
  const where = [...asked('Email', keys.emails), ...asked('Name', keys.names)].join(' OR ');
  return where ? [part('Contact', where), part('Lead', `IsConverted = false AND (${where})`)] : [];
}

/** A company by its website, its name, or the addresses of its people (a semi-join may not stand under OR). */
function companyParts(keys: IdentityKeys): Part[] {
  const domains = searchTerms(keys.domains, MOST_KEYS, LONGEST_TERM).map((domain) => domainOf(domain) ?? domain);
  const names = searchTerms(keys.companyNames, MOST_KEYS, LONGEST_TERM);
  const sites = domains.map((domain) => `Website LIKE ${soqlLike(domain, { before: true, after: true })}`);
  const where = [...sites, ...(names.length > 0 ? [`Name IN ${soqlList(names)}`] : [])].join(' OR ');
  const people = domains.map((domain) => `Email LIKE ${soqlLike(`@${domain}`, { before: true })}`).join(' OR ');
  return [
    ...(where ? [part('Account', where)] : []),
    ...(people ? [part('Account_of_people', `Id IN (SELECT AccountId FROM Contact WHERE ${people})`, 5)] : []),
  ];
}

/** All of a type's rows for which `where` holds. What stands behind `_` in the id tells two queries of one type apart. */
function part(id: string, where: string, limit?: number): Part {
  return { id, path: queryPath(selectLatest(nativeOfPart(id), where, limit)) };
}

const nativeOfPart = (id: string) => id.split('_')[0] ?? id;

/** Phones are stored as typed, but indexed by their digits: all of them, the last ten and the last seven can be searched for. */
async function phoneHits(keys: IdentityKeys, io: Io): Promise<{ type: string; id: string }[]> {
  const digits = keys.phones.map(phoneDigits).filter((phone) => phone.length >= SHORTEST_PHONE);
  const terms = [...new Set(digits.slice(0, MOST_KEYS).flatMap((phone) => [phone, phone.slice(-10), phone.slice(-SHORTEST_PHONE)]))];
  if (terms.length === 0) return [];
  const types = keys.kind === 'person' ? 'Contact(Id), Lead(Id WHERE IsConverted = false)' : 'Account(Id)';
  return search(io, `FIND {${terms.map(soslText).join(' OR ')}} IN PHONE FIELDS RETURNING ${types} LIMIT ${LIMIT}`);
}

function byIds(hits: readonly { type: string; id: string }[]): Part[] {
  const natives = [...new Set(hits.map(({ type }) => type))].filter(isRecordNative);
  return natives.map((native) => {
    const ids = hits.filter(({ type }) => type === native).map(({ id }) => id);
    return part(native, `Id IN ${soqlList(ids)}`);
  });
}

/** An account found through its people has neither website nor name in common: the query alone vouches for it when it has no site. */
function fits(record: SystemRecord, keys: IdentityKeys): boolean {
  if (holdsKey(record, keys)) return true;
  return record.kind === 'company' && record.domains.length === 0 && keys.domains.length > 0;
}
