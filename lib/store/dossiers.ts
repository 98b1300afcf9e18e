import type { CustomerSummary, Dossier, DossierPart, Opening } from '../model/dossier.ts';
import type { StoredError } from '../model/errors.ts';
import { keptBody, keptOpening, keptSummary } from '../model/never-store.ts';
import type { RecordRef } from '../model/records.ts';
import { cacheDb } from './databases.ts';
import { dropDossier } from './drop.ts';
import { bodyWithout, openingWithout } from './forgotten.ts';
import { type Kept, whatIsKept } from './kept.ts';
import { dataKey } from './keys.ts';
import { dropRecords, inTurn } from './record-pages.ts';
import { withRoom } from './room.ts';
import type { PartRow } from './rows.ts';
import { openIfIntact, seal } from './seal.ts';

/** The content of one connection's share; `next` continues the timeline and never leaves the worker's side. */
export type PartBody = Pick<DossierPart, 'records' | 'activities' | 'hasMore'> & { next?: string };

/** Row id of a part. */
function partId(dossier: string, connectionId: string): string {
  return `${dossier}#${connectionId}`;
}

async function openingAsKept({ never, forgotten }: Kept, opening: Opening): Promise<Opening> {
  return keptOpening(never, await openingWithout(forgotten, opening));
}

async function bodyAsKept({ never, forgotten }: Kept, body: PartBody): Promise<PartBody> {
  return keptBody(never, await bodyWithout(forgotten, body));
}

/** Remembers how a record leads to a customer. */
export async function saveOpening(opening: Opening): Promise<void> {
  const { record, dossier, at, ...body } = await openingAsKept(await whatIsKept(), opening);
  const sealed = await seal(await dataKey(), { table: 'openings', id: record }, body);
  await withRoom(() => cacheDb.openings.put({ record, at, sealed, ...(dossier !== undefined && { dossier }) }));
}

type Head = Pick<Dossier, 'key' | 'kind' | 'anchor' | 'openedAt'> & { summary: CustomerSummary };

/** Writes the head of a customer, whether she is here or not; keeps the members that her parts have brought. */
export function saveHead(head: Head): Promise<void> {
  return putHead(head, true);
}

/** The same of a customer who is here: one who was forgotten or deleted while she was asked about stays so. */
export function updateHead(head: Head): Promise<void> {
  return putHead(head, false);
}

async function putHead(head: Head, mayBeNew: boolean): Promise<void> {
  const { summary, ...row } = head;
  const sealed = await seal(await dataKey(), { table: 'dossiers', id: head.key }, keptSummary((await whatIsKept()).never, summary));
  await withRoom(() =>
    cacheDb.transaction('rw', cacheDb.dossiers, async () => {
      const there = await cacheDb.dossiers.get(head.key);
      if (there || mayBeNew) await cacheDb.dossiers.put({ ...row, members: there?.members ?? [head.key], sealed });
    }),
  );
}

/** A customer nobody has seen before, with what her own system has told of her. */
export interface NewDossier extends Pick<Dossier, 'key' | 'kind' | 'anchor' | 'openedAt'> {
  summary: CustomerSummary;
  opening: Opening;
  /** All that are asked, her own one among them. */
  connectionIds: readonly string[];
  own: { connectionId: string; answeredAt: number; members: string[]; body: PartBody };
}

/** Makes a customer appear, in one step: whoever watches draws her once. Every connection is marked as being asked. */
export async function beginDossier({ summary, opening, connectionIds, own, ...row }: NewDossier): Promise<void> {
  const { key, openedAt } = row;
  const kept = await whatIsKept();
  const { record, at, dossier: leadsTo, ...people } = await openingAsKept(kept, opening);
  const id = partId(key, own.connectionId);
  const secret = await dataKey();
  const [head, way, body] = await Promise.all([
    seal(secret, { table: 'dossiers', id: key }, keptSummary(kept.never, summary)),
    seal(secret, { table: 'openings', id: record }, people),
    seal(secret, { table: 'parts', id }, await bodyAsKept(kept, own.body)),
  ]);
  const others = connectionIds
    .filter((each) => each !== own.connectionId)
    .map((connectionId) => ({ id: partId(key, connectionId), connectionId }));
  const asking = { dossier: key, state: 'asking', askedAt: openedAt } as const;
  await withRoom(() =>
    cacheDb.transaction('rw', cacheDb.dossiers, cacheDb.openings, cacheDb.parts, () =>
      Promise.all([
        cacheDb.dossiers.put({ ...row, members: [...new Set([key, ...own.members])], sealed: head }),
        cacheDb.openings.put({ record, at, sealed: way, ...(leadsTo !== undefined && { dossier: leadsTo }) }),
        cacheDb.parts.bulkPut([
          { id, connectionId: own.connectionId, ...asking, members: own.members, answeredAt: own.answeredAt, sealed: body },
          ...others.map((other) => ({ ...other, ...asking, members: [] })),
        ]),
      ]),
    ),
  );
}

/** The head of a customer, for the writing side. */
export async function headOf(
  key: string,
): Promise<{ key: string; kind: Dossier['kind']; anchor: RecordRef; openedAt: number; summary?: CustomerSummary } | undefined> {
  const row = await cacheDb.dossiers.get(key);
  if (!row) return undefined;
  const { kind, anchor, openedAt, sealed } = row;
  const summary = await openIfIntact<CustomerSummary>(await dataKey(), { table: 'dossiers', id: key }, sealed);
  return { key, kind, anchor, openedAt, ...(summary && { summary }) };
}

/**
 * Marks connections as being asked; what they answered before stays. From now on the customer counts as opened: whoever is dropped for want
 * of room while the answers come, or because none came, is not the one who is looked at.
 */
