import type { ConnectionInfo } from '../model/connection.ts';
import { settingsDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { connections } from './reading.ts';
import { withRoom } from './room.ts';
import { seal } from './seal.ts';
import type { Sealed } from './sealed.ts';

/** Everything is written one after the other: each change reads what the one before has written. The worker alone writes here. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = turn.then(task);
  turn = mine.catch(() => undefined);
  return mine;
}

async function sealedInfo(connection: ConnectionInfo): Promise<Sealed> {
  return seal(await dataKey(), { table: 'connections', id: connection.id }, connection);
}

/** Stores what pages may know of a connection, in the place of what was there. */
export function saveConnectionInfo(connection: ConnectionInfo): Promise<void> {
  return inTurn(async () => {
    const { id, system, createdAt } = connection;
    const sealed = await sealedInfo(connection);
    await withRoom(() => settingsDb.connections.put({ id, system, createdAt, sealed }));
  });
}

/**
 * Changes a connection: `change` gets what is stored and answers what shall be, or the same object to leave it. Resolves to what
 * is stored then; `undefined` when the connection is gone.
 */
export function changeConnectionInfo(id: string, change: (info: ConnectionInfo) => ConnectionInfo): Promise<ConnectionInfo | undefined> {
  return inTurn(async () => {
    const info = (await connections()).find((each) => each.id === id);
    if (!info) return undefined;
    const changed = change(info);
    if (changed === info) return info;
    const sealed = await sealedInfo(changed);
    // Everything may have been deleted meanwhile: then it stays deleted.
    return (await withRoom(() => settingsDb.connections.update(id, { sealed }))) > 0 ? changed : undefined;
  });
}

/** Forgets the public side of a connection; a change that was under way does not bring it back. */
export function dropConnectionInfo(id: string): Promise<void> {
  return inTurn(() => settingsDb.connections.delete(id));
}
