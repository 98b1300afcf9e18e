import type { ConnectionInfo } from '../model/connection.ts';
import type {
  CustomerSummary,
  Delivery,
  Dictionary,
  Dossier,
  DossierPart,
  DueTask,
  Opening,
  QueuedAction,
  Settings,
} from '../model/dossier.ts';
import { recordKey } from '../model/records.ts';
import { type DossierRows, dossierRows, type RowReader, type Way, wayOf } from './customer-rows.ts';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';
import type { PartBody } from './dossiers.ts';
import { StoreError } from './errors.ts';
import { existingDataKey } from './known-keys.ts';
import { openKept } from './opened.ts';
import type { ActionRow, DeliveryRow, DictionaryRow, DossierRow, PartRow } from './rows.ts';
import { deliveriesFrom, rowsWith } from './rows-with.ts';
import { openIfIntact } from './seal.ts';
import { DEFAULT_SETTINGS, FORGOTTEN, placeOf } from './settings.ts';

/*
 * The reading side, for pages. Every function reads its rows first and decrypts afterwards, so that it works inside a live
 * query and costs one round trip to the database. Nothing here writes, not even a key.
 */

/** What `outbox()` lists whatever its state. */
const RECENT_ACTIONS = 20;

/** Rows as live queries hear of them. */
export const watchedRows: RowReader = {
  async get<T>(table: string, key: string) {
    return (await cacheDb.table<T>(table).get(key)) as T | undefined;
  },
  async first<T>(table: string, index: string, value: string) {
    return (await cacheDb.table<T>(table).where(index).equals(value).first()) as T | undefined;
  },
  all: (table, index, value) => cacheDb.table(table).where(index).equals(value).toArray(),
};

/** How a record leads to a customer: as remembered, else by the customer of which the record is known to be a part. */
export async function openingOf(record: string): Promise<Opening | undefined> {
  const [key, way] = await Promise.all([existingDataKey(), wayOf(watchedRows, record)]);
  return key && openWay(key, record, way);
}

/** What `wayOf` has read. `beside`: the customer that was read with it. */
export async function openWay(
  key: CryptoKey,
  record: string,
  { row, owner }: Way,
  beside?: Promise<Dossier | undefined>,
): Promise<Opening | undefined> {
  const body = row && (await openIfIntact<Pick<Opening, 'focus' | 'people'>>(key, { table: 'openings', id: record }, row.sealed));
  if (row && body) return { record, at: row.at, ...(row.dossier !== undefined && { dossier: row.dossier }), ...body };
  if (!owner) return undefined;
  const known = await beside;
  return openingOfMember(record, owner, known?.key === owner.key ? known : await dossier(owner.key));
}

function openingOfMember(record: string, owner: DossierRow, known: Dossier | undefined): Opening {
  const records = known?.parts.flatMap((part) => part.records) ?? [];
  const focus = records.find((linked) => recordKey(linked.record.ref) === record);
  const anchor = records.find((linked) => linked.link === 'anchor')?.record;
  const title = anchor?.kind === 'person' ? anchor.title : undefined;
  const people = anchor ? [{ ref: anchor.ref, name: anchor.name, ...(title !== undefined && { title }) }] : [];
  return { record, dossier: owner.key, people, at: owner.openedAt, ...(focus?.link === 'related' && { focus: focus.record }) };
}

/** One customer with every connection's share. */
export async function dossier(key: string): Promise<Dossier | undefined> {
  const [dataKey, rows] = await Promise.all([existingDataKey(), dossierRows(watchedRows, key)]);
  return dataKey && openDossier(dataKey, rows);
}

/** What `dossierRows` has read. */
export async function openDossier(dataKey: CryptoKey, { head, parts }: DossierRows): Promise<Dossier | undefined> {
  if (!head) return undefined;
  const { key, kind, anchor, openedAt } = head;
  return { key, kind, anchor, openedAt, parts: await Promise.all(parts.map((part) => openPart(dataKey, part))) };
}

