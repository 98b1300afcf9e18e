import { type ConnectionInfo, connectionName, needsTelling, type Tag } from '../../lib/model/connection.ts';
import type { Dictionary, DossierPart } from '../../lib/model/dossier.ts';
import { isHook } from '../../lib/model/hook-id.ts';
import { i18n } from '../words/i18n.ts';

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

/** Letters and name of a connection. A removed one has a dash and no name of its own, nor has a workflow: its id is for nobody's eyes. */
export function systemOf(around: Pick<Around, 'connections'>, connectionId: string): Shown {
  const { connections } = around;
  const connection = connections.find((each) => each.id === connectionId);
  if (!connection) return { mark: '–', name: i18n._(isHook(connectionId) ? 'workflows.one' : 'system.removed') };
  const tag = needsTelling(connection, connections) ? connection.tag : undefined;
  return { mark: connection.mark, name: connectionName(connection, connections), ...(tag && { tag }) };
}

export function ownerName(around: Around, connectionId: string, ownerId: string): string | undefined {
  return around.dictionaries.get(connectionId)?.owners.find((owner) => owner.id === ownerId)?.name;
}

export function partOf(parts: readonly DossierPart[] | undefined, connectionId: string): DossierPart | undefined {
  return parts?.find((part) => part.connectionId === connectionId);
}
