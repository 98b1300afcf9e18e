import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { idOf } from '../hal.ts';
import { domainOf, foldText, holdsKey, phoneDigits, samePhone, withoutLegalForm } from '../matching.ts';
import { search } from './api.ts';
import { toEntity } from './map.ts';

/** Values of one kind that are asked for at most: a vendor that counts requests per office address must not be flooded. */
const PER_KEY = 3;
/** Digits that are searched for where the country is unknown: a national number without its prefix. */
const TAIL = 10;
const SHORTEST_PHONE = 6;
/** In characters: more than this is not a phone number. */
const LONGEST_PHONE = 60;

/**
 * Contacts or companies that share a key. `query` is a full-text search that may answer strangers, so every row is compared
 * here; trusting its first hit is a known way to mix up customers (amocrm-api-php #515).
 */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const native = keys.kind === 'company' ? 'companies' : 'contacts';
  const answers = await Promise.all(queries(keys, io.connection.defaultCountry).map((query) => search(io, native, query)));
  const rows = new Map(answers.flat().map((row) => [idOf(row), row]));
  rows.delete('');
  return [...rows.values()]
    .map((row) => toEntity(native, row, io.connection))
    .filter((record) => matches(record, keys, io.connection.defaultCountry));
}

/** What is typed into the search: bare values (amocrm-php #38); a phone without its country's prefix. */
function queries(keys: IdentityKeys, country: string | undefined): string[] {
  const phones = keys.phones.flatMap((each) => phoneQuery(each, country));
  const names = keys.kind === 'company' ? [...keys.companyNames, ...keys.names].map(withoutLegalForm) : keys.names;
  const all = [
    ...keys.emails.map(foldText).slice(0, PER_KEY),
    ...(keys.kind === 'company' ? keys.domains.flatMap((each) => domainOf(each) ?? []).slice(0, PER_KEY) : []),
    ...phones.slice(0, PER_KEY),
    ...names.map((each) => each.trim().slice(0, 250)).slice(0, PER_KEY),
  ];
  return [...new Set(all)].filter((each) => each.length > 1);
}

/** The number without its country's prefix: every spelling ends with it, so one question finds them all. */
function phoneQuery(phone: string, country: string | undefined): string[] {
  const all = phoneDigits(phone);
  return all.length < SHORTEST_PHONE ? [] : [parse(phone, country)?.nationalNumber ?? all.slice(-TAIL)];
}

/** Whether a record really holds one of the keys. Exported for the tests: no answer of `find` may fail it. */
export function matches(record: SystemRecord, keys: IdentityKeys, country?: string): boolean {
  return holdsKey(record, keys, (left, right) => {
    if (samePhone(left, right)) return true;
    // 8 921 … and +7 921 … are one number once the country is known.
    const whole = parse(left, country)?.number;
    return whole !== undefined && whole === parse(right, country)?.number;
  });
}

function parse(phone: string, country: string | undefined) {
  const number = parsePhoneNumberFromString(phone.slice(0, LONGEST_PHONE), country as CountryCode | undefined);
  return number?.isPossible() ? number : undefined;
}