async function openPart(key: CryptoKey, row: PartRow): Promise<DossierPart> {
  const { id, connectionId, state, error, askedAt, answeredAt, sealed } = row;
  const body = sealed && (await openIfIntact<PartBody>(key, { table: 'parts', id }, sealed));
  return {
    connectionId,
    state,
    askedAt,
    records: body?.records ?? [],
    activities: body?.activities ?? [],
    hasMore: body?.hasMore ?? false,
    ...(error && { error }),
    ...(body && answeredAt !== undefined && { answeredAt }),
  };
}

/** The customers opened last, newest first; a customer opened from two systems appears once. */
export async function recentCustomers(limit: number): Promise<CustomerSummary[]> {
  const [key, rows] = await Promise.all([
    existingDataKey(),
    cacheDb.dossiers
      .orderBy('openedAt')
      .reverse()
      .limit(limit * 3)
      .toArray(),
  ]);
  return key ? openHeads(key, withoutDoubles(rows).slice(0, limit)) : [];
}

/** Rows come newest first: an older row whose anchor belongs to a newer one is the same customer. */
function withoutDoubles(rows: readonly DossierRow[]): DossierRow[] {
  const taken = new Set<string>();
  return rows.filter((row) => {
    if (taken.has(row.key)) return false;
    for (const member of row.members) taken.add(member);
    return true;
  });
}

async function openHeads(key: CryptoKey, rows: readonly DossierRow[]): Promise<CustomerSummary[]> {
  const heads = await Promise.all(rows.map((row) => openIfIntact<CustomerSummary>(key, { table: 'dossiers', id: row.key }, row.sealed)));
  return heads.filter((head) => head !== undefined);
}

/** The rep's open tasks due before `until` (epoch ms), the longest overdue first. */
export async function dueTasks(until: number): Promise<DueTask[]> {
  const [key, rows] = await Promise.all([existingDataKey(), cacheDb.tasks.where('dueAt').below(until).sortBy('dueAt')]);
  if (!key) return [];
  const tasks = await Promise.all(
    rows.map(async ({ key: id, connectionId, dossier, sealed }) => {
      const body = await openIfIntact<Pick<DueTask, 'task' | 'customerName'>>(key, { table: 'tasks', id }, sealed);
      return body && { ...body, connectionId, dossier };
    }),
  );
  return tasks.filter((task) => task !== undefined);
}

/** All connections, in the order they were made; never their credentials. None while the store is locked. */
export async function connections(): Promise<ConnectionInfo[]> {
  return connectionsOrLocked().catch(() => []);
}

/** The same for whoever acts on a connection that is gone. @throws StoreError `locked` when there are some and they cannot be read now */
export async function connectionsOrLocked(): Promise<ConnectionInfo[]> {
  const [key, rows] = await Promise.all([existingDataKey(), settingsDb.connections.toArray()]);
  if (!key && rows.length > 0) throw new StoreError('locked');
  if (!key) return [];
  const ordered = rows.sort((a, b) => a.createdAt - b.createdAt);
  const opened = await Promise.all(ordered.map((row) => openKept<ConnectionInfo>(key, { table: 'connections', id: row.id }, row.sealed)));
  return opened.filter((connection) => connection !== undefined);
}

/** Owners and pipelines of a connection. */
export async function dictionary(connectionId: string): Promise<Dictionary | undefined> {
  return (await dictionaries([connectionId])).get(connectionId);
}

/** The same of several connections, by their ids. */
export async function dictionaries(connectionIds: readonly string[]): Promise<Map<string, Dictionary>> {
  const [key, rows] = await Promise.all([existingDataKey(), cacheDb.dictionaries.bulkGet([...connectionIds])]);
  const opened = await Promise.all(rows.map((row) => key && row && openDictionary(key, row)));
  return new Map(opened.flatMap((each) => (each ? [[each.connectionId, each] as const] : [])));
}

async function openDictionary(key: CryptoKey, { connectionId, fetchedAt, sealed }: DictionaryRow): Promise<Dictionary | undefined> {
  const body = await openKept<Omit<Dictionary, 'connectionId' | 'fetchedAt'>>(key, { table: 'dictionaries', id: connectionId }, sealed);
  return body && { connectionId, fetchedAt, ...body };
}

