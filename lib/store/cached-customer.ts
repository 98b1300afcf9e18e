import type { Dossier, LinkedRecord, Opening } from '../model/dossier.ts';
import { type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { isActivity, isTombstone } from '../model/sync.ts';
import { type Cached, cachedRecord, cachedRows } from './records.ts';

/*
 * A record that was synced and never opened, as a customer: what its own system has told of it and of the records it names. For the time until
 * the systems have answered, and for when there is no network. Nothing of it is written.
 */

/** How the record leads to a customer, and that customer; `undefined` for a record that is not kept. */
export async function syncedCustomer(key: string): Promise<{ opening: Opening; customer?: Dossier } | undefined> {
  const open = await recordOf(key);
  if (!open) return undefined;
  const related = await linkedTo(open.row);
  const people = open.row.kind === 'person' ? [open.row] : related.filter((record) => record.kind === 'person');
  const anchor = people[0] ?? (open.row.kind === 'company' ? open.row : related.find((record) => record.kind === 'company'));
  const opening: Opening = {
    record: key,
    people: people.map(({ ref, name, title }) => ({ ref, name, ...(title !== undefined && { title }) })),
    at: open.at,
    ...(anchor && { dossier: recordKey(anchor.ref) }),
    ...(anchor !== open.row && { focus: open.row }),
  };
  if (!anchor) return { opening };
  const around = anchor === open.row ? related : [open.row, ...related, ...(await linkedTo(anchor))];
  return { opening, customer: customerOf(anchor, around, open) };
}

function customerOf(anchor: SystemRecord, around: readonly SystemRecord[], { connectionId, at }: Cached): Dossier {
  const key = recordKey(anchor.ref);
  const records = new Map<string, LinkedRecord>([[key, { record: anchor, link: 'anchor' }]]);
  for (const record of around) {
    const each = recordKey(record.ref);
    if (!records.has(each)) records.set(each, { record, link: 'related' });
  }
  const part = { connectionId, state: 'answered' as const, askedAt: 0, answeredAt: at, activities: [], hasMore: false };
  const kind = anchor.kind === 'company' ? 'company' : 'person';
  return { key, kind, anchor: anchor.ref, openedAt: 0, parts: [{ ...part, records: [...records.values()] }] };
}

async function recordOf(key: string): Promise<(Cached & { row: SystemRecord }) | undefined> {
  const found = await cachedRecord(key);
  return found && isRecord(found.row) ? { ...found, row: found.row } : undefined;
}

/** Records it names that are kept too, the primary contact first. */
async function linkedTo({ links }: SystemRecord): Promise<SystemRecord[]> {
  const order = [...links].sort((a, b) => Number(b.role === 'primary-contact') - Number(a.role === 'primary-contact'));
  const keys = order.map(({ ref }: { ref: RecordRef }) => recordKey(ref));
  const found = await cachedRows(keys);
  return keys.flatMap((key) => {
    const row = found.get(key)?.row;
    return row && isRecord(row) ? [row] : [];
  });
}

function isRecord(row: Cached['row']): row is SystemRecord {
  return !isTombstone(row) && !isActivity(row);
}
