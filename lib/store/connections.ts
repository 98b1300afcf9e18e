import type { ConnectionInfo } from '../model/connection.ts';
import { settingsDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { seal } from './seal.ts';

/** Stores what pages may know of a connection. */
export async function saveConnectionInfo(connection: ConnectionInfo): Promise<void> {
  const { id, system, createdAt } = connection;
  const sealed = await seal(await dataKey(), { table: 'connections', id }, connection);
  await settingsDb.connections.put({ id, system, createdAt, sealed });
}

/** Forgets the public side of a connection. */
export async function dropConnectionInfo(id: string): Promise<void> {
  await settingsDb.connections.delete(id);
}
