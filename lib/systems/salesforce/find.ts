import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { domainOf, holdsKey, phoneDigits, SHORTEST_PHONE, searchTerms } from '../matching.ts';
import { distinctBy } from '../values.ts';
import { composite, type Part, partRows, queryPath, search } from './api.ts';
import { toRecord } from './map.ts';
import { isRecordNative, type Native } from './refs.ts';
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
  const rows = answers ? exact.flatMap(({ id }) => partRows(answers, id).map((row) => ({ native: nativeOfPart(id), row }))) : [];
  const known = new Set(rows.map(({ row }) => row.Id));
  rows.push(
    ...(await readHits(
      hits.filter(({ id }) => !known.has(id)),
      io,
    )),
  );
  const records = rows.map(({ native, row }) => toRecord(native, row, io.connection));
  return distinctBy(records, ({ ref }) => ref.id).filter((record) => fits(record, keys));
}

function exactParts(keys: IdentityKeys): Part[] {
  return keys.kind === 'person' ? personParts(keys) : companyParts(keys);
}

function personParts(keys: IdentityKeys): Part[] {
  const emails = searchTerms(keys.emails, MOST_KEYS, LONGEST_TERM);
  const names = searchTerms(keys.names, MOST_KEYS, LONGEST_TERM);
  const conditions = [emails.length > 0 && `Email IN ${soqlList(emails)}`, names.length > 0 && `Name IN ${soqlList(names)}`].filter(
    Boolean,
  );
  if (conditions.length === 0) return [];
  const where = conditions.join(' OR ');
  return [
    part('Contact', `SELECT FIELDS(ALL), Account.Name FROM Contact WHERE ${where} ORDER BY LastModifiedDate DESC LIMIT ${LIMIT}`),
    part('Lead', `SELECT FIELDS(ALL) FROM Lead WHERE IsConverted = false AND (${where}) ORDER BY LastModifiedDate DESC LIMIT ${LIMIT}`),
  ];
}

/** A company by its website, its name, or the addresses of its people (a semi-join may not stand under OR). */
function companyParts(keys: IdentityKeys): Part[] {
  const domains = searchTerms(keys.domains, MOST_KEYS, LONGEST_TERM).map((domain) => domainOf(domain) ?? domain);
  const names = searchTerms(keys.companyNames, MOST_KEYS, LONGEST_TERM);
  const conditions = [
    ...domains.map((domain) => `Website LIKE ${soqlLike(domain, { before: true, after: true })}`),
    ...(names.length > 0 ? [`Name IN ${soqlList(names)}`] : []),
  ];
  const people = domains.map((domain) => `Email LIKE ${soqlLike(`@${domain}`, { before: true })}`).join(' OR ');
  return [
    ...(conditions.length > 0 ? [part('Account', `SELECT FIELDS(ALL) FROM Account WHERE ${conditions.join(' OR ')} LIMIT ${LIMIT}`)] : []),
    ...(people
      ? [part('Account_of_people', `SELECT FIELDS(ALL) FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE ${people}) LIMIT 5`)]
      : []),
  ];
}

const part = (id: string, soql: string): Part => ({ id, path: queryPath(soql) });
const nativeOfPart = (id: string) => id.split('_')[0] ?? id;

/** Phones are stored as typed, but indexed by their digits: all of them, the last ten and the last seven can be searched for. */
async function phoneHits(keys: IdentityKeys, io: Io): Promise<{ type: string; id: string }[]> {
  const digits = keys.phones.map(phoneDigits).filter((phone) => phone.length >= SHORTEST_PHONE);
  const terms = [...new Set(digits.slice(0, MOST_KEYS).flatMap((phone) => [phone, phone.slice(-10), phone.slice(-SHORTEST_PHONE)]))];
  if (terms.length === 0) return [];
  const types = keys.kind === 'person' ? 'Contact(Id), Lead(Id WHERE IsConverted = false)' : 'Account(Id)';
  return search(io, `FIND {${terms.map(soslText).join(' OR ')}} IN PHONE FIELDS RETURNING ${types} LIMIT ${LIMIT}`);
}

async function readHits(
  hits: readonly { type: string; id: string }[],
  io: Io,
): Promise<{ native: string; row: Record<string, unknown> }[]> {
  const natives = [...new Set(hits.map(({ type }) => type))].filter(isRecordNative);
  if (natives.length === 0) return [];
  const parts = natives.map((native) =>
    part(
      native,
      byIds(
        native,
        hits.filter(({ type }) => type === native).map(({ id }) => id),
      ),
    ),
  );
  const answers = await composite(io, parts);
  return natives.flatMap((native) => partRows(answers, native).map((row) => ({ native, row })));
}

function byIds(native: Native, ids: readonly string[]): string {
  const parent = native === 'Contact' ? ', Account.Name' : '';
  return `SELECT FIELDS(ALL)${parent} FROM ${native} WHERE Id IN ${soqlList(ids)} LIMIT ${LIMIT}`;
}

/** An account found through its people has neither website nor name in common: the query alone vouches for it when it has no site. */
function fits(record: SystemRecord, keys: IdentityKeys): boolean {
  if (holdsKey(record, keys)) return true;
  return record.kind === 'company' && record.domains.length === 0 && keys.domains.length > 0;
}
