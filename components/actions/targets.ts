import type { Action } from '../../lib/model/actions.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { RecordRef, SystemRecord } from '../../lib/model/records.ts';
import { targetRefs } from '../../lib/model/targets.ts';
import type { MessageId } from '../words/i18n.ts';

/** One system an action can go to. `off` says why it cannot. */
export interface Target {
  connection: ConnectionInfo;
  refs: RecordRef[];
  off?: MessageId;
}

/** Every connection as a target for this customer; those that do not know her, or may not write, are off. */
export function targetsFor(
  kind: Action['kind'],
  connections: readonly ConnectionInfo[],
  dossier: Dossier | undefined,
  focus: SystemRecord | undefined,
): Target[] {
  return connections.map((connection) => {
    const refs = dossier ? targetRefs(dossier, connection.id, focus?.ref) : [];
    const off = whyOff(kind, connection, refs);
    return { connection, refs, ...(off !== undefined && { off }) };
  });
}

function whyOff(kind: Action['kind'], connection: ConnectionInfo, refs: readonly RecordRef[]): MessageId | undefined {
  if (refs.length === 0) return 'target.unknown';
  if (connection.writes === 'never') return 'target.read-only';
  if (!connection.can.includes(`write:${kind}`))
    return connection.can.some((right) => right.startsWith('write:')) ? 'target.unable' : 'target.read-only';
  return connection.state === 'paused' ? 'target.paused' : undefined;
}

/** What is ticked at first: the draft's own choice, else what the rep chose last time, else every system that can take it. */
export function chosenAtFirst(
  targets: readonly Target[],
  drafted: readonly string[] | undefined,
  remembered: readonly string[] | undefined,
): string[] {
  const possible = targets.filter((target) => target.off === undefined).map((target) => target.connection.id);
  const wanted = drafted ?? remembered;
  const kept = wanted ? possible.filter((id) => wanted.includes(id)) : possible;
  return kept.length > 0 ? kept : possible;
}
