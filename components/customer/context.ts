import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, DossierPart } from '../../lib/model/dossier.ts';

/** What every block of a customer needs to name systems, people and stages. */
export interface Around {
  connections: readonly ConnectionInfo[];
  dictionaries: ReadonlyMap<string, Dictionary>;
}

/** Letters and name of a connection; a removed one keeps a dash. */
export function systemOf(around: Around, connectionId: string): { mark: string; name: string } {
  const connection = around.connections.find((each) => each.id === connectionId);
  return connection ? { mark: connection.mark, name: connection.systemName } : { mark: '–', name: connectionId };
}

export function ownerName(around: Around, connectionId: string, ownerId: string): string | undefined {
  return around.dictionaries.get(connectionId)?.owners.find((owner) => owner.id === ownerId)?.name;
}

export function partOf(parts: readonly DossierPart[] | undefined, connectionId: string): DossierPart | undefined {
  return parts?.find((part) => part.connectionId === connectionId);
}
