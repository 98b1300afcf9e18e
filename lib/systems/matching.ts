import type { IdentityKeys, SystemRecord } from './contract.ts';

/*
 * Vendors' searches are loose: they find words anywhere, phones by a few digits, names by sound. Whatever they answer is
 * compared here with what was asked, so that no stranger is taken for a customer.
 */

/** Fewer digits than this name no subscriber. */
export const SHORTEST_PHONE = 7;
/** In characters: more than this is not a phone number. */
const LONGEST_PHONE = 60;
/** Digits that must agree at the end of two numbers: a national number without its prefix. */
const TAIL = 10;
const LONGEST_NAME = 500;

/** Words that say how a firm is registered, not what it is called. */
const LEGAL_FORMS = new Set(
  'ооо оао зао пао ао ип нпо ooo oao zao pao ao llc llp ltd limited inc incorporated corp corporation co company gmbh kg ag sa sas sarl srl sl slu spa bv nv oy ab as plc pty cv de sadecv'.split(
    ' ',
  ),
);

/** Whether a record really holds one of the keys. `same` compares two phones where digits alone are not enough. */
export function holdsKey(record: SystemRecord, keys: IdentityKeys, same: (a: string, b: string) => boolean = samePhone): boolean {
  if (record.kind !== 'person' && record.kind !== 'company') return false;
  const emails = keys.emails.map(foldText);
  return (
    record.emails.some((email) => emails.includes(foldText(email))) ||
    record.phones.some((phone) => keys.phones.some((key) => same(phone, key))) ||
    (record.kind === 'person' ? sharesName(record, keys) : sharesCompany(record, keys))
  );
}

function sharesName(record: Extract<SystemRecord, { kind: 'person' }>, keys: IdentityKeys): boolean {
  const own = [record.name, `${record.firstName ?? ''} ${record.lastName ?? ''}`].map(nameKey);
  return keys.names.map(nameKey).some((name) => name !== '' && own.includes(name));
}

/** By a site or an e-mail under one of the domains, or by name. */
function sharesCompany(record: Extract<SystemRecord, { kind: 'company' }>, keys: IdentityKeys): boolean {
  const domains = keys.domains.flatMap((each) => domainOf(each) ?? []);
  const hosts = [...record.domains, ...record.emails.flatMap((each) => foldText(each).split('@')[1] ?? [])].map(foldText);
  if (hosts.some((host) => domains.some((domain) => host === domain || host.endsWith(`.${domain}`)))) return true;
  const own = companyKey(record.name);
  return own !== '' && [...keys.companyNames, ...keys.names].some((name) => companyKey(name) === own);
}

/** Equal, equal in the last ten digits, or one the ending of the other (country code or trunk prefix left out). */
export function samePhone(left: string, right: string): boolean {
  const [a, b] = [phoneDigits(left), phoneDigits(right)];
  if (Math.min(a.length, b.length) < SHORTEST_PHONE) return a !== '' && a === b;
  return a.endsWith(b) || b.endsWith(a) || (Math.min(a.length, b.length) >= TAIL && a.slice(-TAIL) === b.slice(-TAIL));
}

/** Digits without extension and leading zeros. */
export function phoneDigits(phone: string): string {
  return phone
    .slice(0, LONGEST_PHONE)
    .replace(/(?:ext\.?|x|доб\.?|#)\s*\d+\s*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
}

/** A person's name without case, accents, order and punctuation. */
function nameKey(name: string): string {
  return nameWords(name).sort().join(' ');
}

/** A company's name without its legal form as well. */
function companyKey(name: string): string {
  const all = nameWords(name.replace(/\b(s\.?\s?a\.?\s?(de)?\s?c\.?\s?v\.?|s\.\s?a\.|s\.\s?l\.)/gi, ' '));
  const named = all.filter((word) => !LEGAL_FORMS.has(word));
  return (named.length > 0 ? named : all).join(' ');
}

/** A company's name as it is searched for: no quotation marks around it, no legal form before or after. */
export function withoutLegalForm(name: string): string {
  const parts = name.slice(0, LONGEST_NAME).split(/\s+/);
  const isForm = (part: string | undefined) => part !== undefined && LEGAL_FORMS.has(nameWords(part).join(''));
  while (parts.length > 1 && isForm(parts[0])) parts.shift();
  while (parts.length > 1 && isForm(parts.at(-1))) parts.pop();
  return parts.join(' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

function nameWords(text: string): string[] {
  const folded = text.slice(0, LONGEST_NAME).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return folded.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}

/** Host name of a site as typed, without `www.`; undefined when there is none in it. */
export function domainOf(site: string): string | undefined {
  const typed = site.trim().toLowerCase();
  const host = URL.parse(/^https?:\/\//.test(typed) ? typed : `https://${typed}`)
    ?.hostname.replace(/^www\./, '')
    .replace(/\.$/, '');
  return host?.includes('.') ? host : undefined;
}

/** Without case and blanks around it. */
export function foldText(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Terms of two characters or more without half characters and control characters, each once whatever its case. */
export function searchTerms(texts: readonly string[], most: number, maxLength: number): string[] {
  const usable = texts
    .map((text) => text.trim().replace(/\s+/g, ' '))
    .filter((term) => [...term].length >= 2 && term.length <= maxLength && term.isWellFormed() && !/\p{Cc}/u.test(term));
  return [...new Map(usable.map((term) => [term.toLowerCase(), term])).values()].slice(0, most);
}
