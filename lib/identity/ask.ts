import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { IdentityKeys } from '../model/records.ts';
import { companyDomain, readMail } from './addresses.ts';
import { foldedWords } from './fold.ts';
import { companyWords } from './legal-forms.ts';
import { phoneCore } from './phone-digits.ts';

/** One question to a system: what to ask by, and the keys for it alone. */
export interface AskStep {
  by: 'id' | 'email' | 'domain' | 'phone' | 'shared-mailbox' | 'name' | 'company-name';
  keys: IdentityKeys;
  /** Searches it costs a system that takes one value at a time; a phone costs one for each of its spellings. */
  requests: number;
}

/** Why a key is not asked; a code for the panel or a test. */
export type LeftOutWhy =
  | 'unreadable'
  | 'twice'
  | 'shared-mailbox-without-name'
  | 'free-mail-domain'
  | 'one-word'
  | 'too-short'
  | 'over-budget';

/** What to ask one system, in order. */
export interface AskPlan {
  /** The most telling first; a caller that is sure of the answer may stop. */
  steps: AskStep[];
  /** All steps' keys together, for a system that is asked once. */
  keys: IdentityKeys;
  requests: number;
  leftOut: { key: keyof Omit<IdentityKeys, 'kind'>; value: string; why: LeftOutWhy }[];
}

/** A phone has this many spellings at most; more find nobody else. */
const MOST_SPELLINGS = 4;

/**
 * Plans a look-up: an e-mail is asked exactly; a shared mailbox (`info@`) only together with the name, since it finds a whole
 * department; a phone asks its spellings; a free-mail domain is no company. `requests`: what the system's limits leave for
 * one look-up; what doesn't fit is left out, the least telling first. Pure: same keys, same plan.
 */
export function planQuestions(keys: IdentityKeys, options: { requests?: number; defaultCountry?: string } = {}): AskPlan {
  const budget = options.requests ?? Number.POSITIVE_INFINITY;
  const plan: AskPlan = { steps: [], keys: none(keys.kind), requests: 0, leftOut: [] };
  const left = (key: AskPlan['leftOut'][number]['key'], value: string, why: LeftOutWhy) => void plan.leftOut.push({ key, value, why });

  function step(by: AskStep['by'], key: AskPlan['leftOut'][number]['key'], value: string, part: Partial<IdentityKeys>, requests = 1): void {
    if (plan.requests + requests > budget) {
      left(key, value, 'over-budget');
      return;
    }
    plan.steps.push({ by, keys: { ...none(keys.kind), ...part }, requests });
    plan.requests += requests;
    for (const name of LISTS) plan.keys = { ...plan.keys, [name]: [...new Set([...plan.keys[name], ...(part[name] ?? [])])] };
    if (part.externalIds) plan.keys = { ...plan.keys, externalIds: [...plan.keys.externalIds, ...part.externalIds] };
  }

  for (const id of keys.externalIds) {
    if (id.value.trim() === '') left('externalIds', id.value, 'unreadable');
    else step('id', 'externalIds', id.value, { externalIds: [id] });
  }
  const mails = readOnce(
    keys.emails,
    (email) => readMail(email),
    ({ key }) => key,
    (value, why) => left('emails', value, why),
  );
  for (const { value, read } of mails) if (!read.shared) step('email', 'emails', value, { emails: [value] });
  if (keys.kind === 'company') askDomains();
  const phones = readOnce(
    keys.phones,
    (phone) => spellingsOf(phone, options.defaultCountry),
    ([first = '']) => first,
    (value, why) => left('phones', value, why === 'unreadable' ? 'too-short' : why),
  );
  for (const { value, read } of phones) step('phone', 'phones', value, { phones: [value] }, read.length);
  const names = readOnce(
    keys.names,
    nameWords,
    (words) => words.toSorted().join(' '),
    (value, why) => left('names', value, why),
  );
  askShared();
  if (keys.kind === 'person') askNames();
  else for (const { value } of names) step('company-name', 'names', value, { names: [value] });
  if (keys.kind === 'company') {
    const known = new Set(names.map(({ read }) => read.toSorted().join(' ')));
    const others = readOnce(
      keys.companyNames,
      nameWords,
      (words) => words.toSorted().join(' '),
      (value, why) => left('companyNames', value, why),
    );
    for (const { value, read } of others) {
      if (known.has(read.toSorted().join(' '))) left('companyNames', value, 'twice');
      else step('company-name', 'companyNames', value, { companyNames: [value] });
    }
  }
  return plan;

  function nameWords(name: string): string[] | undefined {
    const words = keys.kind === 'company' ? companyWords(name) : foldedWords(name);
    return words.length > 0 ? words : undefined;
  }

  function askDomains(): void {
    const domains = readOnce(
      keys.domains,
      companyDomain,
      (domain) => domain,
      (value, why) => left('domains', value, why === 'unreadable' ? 'free-mail-domain' : why),
    );
    for (const { read } of domains) step('domain', 'domains', read, { domains: [read] });
  }

  /** Found by name among those who share it; a company is told by its shared mailbox. */
  function askShared(): void {
    const telling = names.filter(({ read }) => keys.kind === 'company' || read.length > 1).map(({ value }) => value);
    for (const { value, read } of mails) {
      if (!read.shared) continue;
      if (keys.kind === 'company') step('email', 'emails', value, { emails: [value] });
      else if (telling.length === 0) left('emails', value, 'shared-mailbox-without-name');
      else step('shared-mailbox', 'emails', value, { emails: [value], names: telling });
    }
  }

  /** A first name alone finds half the book: it is asked only with the company. */
  function askNames(): void {
    for (const { value, read } of names) {
      if (read.length < 2 && keys.companyNames.length === 0) left('names', value, 'one-word');
      else step('name', 'names', value, { names: [value], companyNames: keys.companyNames });
    }
  }
}

const LISTS = ['emails', 'phones', 'names', 'companyNames', 'domains'] as const;

function none(kind: IdentityKeys['kind']): IdentityKeys {
  return { kind, emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };
}

/** Values that can be read, each once in its first spelling. */
function readOnce<T>(
  values: readonly string[],
  read: (value: string) => T | undefined,
  keyOf: (read: T) => string,
  left: (value: string, why: LeftOutWhy) => void,
): { value: string; read: T }[] {
  const seen = new Set<string>();
  const found: { value: string; read: T }[] = [];
  for (const written of values) {
    const value = written.trim();
    const result = value === '' ? undefined : read(value);
    if (result === undefined) left(written, 'unreadable');
    else if (seen.has(keyOf(result))) left(written, 'twice');
    else {
      seen.add(keyOf(result));
      found.push({ value, read: result });
    }
  }
  return found;
}

/**
 * How a system may have written a phone: E.164 (where the country is certain), the international digits, the national number
 * as dialled, the bare digits. `undefined` for too few digits to tell anyone by.
 */
export function spellingsOf(phone: string, defaultCountry?: string): string[] | undefined {
  const core = phoneCore(phone);
  if (core.length < 7) return undefined;
  const country = defaultCountry && isSupportedCountry(defaultCountry) ? (defaultCountry as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(phone.trim().replace(/^00(?=[1-9])/, '+'), country);
  if (!parsed?.isPossible()) return [core];
  const dialled = parsed.formatNational().replace(/\D/g, '');
  return [...new Set([parsed.number as string, parsed.number.slice(1), dialled, parsed.nationalNumber as string])].slice(0, MOST_SPELLINGS);
}
