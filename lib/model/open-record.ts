import type { ConnectionInfo } from './connection.ts';
import type { OpenRecord, TabState } from './dossier.ts';

/**
 * The record a tab shows as a full ref. `undefined` on a page without a record, and as long as the account of the page is not
 * one of the connections: then nothing may be looked up.
 */
export function openRecord(state: TabState | undefined, connections: readonly ConnectionInfo[]): OpenRecord | undefined {
  if (state?.page.kind !== 'record') return undefined;
  const connection = connections.find((each) => each.id === state.connectionId);
  const { system, object, native, id } = state.page.record;
  if (connection?.system !== system) return undefined;
  return { connectionId: connection.id, ref: { system, account: connection.account, object, native: native ?? object, id } };
}
