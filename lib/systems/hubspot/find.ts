import type { IdentityKeys, SystemRecord } from '../../model/records.ts';
import type { Io } from '../contract.ts';
import { mappedKeys } from '../field-keys.ts';
import { domainOf, holdsKey, phoneDigits, SHORTEST_PHONE, withoutLegalForm } from '../matching.ts';
import { unless } from '../refusals.ts';
import { phrase, phrases } from '../values.ts';
import { type Search, search } from './api.ts';
import { contextFor } from './deals.ts';
import { toRecord } from './map.ts';
import { COMPANY, CONTACT, type ObjectType } from './objects.ts';
import type { HubspotObject } from './schema.ts';

type Group = { filters: { propertyName: string; operator: string; value?: string; values?: string[] }[] };

/** HubSpot refuses a search with more; each group here has one filter, so the limits of 6 and 18 filters hold too. */
const MAX_GROUPS = 5;
/** Of the body below, for the properties a rep has mapped; more of them are read with the record itself. */
const MAPPED_CHARS = 600;
/** A search body must stay below 3,000 characters with the properties in it. */
const MAX_VALUE_CHARS = 120;
/** Search allows 5 requests per second for the whole account: one look-up takes at most three of them. */
const MAX_SEARCHES = 3;
const LIMIT = 50;

/**
 * Contacts (or companies) that share an e-mail, phone, domain or name with the keys. Every hit is checked again here: HubSpot's
 * token search is looser than the question, and a stranger must not come back.
 */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const type = keys.kind === 'person' ? CONTACT : COMPANY;
  const ids = externalIds(keys);
  const searches = searchesFor(keys).slice(0, MAX_SEARCHES - (ids.length > 0 ? 1 : 0));
  if (searches.length === 0 && ids.length === 0) return [];
  const [context, ...answers] = await Promise.all([
    contextFor(type, io),
    ...searches.map((each) => search(io, type, { ...each, properties: propertiesFor(type, io), limit: LIMIT })),
    ...(ids.length > 0 ? [byExternalIds(type, ids, io)] : []),
  ]);
  const found = new Map<string, SystemRecord>();
  for (const raw of answers.flat()) {
    const record = toRecord(type.native, raw, io.connection, context);
    if (raw.id !== '' && raw.archived !== true && (holdsKey(record, keys) || hasExternalId(raw, ids))) found.set(raw.id, record);
  }
  return [...found.values()];
}

/** Signals and bookkeeping cost room in the body and are read with the record itself. */
function propertiesFor(type: ObjectType, io: Io): string[] {
  const own = type.properties.filter((name) => !/^(hs_analytics_|hs_email_|num_|notes_|hs_last_sales)/.test(name));
  const found = new Set(own);
  let room = MAPPED_CHARS;
  for (const name of mappedKeys(io.connection, type.native)) {
    room -= name.length + 3;
    if (room >= 0) found.add(name);
  }
  return [...found];
}

type ExternalId = IdentityKeys['externalIds'][number];

/** Ids that can be a HubSpot property and its value. */
function externalIds({ externalIds: all }: IdentityKeys): ExternalId[] {
  const usable = all.map(({ name, value }) => ({ name: name.trim(), value: value.trim() }));
  return usable
    .filter(({ name, value }) => /^[a-z]\w{0,99}$/i.test(name) && value !== '' && value.length <= MAX_VALUE_CHARS)
    .slice(0, MAX_GROUPS);
}

/** A property this account does not have is refused (400): then nobody bears that id, and the other questions stand. */
async function byExternalIds(type: ObjectType, ids: readonly ExternalId[], io: Io): Promise<HubspotObject[]> {
  const filterGroups = ids.map(({ name, value }) => ({ filters: [{ propertyName: name, operator: 'EQ', value }] }));
  const properties = [...new Set([...propertiesFor(type, io), ...ids.map(({ name }) => name)])];
  return unless(search(io, type, { filterGroups, properties, limit: LIMIT }), 'invalid', []);
}

function hasExternalId(raw: HubspotObject, ids: readonly ExternalId[]): boolean {
  return ids.some(({ name, value }) => phrase(raw.properties[name])?.toLowerCase() === value.toLowerCase());
}

type Question = Pick<Search, 'filterGroups' | 'query'>;

function searchesFor(keys: IdentityKeys): Question[] {
  if (keys.kind === 'person') {
    const emails = keys.emails.map((email) => email.toLowerCase()).filter((email) => email.includes('@'));
    const groups = [...named('email', 'hs_additional_emails', emails), ...called(['phone', 'mobile'], keys.phones, 3)];
    return questions(groups, keys.names);
  }
  const domains = phrases(...keys.domains.map(domainOf));
  const groups = [...named('domain', 'hs_additional_domains', domains), ...called(['phone'], keys.phones, 2)];
  return questions(groups, [...keys.companyNames, ...keys.names]);
}

/** One of these values in a property of its own, or among the further ones. */
function named(propertyName: string, further: string, all: readonly string[]): Group[] {
  const values = short(all);
  const own = values.length === 0 ? [] : [{ filters: [{ propertyName, operator: 'IN', values }] }];
  return [...own, ...values.slice(0, 2).map((value) => contains(further, value))];
}

function called(lines: readonly string[], phones: readonly string[], most: number): Group[] {
  const tails = phrases(...phones.map(phoneTail)).slice(0, most);
  return lines.flatMap((line) => tails.map((tail) => contains(`hs_searchable_calculated_${line}_number`, `*${tail}`)));
}

/** Groups in fives, and the first name as a full-text question of its own, which also forgives accents and word order. */
function questions(groups: readonly Group[], names: readonly string[]): Question[] {
  const query = names
    .map((name) => (withoutLegalForm(name).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 6).join(' '))
    .find((text) => text.length > 1 && text.length <= MAX_VALUE_CHARS);
  const room = query === undefined ? MAX_SEARCHES : MAX_SEARCHES - 1;
  const asked: Question[] = [];
  for (let at = 0; at < groups.length && asked.length < room; at += MAX_GROUPS) {
    asked.push({ filterGroups: groups.slice(at, at + MAX_GROUPS) });
  }
  return query === undefined ? asked : [...asked, { query }];
}

function contains(propertyName: string, value: string): Group {
  return { filters: [{ propertyName, operator: 'CONTAINS_TOKEN', value }] };
}

/** Values that fit a body; a wildcard of the rep's own would ask for everybody. */
function short(values: readonly string[]): string[] {
  return phrases(...values.filter((value) => value.length <= MAX_VALUE_CHARS && !/[*\s]/.test(value))).slice(0, 8);
}

/** The last nine digits: the part that is written alike with and without country code and trunk prefix. */
function phoneTail(phone: string): string | undefined {
  const digits = phoneDigits(phone);
  return digits.length < SHORTEST_PHONE ? undefined : digits.slice(-9);
}
