import { dropAuditContent } from './audit.ts';
import { cacheDb, outboxDb } from './databases.ts';
import { dropCustomers } from './drop.ts';

/* What goes by itself. It needs no key: what is old is told by columns in clear, so it works while the store is locked. */

/** Before which moment (epoch ms) each kind goes; absent = it stays. */
export interface Horizon {
  cache?: number | undefined;
  history?: number | undefined;
}

/** What bears a time to come was written by a clock that was ahead: it counts from now, else it would stay for ever. Answers how many customers. */
export async function redate(now: number): Promise<number> {
  await outboxDb.auditPayloads.where('at').above(now).modify({ at: now });
  await cacheDb.openings.filter(({ at }) => at > now).modify({ at: now });
  return cacheDb.dossiers.where('openedAt').above(now).modify({ openedAt: now });
}

/** Drops customers that nobody has opened since, with all that was known of them, and what old entries of the history tell. Answers how many customers. */
export async function sweep({ cache, history }: Horizon): Promise<number> {
  if (history !== undefined) await dropAuditContent({ before: history });
  if (cache === undefined) return 0;
  return dropCustomers(await cacheDb.dossiers.where('openedAt').below(cache).primaryKeys(), cache);
}

/** Entries that wait to be sent, by action: in clear, so that it can be told while the store is locked. */
export async function waitingCount(): Promise<number> {
  const rows = await outboxDb.deliveries.where('state').anyOf(['queued', 'sending', 'unknown', 'needs-you']).toArray();
  return new Set(rows.map(({ actionId }) => actionId)).size;
}
