import type Dexie from 'dexie';
import { recordKey } from '../model/records.ts';
import { dropAuditContent } from './audit.ts';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import { dropDossier } from './drop.ts';
import { dossier } from './reading.ts';
import { scrub } from './scrub.ts';

/** Deliveries that are over: nobody waits for them. */
const OVER: ReadonlySet<string> = new Set(['confirmed', 'cancelled', 'undone', 'failed']);

/** Everything of one customer that lies here, by the keys in clear. */
export interface Traces {
  /** Her dossiers: one record opened from two systems makes two. */
  dossiers: string[];
  /** recordKeys that are hers, and of pages that led to her. */
  records: string[];
  /** Of these, the customer herself in each system. */
  herself: string[];
  /** Actions about her, and whether one still waits somewhere. */
  actions: { id: string; waits: boolean }[];
}

/** What forgetting this customer would concern. Reads only. */
export async function tracesOf(key: string): Promise<Traces> {
  const first = await cacheDb.dossiers.get(key);
  const members = first?.members ?? [key];
  const all = await cacheDb.dossiers.where('members').anyOf(members).distinct().toArray();
  // A company or a deal is a member of several customers; a dossier is hers only when its anchor is.
  const hers = all.filter((row) => row.key === key || members.includes(recordKey(row.anchor)));
  const openings = await cacheDb.openings
    .where('dossier')
    .anyOf(hers.map((row) => row.key))
    .primaryKeys();
  const own = [...new Set([key, ...hers.flatMap((row) => row.members)])];
  const records = [...new Set([...own, ...openings])];
  const actions = await outboxDb.actions.where('record').anyOf(records).primaryKeys();
  const deliveries = await outboxDb.deliveries.where('actionId').anyOf(actions).toArray();
  const waiting = new Set(deliveries.filter(({ state }) => !OVER.has(state)).map(({ actionId }) => actionId));
  return {
    dossiers: hers.map((row) => row.key),
    records,
    // A deal of hers is no person.
    herself: own.filter((key) => key.split('/')[2] !== 'deal'),
    actions: actions.map((id) => ({ id, waits: waiting.has(id) })),
  };
}

/** The e-mail addresses of a customer, by what her own records say. Of a company none: they are those of its people. */
export async function addressesOf({ dossiers, herself }: Traces): Promise<string[]> {
  const known = await Promise.all(dossiers.map(dossier));
  const records = known.flatMap((each) => each?.parts ?? []).flatMap((part) => part.records.map(({ record }) => record));
  return records.flatMap((record) => (record.kind === 'person' && herself.includes(recordKey(record.ref)) ? record.emails : []));
}

/**
 * Forgets a customer everywhere here: what the systems told, drafts, delivered entries, what the history tells of her, answers on who is
 * the same. The chain of the history holds. `waiting`: also what was not sent yet. Answers how many entries still wait.
 */
export async function forgetPerson(customer: string, waiting: boolean): Promise<number> {
  const { dossiers, records, actions } = await tracesOf(customer);
  const going = actions.filter(({ waits }) => waiting || !waits).map(({ id }) => id);
  await outboxDb.transaction('rw', outboxDb.drafts, outboxDb.actions, outboxDb.deliveries, async () => {
    await outboxDb.drafts.where('record').anyOf(records).delete();
    await outboxDb.deliveries.where('actionId').anyOf(going).delete();
    await outboxDb.actions.bulkDelete(going);
  });
  for (const record of records) await dropAuditContent({ record });
  await settingsDb.rulings.filter(({ a, b }) => records.includes(a) || records.includes(b)).delete();
  await cacheDb.transaction('rw', cacheDb.tables, async () => {
    for (const key of dossiers) await dropDossier(key);
    await cacheDb.openings.bulkDelete(records);
  });
  await scrub(new Set(records));
  return actions.length - going.length;
}

/** Empties every table, the keys last: whenever it is interrupted, what is left can still be opened or wiped. */
export async function wipeTables(vaultTables: () => Promise<void>): Promise<void> {
  await vaultTables();
  for (const db of [outboxDb, cacheDb, settingsDb] as Dexie[]) {
    await db.transaction('rw', db.tables, () => Promise.all(db.tables.map((table) => table.clear())));
  }
}
