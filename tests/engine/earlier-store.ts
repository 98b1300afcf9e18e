import Dexie from 'dexie';
import type { Draft } from '../../lib/model/dossier.ts';
import { seal } from '../../lib/store/seal.ts';

/* Databases as earlier versions of us have left them: their schemas, their keys that cannot be wrapped, and rows sealed under those. */

/** What each version of each database declared; a later one repeats what it did not change. */
export const EARLIER = {
  'sidelight-cache': [
    {
      openings: 'record, dossier',
      dossiers: 'key, *members, openedAt',
      parts: 'id, dossier, connectionId, state',
      tasks: 'key, dueAt, connectionId, dossier',
      dictionaries: 'connectionId',
      health: 'connectionId',
    },
    { chunks: 'id, connectionId', places: 'id, connectionId', cursors: 'id, connectionId', indexes: 'id' },
  ],
  'sidelight-outbox': [
    { drafts: 'id, record, savedAt', actions: 'id, &seq, record', deliveries: 'id, actionId, connectionId, state, seq' },
    { actions: 'id, &seq, record, print', audit: 'seq', auditPayloads: 'id, at, record', auditHead: 'id' },
  ],
  'sidelight-settings': [{ settings: 'name', connections: 'id', keys: 'id' }, { rulings: 'id' }, { mappings: 'id' }, { hooks: 'id' }],
  'sidelight-vault': [{ secrets: 'id', keys: 'id' }, { renewals: 'id' }],
} as const;

export type DatabaseName = keyof typeof EARLIER;

/** Opens a database as version `upTo` of it was; whoever opened it closes it. */
export async function openEarlier(name: DatabaseName, upTo: number): Promise<Dexie> {
  const db = new Dexie(name);
  for (const [index, stores] of EARLIER[name].slice(0, upTo).entries()) db.version(index + 1).stores({ ...stores });
  return db.open();
}

/** What lay in such a profile. */
export interface Filling {
  customers: number;
  waiting: number;
}

const oldKey = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
const key = (nth: number) => `hubspot/1/contact/${nth}`;
/** Values are sealed a few hundred at a time. */
const BATCH = 500;

/** Fills databases of the given versions the way that code did. */
export async function fillEarlier(versions: Readonly<Record<DatabaseName, number>>, { customers, waiting }: Filling): Promise<void> {
  const [dataKey, vaultKey] = [await oldKey(), await oldKey()];
  const settings = await openEarlier('sidelight-settings', versions['sidelight-settings']);
  const connection = { id: 'c', system: 'hubspot', systemName: 'HubSpot', account: '1', createdAt: 1, state: 'ok', can: [], missing: [] };
  await settings.table('keys').bulkPut([
    { id: 'data', key: dataKey },
    { id: 'print', key: await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']) },
  ]);
  await settings.table('connections').put({
    id: 'c',
    system: 'hubspot',
    createdAt: 1,
    sealed: await seal(dataKey, { table: 'connections', id: 'c' }, connection),
  });
  await settings.table('settings').bulkPut([
    { name: 'language', value: 'ru' },
    { name: 'neverLog', sealed: await seal(dataKey, { table: 'settings', id: 'neverLog' }, ['ana@example.com']) },
  ]);
  settings.close();

  const cache = await openEarlier('sidelight-cache', versions['sidelight-cache']);
  for (let from = 0; from < customers; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, customers - from) }, async (_, index) => {
      const id = key(from + index);
      const anchor = { system: 'hubspot', account: '1', object: 'contact', native: '0-1', id: String(from + index) };
      const summary = {
        dossier: id,
        kind: 'person',
        anchor,
        name: `Ана ${from + index}`,
        emails: [],
        phones: [],
        connectionIds: ['c'],
        openedAt: from + index,
      };
      return {
        key: id,
        kind: 'person',
        anchor,
        openedAt: from + index,
        members: [id],
        sealed: await seal(dataKey, { table: 'dossiers', id }, summary),
      };
    });
    await cache.table('dossiers').bulkAdd(await Promise.all(rows));
  }
  cache.close();

  const outbox = await openEarlier('sidelight-outbox', versions['sidelight-outbox']);
  const draft: Draft = { record: key(0), customerName: 'Ана', kind: 'task', text: 'черновик', targets: ['c'], savedAt: 1 };
  const draftId = `${key(0)}#task`;
  await outbox.table('drafts').put({
    id: draftId,
    record: key(0),
    savedAt: 1,
    sealed: await seal(dataKey, { table: 'drafts', id: draftId }, draft),
  });
  for (let nth = 1; nth <= waiting; nth++) {
    const id = `action-${nth}`;
    const body = { customerName: 'Ана', action: { kind: 'note', text: `note ${nth}`, on: [], at: nth } };
    await outbox.table('actions').add({
      id,
      seq: nth,
      record: key(nth),
      createdAt: nth,
      sealed: await seal(dataKey, { table: 'actions', id }, body),
    });
    await outbox
      .table('deliveries')
      .add({ id: `delivery-${nth}`, actionId: id, connectionId: 'c', seq: nth, state: 'queued', attempts: 0, nextAt: 0 });
  }
  outbox.close();

  const vault = await openEarlier('sidelight-vault', versions['sidelight-vault']);
  await vault.table('keys').put({ id: 'vault', key: vaultKey });
  await vault
    .table('secrets')
    .put({ id: 'c', sealed: await seal(vaultKey, { table: 'secrets', id: 'c' }, { id: 'c', token: 'old token' }) });
  vault.close();
}