/** The settings, defaults filled in. */
export async function settings(): Promise<Settings> {
  const [key, rows] = await Promise.all([existingDataKey(), settingsDb.settings.toArray()]);
  const set = await Promise.all(
    rows
      .filter(({ name }) => name !== FORGOTTEN)
      .map(async ({ name, value, sealed }) => [name, sealed && key ? await openKept(key, placeOf(name), sealed) : value]),
  );
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(set.filter(([, value]) => value !== undefined)) };
}

/** Actions newest first: of one record, or (without a key) all that still need something and the last 20. */
export async function outbox(record?: string): Promise<QueuedAction[]> {
  const [key, rows] = await Promise.all([existingDataKey(), record === undefined ? rowsOfInterest() : rowsOf(record)]);
  if (!key) return [];
  const deliveries = Map.groupBy(rows.deliveries, (row) => row.actionId);
  const newestFirst = rows.actions.sort((one, other) => other.seq - one.seq);
  const opened = await Promise.all(newestFirst.map((row) => openAction(key, row, deliveries.get(row.id) ?? [])));
  return opened.filter((action) => action !== undefined);
}

interface OutboxRows {
  actions: ActionRow[];
  deliveries: DeliveryRow[];
}

async function rowsOf(record: string): Promise<OutboxRows> {
  const actions = await outboxDb.actions.where('record').equals(record).toArray();
  const ids = actions.map((row) => row.id);
  return { actions, deliveries: await rowsWith(outboxDb.deliveries, 'actionId', ids) };
}

/** In one short transaction, of requests that need no cursor: a writer waits for it. */
function rowsOfInterest(): Promise<OutboxRows> {
  const { actions, deliveries } = outboxDb;
  return outboxDb.transaction('r', actions, deliveries, async () => {
    const [open, recent] = await Promise.all([deliveriesFrom('failed'), recentRows()]);
    const listed = new Set(recent.actions.map((row) => row.id));
    const older = [...new Set(open.map((row) => row.actionId))].filter((id) => !listed.has(id));
    if (older.length === 0) return recent;
    const [theirs, ways] = await Promise.all([actions.bulkGet(older), rowsWith(deliveries, 'actionId', older)]);
    return {
      actions: [...recent.actions, ...theirs.filter((row) => row !== undefined)],
      deliveries: [...recent.deliveries, ...ways],
    };
  });
}

/** The last ones: `seq` counts up by one, and a delivery has its action's, so that both are a range. */
async function recentRows(): Promise<OutboxRows> {
  const last = await outboxDb.actions.orderBy('seq').last();
  if (!last) return { actions: [], deliveries: [] };
  const from = last.seq - RECENT_ACTIONS;
  const [actions, deliveries] = await Promise.all([
    outboxDb.actions.where('seq').above(from).toArray(),
    outboxDb.deliveries.where('seq').above(from).toArray(),
  ]);
  return { actions, deliveries };
}

async function openAction(key: CryptoKey, row: ActionRow, deliveries: readonly DeliveryRow[]): Promise<QueuedAction | undefined> {
  const { id, record, createdAt, after } = row;
  const [body, opened] = await Promise.all([
    openKept<Pick<QueuedAction, 'customerName' | 'action'>>(key, { table: 'actions', id }, row.sealed),
    Promise.all(deliveries.map((delivery) => openDelivery(key, delivery))),
  ]);
  return body && { id, record, createdAt, ...(after !== undefined && { after }), ...body, deliveries: opened };
}

async function openDelivery(key: CryptoKey, row: DeliveryRow): Promise<Delivery> {
  const { sealed, seq: _seq, bootId: _bootId, freed: _freed, sentAs: _sentAs, ...delivery } = row;
  const receipt = sealed && (await openKept<Delivery['receipt']>(key, { table: 'deliveries', id: row.id }, sealed));
  return { ...delivery, ...(receipt && { receipt }) };
}
