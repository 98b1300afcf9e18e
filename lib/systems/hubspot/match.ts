import type { IdentityKeys, SystemRecord } from '../../model/records.ts';
import { domainOf } from './values.ts';

/** Words that tell the legal form, not the company. */
const LEGAL = new Set(
  'ag ao bv co company corp corporation cv de gmbh inc kg limited llc llp ltd nv oao ooo plc pty sa sarl sl spa srl zao ао ип ооо пао зао'.split(
    ' ',
  ),
);

/** Does the record share a key with the question? This is what stands between HubSpot's loose search and the rep. */
export function matchesKeys(record: SystemRecord, keys: IdentityKeys): boolean {
  if (record.kind === 'person') {
    if (keys.kind !== 'person') return false;
    return (
      sharesEmail(record.emails, keys.emails) ||
      sharesPhone(record.phones, keys.phones) ||
      keys.names.some((name) => sameName(name, record.name))
    );
  }
  if (record.kind !== 'company' || keys.kind !== 'company') return false;
  const domains = new Set(keys.domains.map(domainOf));
  return (
    record.domains.some((domain) => domains.has(domain)) ||
    sharesPhone(record.phones, keys.phones) ||
    [...keys.companyNames, ...keys.names].some((name) => sameCompany(name, record.name))
  );
}

/** Digits without extension, international prefix and trunk zeros. */
export function phoneDigits(phone: string): string {
  return phone
    .slice(0, 60)
    .replace(/(?:ext|x|доб|#|;|,).*$/is, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
}

/** Words of a name, lower-case, without accents and punctuation. */
export function nameTokens(name: string): string[] {
  return name
    .slice(0, 500)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}

function sharesEmail(left: readonly string[], right: readonly string[]): boolean {
  const known = new Set(left.map((email) => email.trim().toLowerCase()));
  return right.some((email) => known.has(email.trim().toLowerCase()));
}

function sharesPhone(left: readonly string[], right: readonly string[]): boolean {
  return left.some((a) => right.some((b) => samePhone(phoneDigits(a), phoneDigits(b))));
}

/** Same last digits, as many as both have: ten at most (country code and trunk prefix differ in spelling), seven at least. */
function samePhone(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length, 10);
  return length >= 7 && a.slice(-length) === b.slice(-length);
}

/** All words of the shorter name are in the longer one, and at least two of them; one word alone must be the whole name. */
function sameName(a: string, b: string): boolean {
  return sameTokens(nameTokens(a), nameTokens(b));
}

function sameCompany(a: string, b: string): boolean {
  const [left, right] = [significant(a), significant(b)];
  return left.length > 0 && left.join(' ') === right.join(' ');
}

function significant(name: string): string[] {
  return nameTokens(name).filter((token) => token.length > 1 && !LEGAL.has(token));
}

function sameTokens(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, new Set(b)] : [b, new Set(a)];
  if (few.length === 0) return false;
  if (few.length === 1) return many.size === 1 && many.has(few[0] ?? '');
  return few.every((token) => many.has(token));
}
