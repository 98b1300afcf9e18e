import type { CustomerSummary, Dossier } from '../model/dossier.ts';
import type { SystemRecord } from '../model/records.ts';

/** What a dossier is stored with besides its parts. */
export function headOf(key: string, anchor: SystemRecord, summary: CustomerSummary, openedAt: number) {
  return { key, kind: kindOf(anchor), anchor: anchor.ref, openedAt, summary };
}

/** The line a customer gets in lists: her own words first, then what the records that are surely hers add. */
export function summaryOf(key: string, anchor: SystemRecord, parts: Dossier['parts'], openedAt: number): CustomerSummary {
  const same = parts.flatMap((part) => part.records.filter(({ link }) => link === 'same' || link === 'anchor').map(({ record }) => record));
  const all = [anchor, ...same];
  const companies = parts.flatMap((part) => part.records).filter(({ record }) => record.kind === 'company');
  // The company as the anchor's own system writes it, then as anybody's own record does; text on the person is often older.
  const company =
    companies.find(({ record: { ref } }) => ref.system === anchor.ref.system && ref.account === anchor.ref.account) ?? companies[0];
  const companyName = company?.record.name ?? (anchor.kind === 'person' ? anchor.companyName : undefined);
  return {
    dossier: key,
    kind: kindOf(anchor),
    anchor: anchor.ref,
    name: anchor.name,
    emails: union(all.map((record) => ('emails' in record ? record.emails : []))),
    phones: union(all.map((record) => ('phones' in record ? record.phones : []))),
    connectionIds: parts
      .filter((part) => part.records.some(({ link }) => link === 'same' || link === 'anchor'))
      .map((part) => part.connectionId),
    openedAt,
    ...(anchor.kind === 'person' && anchor.title !== undefined && { title: anchor.title }),
    ...(anchor.kind === 'person' && companyName !== undefined && { companyName }),
    ...(anchor.url !== undefined && { url: anchor.url }),
  };
}

function kindOf(anchor: SystemRecord): Dossier['kind'] {
  return anchor.kind === 'company' ? 'company' : 'person';
}

function union(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
