import type { ConnectionChanges, ConnectionInfo } from '../model/connection.ts';
import type { StoredError } from '../model/errors.ts';
import type { ObjectMapping } from '../model/mapping.ts';
import { changeConnectionInfo } from '../store/connections.ts';
import { mappings } from '../store/mappings.ts';
import { connectionsOrLocked } from '../store/reading.ts';
import { allSecrets, getSecret, putSecret } from '../store/vault.ts';
import type { Connection } from '../systems/contract.ts';
import { type Engine, type Live, systemOf } from './context.ts';
import { withMapping } from './mapping.ts';

/** A connection as the engine sees it: the public side and, where its system is known and its credentials open, the live one. */
export interface Known {
  info: ConnectionInfo;
  live?: Live;
}

/** All connections, in the order they were made. @throws StoreError `locked` */
export async function knownConnections(engine: Engine): Promise<Known[]> {
  const [infos, secrets, mapped] = await Promise.all([connectionsOrLocked(), allSecrets<Connection>(), mappings()]);
  const byId = new Map(secrets.map((connection) => [connection.id, connection]));
  return infos.map((info) => known(engine, info, byId.get(info.id), mapped));
}

/** One connection; `undefined` when it was removed. @throws StoreError `locked` */
export async function knownConnection(engine: Engine, id: string): Promise<Known | undefined> {
  const [infos, connection, mapped] = await Promise.all([connectionsOrLocked(), getSecret<Connection>(id), mappings()]);
  const info = infos.find((each) => each.id === id);
  return info && known(engine, info, connection, mapped);
}

function known(engine: Engine, info: ConnectionInfo, connection: Connection | undefined, mapped: readonly ObjectMapping[]): Known {
  const system = systemOf(engine, info.system);
  return system && connection ? { info, live: withMapping({ system, connection }, mapped) } : { info };
}

/** Stores changed credentials; on return they are on disk. */
export async function saveCredentials(connection: Connection): Promise<void> {
  // The mapping is a setting and has its own place.
  const { fieldMap: _map, fieldOptions: _options, ...kept } = connection;
  await putSecret(connection.id, kept);
}

/** Sets how a connection stands; nothing is written when nothing changes. */
export async function setConnectionState(id: string, state: ConnectionInfo['state'], error?: StoredError): Promise<void> {
  await changeConnectionInfo(id, (info) => {
    if (info.state === state && info.error?.code === error?.code && info.error?.kind === error?.kind) return info;
    const { error: _old, ...rest } = info;
    return { ...rest, state, ...(error && { error }) };
  });
}

/** What the rep has changed: name, colour, whether we may write. */
export async function changeConnection(id: string, { label, ...changes }: ConnectionChanges): Promise<ConnectionInfo | undefined> {
  return changeConnectionInfo(id, (info) => {
    if (label === undefined) return { ...info, ...changes };
    const { label: _old, ...rest } = info;
    const name = label.trim();
    return { ...rest, ...changes, ...(name !== '' && { label: name }) };
  });
}
