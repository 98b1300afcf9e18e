import { planQuestions } from '../identity/ask.ts';
import type { IdentityKeys, SystemRecord } from '../model/records.ts';

/**
 * What another system is asked with, from a record: what tells nobody (a shared mailbox without a name, a free-mail domain, a
 * value that comes twice) costs no request. `undefined` when nothing is left to search by. `defaultCountry`: of that system's
 * account, for phones without a country code.
 */
export function keysOf(record: SystemRecord, defaultCountry?: string): IdentityKeys | undefined {
  const all = allKeysOf(record);
  return all && orNothing(planQuestions(all, defaultCountry === undefined ? {} : { defaultCountry }).keys);
}

/**
 * Was everything asked that this record would ask? A company's name beside a person's keys may be missing in one answer of a
 * system and there in another; what was asked with it stands.
 */
export function wereAsked(asked: SystemRecord, record: SystemRecord): boolean {
  const [one, other] = [allKeysOf(asked), allKeysOf(record)];
  if (!one || !other) return one === other;
  const { companyNames: before, ...oneRest } = one;
  const { companyNames: now, ...otherRest } = other;
  return JSON.stringify(oneRest) === JSON.stringify(otherRest) && now.every((name) => before.includes(name));
}

function allKeysOf(record: SystemRecord): IdentityKeys | undefined {
  if (record.kind === 'person') {
    const { emails, phones, name, companyName } = record;
    return orNothing({
      kind: 'person',
      emails,
      phones,
      names: filled([name]),
      companyNames: filled([companyName]),
      domains: [],
      externalIds: [],
    });
  }
  if (record.kind === 'company') {
    const { emails, phones, name, domains } = record;
    return orNothing({ kind: 'company', emails, phones, names: filled([name]), companyNames: filled([name]), domains, externalIds: [] });
  }
  return undefined;
}

function filled(values: (string | undefined)[]): string[] {
  return values.filter((value) => value !== undefined && value.trim() !== '') as string[];
}

function orNothing(keys: IdentityKeys): IdentityKeys | undefined {
  return keys.emails.length + keys.phones.length + keys.names.length + keys.domains.length > 0 ? keys : undefined;
}
