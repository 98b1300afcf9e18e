import { type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import type { MatchRecord } from './types.ts';

/** The matcher's view of a record. Its id is the record's key; what is neither person nor company becomes an org with a name alone. */
export function toMatchRecord(record: SystemRecord): MatchRecord {
  const base = { id: recordKey(record.ref), source: sourceOf(record.ref), name: record.name };
  if (record.kind === 'person') {
    const { firstName, lastName, emails, phones, title, companyName, country, city } = record;
    return {
      ...base,
      kind: 'person',
      emails,
      phones,
      ...(firstName !== undefined && { firstName }),
      ...(lastName !== undefined && { lastName }),
      ...(title !== undefined && { title }),
      ...(companyName !== undefined && { company: companyName }),
      ...(country !== undefined && { country }),
      ...(city !== undefined && { city }),
    };
  }
  if (record.kind !== 'company') return { ...base, kind: 'org' };
  const { domains, emails, phones, country, city, taxId } = record;
  return {
    ...base,
    kind: 'org',
    emails,
    phones,
    ...(domains[0] !== undefined && { website: domains[0] }),
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
    ...(taxId !== undefined && { taxId }),
  };
}

function sourceOf({ system, account }: RecordRef): string {
  return `${system}/${account}`;
}
