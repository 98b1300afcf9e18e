import { type ConnectionInfo, connectionName, needsTelling, type Tag } from '../../lib/model/connection.ts';
import type { Dictionary, DossierPart } from '../../lib/model/dossier.ts';

/** What every block of a customer needs to name systems, people and stages. */
export interface Around {
  connections: readonly ConnectionInfo[];
  dictionaries: ReadonlyMap<string, Dictionary>;
}

/** How a connection is shown: letters, name, and its colour where it has to be told from others of its kind. */
export interface Shown {
  mark: string;
  name: string;
  tag?: Tag;
}

/** Letters and name of a connection; a removed one keeps a dash. */
export function systemOf(around: Pick<Around, 'connections'>, connectionId: string): Shown {
  const { connections } = around;
  const connection = connections.find((each) => each.id === connectionId);
  if (!connection) return { mark: '–', name: connectionId };
  const tag = needsTelling(connection, connections) ? connection.tag : undefined;
  return { mark: connection.mark, name: connectionName(connection, connections), ...(tag && { tag }) };
}

export function ownerName(around: Around, connectionId: string, ownerId: string): string | undefined {
  return around.dictionaries.get(connectionId)?.owners.find((owner) => owner.id === ownerId)?.name;
}

export function partOf(parts: readonly DossierPart[] | undefined, connectionId: string): DossierPart | undefined {
  return parts?.find((part) => part.connectionId === connectionId);
}
