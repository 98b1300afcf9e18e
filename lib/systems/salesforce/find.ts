import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { composite, type Part, partRows, queryPath, search } from './api.ts';
import { domainOf, toRecord } from './map.ts';
import { isRecordNative, type Native } from './refs.ts';
import { soqlLike, soqlList, soslText } from './soql.ts';

/** More keys than this make a query slow and say nothing new. */
const MOST_KEYS = 10;
const LIMIT = 50;
/** SOSL refuses a term of one character. */
const SHORTEST_TERM = 2;
const SHORTEST_PHONE = 7;

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
  return unique(rows.map(({ native, row }) => toRecord(native, row, io.connection))).filter((record) => fits(record, keys));
}

function exactParts(keys: IdentityKeys): Part[] {
  return keys.kind === 'person' ? personParts(keys) : companyParts(keys);
}

function personParts(keys: IdentityKeys): Part[] {
  const emails = usable(keys.emails);
  const names = usable(keys.names);
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
  const domains = usable(keys.domains).map((domain) => domainOf(domain.trim().toLowerCase()) ?? domain);
  const names = usable(keys.companyNames);
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
  const digits = keys.phones.map(digitsOf).filter((phone) => phone.length >= SHORTEST_PHONE);
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

/** Was it found for one of the keys, or did the search merely come close? */
function fits(record: SystemRecord, keys: IdentityKeys): boolean {
  if (record.kind === 'company') return fitsCompany(record, keys);
  if (record.kind !== 'person') return false;
  const emails = new Set(keys.emails.map(folded));
  const names = new Set(keys.names.map(folded));
  return (
    record.emails.some((email) => emails.has(folded(email))) || names.has(folded(record.name)) || samePhone(record.phones, keys.phones)
  );
}

/** An account found through its people has neither website nor name in common: the query alone vouches for it when it has no site. */
function fitsCompany(record: Extract<SystemRecord, { kind: 'company' }>, keys: IdentityKeys): boolean {
  const domains = keys.domains.map((domain) => domainOf(domain.trim().toLowerCase()) ?? domain);
  const own = record.domains.some((site) => domains.some((domain) => site === domain || site.endsWith(`.${domain}`)));
  const named = keys.companyNames.some((name) => folded(name) === folded(record.name));
  return own || named || samePhone(record.phones, keys.phones) || (domains.length > 0 && record.domains.length === 0);
}

/**
 * Equal in what both have: one is written with the country code, the other without it (or with a trunk `0`). Ten digits in
 * common are enough where both have a prefix (`8 495 …` and `+7 495 …`).
 */
function samePhone(own: readonly string[], asked: readonly string[]): boolean {
  const known = own.map(digitsOf).filter(isLongEnough);
  return asked.map(digitsOf).some((digits) => {
    const bare = digits.replace(/^0+/, '');
    return (
      isLongEnough(bare) &&
      known.some((each) => each.endsWith(bare) || bare.endsWith(each.replace(/^0+/, '')) || ending(each) === ending(digits))
    );
  });
}

const isLongEnough = (digits: string) => digits.replace(/^0+/, '').length >= SHORTEST_PHONE;
const ending = (digits: string) => (digits.length > 10 ? digits.slice(-10) : digits);

/** Extensions are cut, so that `+1 415 555 1212 ext. 7` is found as what was typed elsewhere. */
function digitsOf(phone: string): string {
  return phone.replace(/(?:ext\.?|x|доб\.?|#)\s*\d+\s*$/i, '').replace(/\D/g, '');
}

const folded = (text: string) => text.trim().toLowerCase();

function usable(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim().slice(0, 255)).filter((value) => value.length >= SHORTEST_TERM))].slice(
    0,
    MOST_KEYS,
  );
}

function unique(records: readonly SystemRecord[]): SystemRecord[] {
  return [...new Map(records.map((record) => [record.ref.id, record])).values()];
}
