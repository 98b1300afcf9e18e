import type { CustomerSummary } from '../model/dossier.ts';
import { recordKey, type SystemRecord } from '../model/records.ts';
import { isTombstone, type SyncedRow } from '../model/sync.ts';
import type { SearchEntry } from '../search/index.ts';

/** What rows of the cache mean for search: entries to find, keys to find no more. Rows of other kinds mean nothing. */
export function changesOf(rows: readonly SyncedRow[]): { entries: SearchEntry[]; gone: string[] } {
  const entries: SearchEntry[] = [];
  const gone: string[] = [];
  for (const row of rows) {
    if (isTombstone(row) || ('mergedInto' in row && row.mergedInto)) gone.push(recordKey(row.ref));
    else {
      const entry = entryOf(row as SystemRecord);
      if (entry) entries.push(entry);
    }
  }
  return { entries, gone };
}

function entryOf(record: SystemRecord): SearchEntry | undefined {
  const touchedAt = record.changedAt ?? record.createdAt;
  const base = { key: recordKey(record.ref), name: record.name, ...(touchedAt !== undefined && { touchedAt }) };
  switch (record.kind) {
    case 'person':
      return {
        ...base,
        kind: 'person',
        emails: record.emails,
        phones: record.phones,
        ...(record.companyName !== undefined && { company: record.companyName }),
        ...(record.title !== undefined && { title: record.title }),
      };
    case 'company':
      // A site is found as the end of an address.
      return {
        ...base,
        kind: 'company',
        emails: [...record.emails, ...record.domains.map((domain) => `@${domain}`)],
        phones: record.phones,
      };
    case 'deal':
      return { ...base, kind: 'deal', emails: [], phones: [], ...(record.status === 'open' && { hasOpenDeal: true }) };
    default:
      return undefined;
  }
}

/** A customer who was opened, with what all her systems say of her. */
export function entryOfCustomer(customer: CustomerSummary): SearchEntry {
  const { dossier, kind, name, companyName, title, emails, phones, openedAt } = customer;
  return {
    key: dossier,
    kind,
    name,
    emails,
    phones,
    touchedAt: openedAt,
    ...(companyName !== undefined && { company: companyName }),
    ...(title !== undefined && { title }),
  };
}

/** What changed of a record, with what the index knew and the newer version does not tell: a company linked, a time opened. */
export function withKnown(entry: SearchEntry, known: SearchEntry | undefined): SearchEntry {
  if (!known) return entry;
  const touchedAt = Math.max(entry.touchedAt ?? 0, known.touchedAt ?? 0);
  const company = entry.company ?? known.company;
  return {
    ...entry,
    ...(company !== undefined && { company }),
    ...(touchedAt > 0 && { touchedAt }),
    ...(entry.kind !== 'deal' && known.hasOpenDeal && { hasOpenDeal: true }),
  };
}

/** Persons and companies with a deal, and whether it is open: a link tells whose it is. */
export function dealsOf(rows: readonly SyncedRow[]): { key: string; isOpen: boolean }[] {
  return rows.flatMap((row) =>
    'kind' in row && row.kind === 'deal' && 'links' in row && 'status' in row
      ? row.links.map(({ ref }) => ({ key: recordKey(ref), isOpen: row.status === 'open' }))
      : [],
  );
}
