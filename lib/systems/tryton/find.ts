import type { IdentityKeys, Io, SystemRecord } from '../contract.ts';
import { domainOf, holdsKey, phoneDigits, SHORTEST_PHONE, searchTerms, withoutLegalForm } from '../matching.ts';
import { samePhoneIn } from '../phone.ts';
import type { Domain, Row } from './api.ts';
import { toCompany, toPeople } from './map.ts';
import { searchParties } from './read.ts';

const MOST_KEYS = 5;
const MOST_ROWS = 50;
const LONGEST = 200;

/** One search in the database itself; what merely came close is dropped. Archived parties are left out. */
export async function find(keys: IdentityKeys, io: Io): Promise<SystemRecord[]> {
  const clauses = keys.kind === 'person' ? personClauses(keys) : companyClauses(keys);
  if (clauses.length === 0) return [];
  const rows = await searchParties(
    io,
    [
      ['active', '=', true],
      ['OR', ...clauses],
    ],
    MOST_ROWS,
  );
  const same = samePhoneIn(io.connection.defaultCountry);
  return rows.flatMap((row) => {
    const made = keys.kind === 'person' ? toPeople(row, io.connection) : [toCompany(row, io.connection)];
    const named = hasNumber(row, keys);
    return made.filter((each) => named || holdsKey(each, keys, same));
  });
}

function personClauses(keys: IdentityKeys): Domain[] {
  return [
    ...shared(keys),
    ...terms(keys.names).flatMap((name) => [
      ['name', 'ilike', literal(name)],
      ['contact_mechanisms.name', 'ilike', literal(name)],
    ]),
  ];
}

function companyClauses(keys: IdentityKeys): Domain[] {
  const names = terms([...keys.companyNames, ...keys.names].flatMap((name) => [name, withoutLegalForm(name)]));
  const domains = terms(keys.domains.flatMap((domain) => domainOf(domain) ?? []));
  return [
    ...shared(keys),
    ...names.map((name) => ['name', 'ilike', `%${literal(name)}%`]),
    ...domains.map((domain) => ['contact_mechanisms.value', 'ilike', `%${literal(domain)}%`]),
  ];
}

function shared(keys: IdentityKeys): Domain[] {
  const endings = keys.phones.map((phone) => phoneDigits(phone)).filter((digits) => digits.length >= SHORTEST_PHONE);
  return [
    ...terms(keys.emails).map((email) => ['contact_mechanisms.value', 'ilike', literal(email)]),
    // Phones are stored as typed: the last digits, which all spellings share, with anything between them.
    ...[...new Set(endings.map((digits) => digits.slice(-SHORTEST_PHONE)))]
      .slice(0, MOST_KEYS)
      .map((ending) => ['contact_mechanisms.value', 'ilike', `%${[...ending].join('%')}%`]),
    ...numbersOf(keys).flatMap((value) => [
      ['code', '=', value],
      ['identifiers.code', '=', value],
    ]),
  ];
}

/** Was it found by its code or one of its tax and registration numbers? */
function hasNumber(row: Row, keys: IdentityKeys): boolean {
  const wanted = new Set(numbersOf(keys));
  const identifiers = Array.isArray(row['identifiers.']) ? (row['identifiers.'] as { code?: unknown }[]) : [];
  return [row.code, ...identifiers.map(({ code }) => code)].some((code) => typeof code === 'string' && wanted.has(code));
}

/** Codes may be one character long. */
function numbersOf({ externalIds }: IdentityKeys): string[] {
  const values = externalIds.map(({ value }) => value.trim());
  return [...new Set(values)].filter((value) => value !== '' && value.length <= LONGEST && value.isWellFormed()).slice(0, MOST_KEYS);
}

function terms(values: readonly string[]): string[] {
  return searchTerms(values, MOST_KEYS, LONGEST);
}

/** `ilike` without its two wildcards is equality whatever the case. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
