import type { CustomerSummary } from '../model/dossier.ts';
import { recordKey, type SystemRecord } from '../model/records.ts';
import { isTombstone, type SyncedRow } from '../model/sync.ts';
import type { SearchEntry } from '../search/index.ts';
import { hashOf } from '../store/place-table.ts';

/**
 * What rows of the cache mean for search, the later ones the newer; rows of other kinds mean nothing. A part of the size of the rows, which a
 * fill thus need not hold until they are indexed.
 */
export class Told {
  /** Of every row's key, as `place-table.ts` knows it. */
  readonly hashes: number[] = [];
  readonly entries = new Map<string, SearchEntry>();
  /** To be found no more. */
  readonly gone = new Set<string>();
  /** Persons and companies with a deal, and whether it is open: a link tells whose it is. */
  readonly deals = new Map<string, boolean>();
  /** The last chunk that was stored when these were told; absent: whatever is the last. */
  until?: number;

  add(rows: readonly SyncedRow[]): void {
    for (const row of rows) {
      const key = recordKey(row.ref);
      this.hashes.push(hashOf(key));
      if (isTombstone(row) || ('mergedInto' in row && row.mergedInto)) {
        this.entries.delete(key);
        this.gone.add(key);
        continue;
      }
      const entry = entryOf(key, row as SystemRecord);
      if (entry) {
        this.gone.delete(key);
        this.entries.set(key, entry);
      }
      if (row.kind === 'deal' && 'links' in row) for (const { ref } of row.links) this.deals.set(recordKey(ref), row.status === 'open');
    }
  }
}

function entryOf(key: string, record: SystemRecord): SearchEntry | undefined {
  const { kind, name } = record;
  if (kind !== 'person' && kind !== 'company' && kind !== 'deal') return undefined;
  const entry: SearchEntry = { key, kind, name, emails: [], phones: [] };
  const touchedAt = record.changedAt ?? record.createdAt;
  if (touchedAt !== undefined) entry.touchedAt = touchedAt;
  if (kind === 'deal') {
    if (record.status === 'open') entry.hasOpenDeal = true;
    return entry;
  }
  entry.phones = record.phones;
  // A site is found as the end of an address.
  entry.emails = kind === 'person' ? record.emails : [...record.emails, ...record.domains.map((domain) => `@${domain}`)];
  if (kind === 'person' && record.companyName !== undefined) entry.company = record.companyName;
  if (kind === 'person' && record.title !== undefined) entry.title = record.title;
  return entry;
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
