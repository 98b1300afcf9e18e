import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import type { StoredError } from '../../lib/model/errors.ts';

/** What keeps a connection from answering: its own state first, then its last attempt. */
export function troubleOf(connection: ConnectionInfo, part: DossierPart | undefined): StoredError | undefined {
  if (connection.state === 'signed-out') return connection.error ?? { kind: 'auth' };
  if (connection.state === 'no-permission') return { kind: 'permission' };
  if (connection.state === 'paused') return undefined;
  return part?.state === 'failed' ? (part.error ?? { kind: 'unavailable' }) : undefined;
}