export async function askParts(dossier: string, connectionIds: readonly string[], askedAt: number): Promise<void> {
  await withRoom(() =>
    cacheDb.transaction('rw', cacheDb.parts, cacheDb.dossiers, async () => {
      await cacheDb.dossiers.update(dossier, { openedAt: askedAt });
      const ids = connectionIds.map((id) => partId(dossier, id));
      const old = await cacheDb.parts.bulkGet(ids);
      const rows = connectionIds.map((connectionId, index): PartRow => {
        const { error: _error, ...kept } = old[index] ?? { id: partId(dossier, connectionId), dossier, connectionId, members: [] };
        return { ...kept, state: 'asking', askedAt };
      });
      await cacheDb.parts.bulkPut(rows);
    }),
  );
}

/**
 * Stores an answer, unless the customer was forgotten or deleted meanwhile. `asking` while more of it is under way. `members`: the recordKeys
 * that this part says are the customer.
 */
export async function answerPart(
  at: { dossier: string; connectionId: string; askedAt: number; answeredAt: number; state: 'asking' | 'answered'; members: string[] },
  body: PartBody,
): Promise<void> {
  const { dossier, connectionId, ...rest } = at;
  const id = partId(dossier, connectionId);
  const kept = await whatIsKept();
  const members = [...(await kept.forgotten.without(at.members, (member) => [member]))];
  const sealed = await seal(await dataKey(), { table: 'parts', id }, await bodyAsKept(kept, body));
  await withRoom(() =>
    cacheDb.transaction('rw', cacheDb.parts, cacheDb.dossiers, async () => {
      if (!(await cacheDb.dossiers.get(dossier))) return;
      await cacheDb.parts.put({ id, dossier, connectionId, ...rest, members, sealed });
      await refreshMembers(dossier);
    }),
  );
}

/** Stores why a connection could not answer, unless the customer was forgotten or deleted meanwhile; what it answered before stays. */
export async function failPart(at: { dossier: string; connectionId: string; askedAt: number; error: StoredError }): Promise<void> {
  const { dossier, connectionId, askedAt, error } = at;
  const id = partId(dossier, connectionId);
  await withRoom(() =>
    cacheDb.transaction('rw', cacheDb.parts, cacheDb.dossiers, async () => {
      const [old, customer] = await Promise.all([cacheDb.parts.get(id), cacheDb.dossiers.get(dossier)]);
      if (customer) await cacheDb.parts.put({ members: [], ...old, id, dossier, connectionId, askedAt, state: 'failed', error });
    }),
  );
}

/** Keys of the customers that these records belong to. */
export async function dossiersWith(records: readonly string[]): Promise<string[]> {
  return cacheDb.dossiers
    .where('members')
    .anyOf([...records])
    .distinct()
    .primaryKeys();
}

/** One connection's share, for the writing side. */
export async function partOf(dossier: string, connectionId: string): Promise<{ row: PartRow; body?: PartBody } | undefined> {
  const row = await cacheDb.parts.get(partId(dossier, connectionId));
  if (!row) return undefined;
  const body = row.sealed && (await openIfIntact<PartBody>(await dataKey(), { table: 'parts', id: row.id }, row.sealed));
  return { row, ...(body && { body }) };
}

/** Shares that a stopped worker left in `asking`: nobody will answer them any more, so they count as long not asked. */
export async function settleAbandonedParts(): Promise<void> {
  await cacheDb.parts
    .where('state')
    .equals('asking')
    .modify((row) => {
      row.askedAt = 0;
      row.state = row.answeredAt === undefined ? 'failed' : 'answered';
      if (row.answeredAt === undefined) row.error = { kind: 'unavailable', code: 'interrupted' };
    });
}

/** What these connections have told counts as long not asked: the next look at a customer asks anew. What is shown stays. */
export async function stalePartsOf(connectionIds: readonly string[]): Promise<void> {
  await cacheDb.parts
    .where('connectionId')
    .anyOf([...connectionIds])
    .modify({ askedAt: 0 });
}

/** Deletes everything a connection has told us; a page that is being stored is waited for. */
export async function forgetConnectionCache(connectionId: string): Promise<void> {
  await inTurn(() => cacheDb.transaction('rw', cacheDb.tables, () => dropAllOf(connectionId)));
}

async function dropAllOf(connectionId: string): Promise<void> {
  const dossiers = new Set((await cacheDb.parts.where('connectionId').equals(connectionId).toArray()).map((row) => row.dossier));
  await cacheDb.parts.where('connectionId').equals(connectionId).delete();
  await cacheDb.tasks.where('connectionId').equals(connectionId).delete();
  await cacheDb.dictionaries.delete(connectionId);
  await cacheDb.health.delete(connectionId);
  await dropRecords(connectionId);
  for (const dossier of dossiers) {
    if ((await cacheDb.parts.where('dossier').equals(dossier).count()) > 0) await refreshMembers(dossier);
    else await dropDossier(dossier);
  }
}

/** Deletes customers whose anchor lies in an account that is no longer connected. */
export async function forgetAccount(system: string, account: string): Promise<void> {
  await cacheDb.transaction('rw', cacheDb.tables, async () => {
    const rows = await cacheDb.dossiers.filter(({ anchor }) => anchor.system === system && anchor.account === account).toArray();
    for (const { key } of rows) await dropDossier(key);
    const prefix = [system, account].map(encodeURIComponent).join('/');
    await cacheDb.openings.where('record').startsWith(`${prefix}/`).delete();
  });
}

async function refreshMembers(dossier: string): Promise<void> {
  const rows = await cacheDb.parts.where('dossier').equals(dossier).toArray();
  const members = [...new Set([dossier, ...rows.flatMap((row) => row.members)])];
  await cacheDb.dossiers.update(dossier, { members });
}
