import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { MergedProfile } from '../../lib/model/customer.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { DealRecord, SystemRecord } from '../../lib/model/records.ts';

/** Connections that can make a record and do not know this customer yet. */
export function whereUnknown(connections: readonly ConnectionInfo[], dossier: Dossier | undefined): ConnectionInfo[] {
  return connections.filter(({ id, can, writes, state }) => {
    const part = dossier?.parts.find((each) => each.connectionId === id);
    const isKnown = part?.records.some(({ link }) => link === 'anchor' || link === 'same') ?? false;
    return can.includes('write:create') && writes !== 'never' && state !== 'paused' && !isKnown;
  });
}

/**
 * May somebody be there already? `unasked`: the system has not answered, so nobody knows; `maybe`: somebody like her is there; `none`:
 * it was searched and has nobody.
 */
export function duplicateCheck(
  dossier: Dossier | undefined,
  connectionId: string,
): { found: 'unasked' | 'maybe' | 'none'; names: string[] } {
  const part = dossier?.parts.find((each) => each.connectionId === connectionId);
  if (part?.state !== 'answered') return { found: 'unasked', names: [] };
  const names = part.records.filter(({ link }) => link === 'maybe' || link === 'apart').map(({ record }) => record.name);
  return { found: names.length > 0 ? 'maybe' : 'none', names };
}

/** What a new contact starts with: what the other systems agree on. */
export function contactValues(profile: MergedProfile | undefined, name: string): Record<string, unknown> {
  const { title, companyName, email, phone, city, country } = profile?.fields ?? {};
  const all = (field: typeof email) => field?.values.map(({ value }) => value) ?? [];
  return {
    name,
    emails: all(email),
    phones: all(phone),
    ...(title && { title: title.values[0]?.value }),
    ...(companyName && { companyName: companyName.values[0]?.value }),
    ...(city && { city: city.values[0]?.value }),
    ...(country && { country: country.values[0]?.value }),
  };
}

/** Open deals of this customer in that account whose name is nearly the same: a new one would be a second one. */
export function dealsLike(dossier: Dossier | undefined, connectionId: string, name: string): DealRecord[] {
  const wanted = folded(name);
  if (wanted === '') return [];
  const records: SystemRecord[] =
    dossier?.parts.find((part) => part.connectionId === connectionId)?.records.map(({ record }) => record) ?? [];
  return records.filter((record): record is DealRecord => {
    if (record.kind !== 'deal' || record.status !== 'open') return false;
    const there = folded(record.name);
    return there !== '' && (there.includes(wanted) || wanted.includes(there));
  });
}

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLocaleLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
