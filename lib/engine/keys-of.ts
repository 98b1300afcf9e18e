import type { IdentityKeys, SystemRecord } from '../model/records.ts';

/** What other systems can be asked with, from a record; `undefined` when it holds nothing to search by. */
export function keysOf(record: SystemRecord): IdentityKeys | undefined {
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
