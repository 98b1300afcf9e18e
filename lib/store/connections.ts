import type { ConnectionInfo } from '../model/connection.ts';
import { settingsDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { connections } from './reading.ts';
import { withRoom } from './room.ts';
import { seal } from './seal.ts';

/** Changes are made one after the other: each reads what the one before has written. The worker alone writes here. */
let turn: Promise<unknown> = Promise.resolve();

/** Stores what pages may know of a connection. */
export async function saveConnectionInfo(connection: ConnectionInfo): Promise<void> {
  const { id, system, createdAt } = connection;
  const sealed = await seal(await dataKey(), { table: 'connections', id }, connection);
  await withRoom(() => settingsDb.connections.put({ id, system, createdAt, sealed }));
}

/**
 * Changes a connection: `change` gets what is stored and answers what shall be, or the same object to leave it. Resolves to what
 * is stored then; `undefined` when the connection is gone.
 */
export function changeConnectionInfo(id: string, change: (info: ConnectionInfo) => ConnectionInfo): Promise<ConnectionInfo | undefined> {
  const mine = turn.then(async () => {
    const info = (await connections()).find((each) => each.id === id);
    if (!info) return undefined;
    const changed = change(info);
    if (changed !== info) await saveConnectionInfo(changed);
    return changed;
  });
  turn = mine.catch(() => undefined);
  return mine;
}

/** Forgets the public side of a connection. */
export async function dropConnectionInfo(id: string): Promise<void> {
  await settingsDb.connections.delete(id);
}
