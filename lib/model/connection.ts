import type { Action } from './actions.ts';
import type { StoredError } from './errors.ts';
import type { SystemId } from './page.ts';
import type { RecordRef } from './records.ts';
import type { SyncChoice } from './sync.ts';

/** What a connection can do, by the vendor's API and by the rights of the key. */
export type Capability =
  | 'find'
  | 'related'
  | 'timeline'
  | 'changes'
  | 'owners'
  | 'pipelines'
  | 'fields'
  | `read:${RecordRef['object']}`
  | `write:${Action['kind']}`
  /** May add a field to the account's records (`System.createField`). */
  | 'write:field-definition';

/** Colours a connection may be told by, in the order they are given out. Never the only mark: the name stands beside it. */
export const TAGS = ['iris', 'teal', 'amber', 'rose', 'sky', 'moss'] as const;
export type Tag = (typeof TAGS)[number];

/** May we write? `ask`: the first write waits for the rep's yes; `never`: read-only. */
export type Writes = 'ask' | 'yes' | 'never';

/** A connection as pages may see it: everything but the credentials. Written by the worker, read by pages. */
export interface ConnectionInfo {
  id: string;
  system: SystemId;
  /** The vendor's name, `HubSpot`. */
  systemName: string;
  /** Two letters for the system mark, `Hs`. */
  mark: string;
  account: string;
  /** Host of the account's pages, for telling acme.amocrm.ru from acme.kommo.com. */
  host?: string;
  /** Match patterns of the access it needs from the browser: `https://acme.pipedrive.com/*`, with the port on this machine. */
  access?: string[];
  userId: string;
  userName: string;
  can: Capability[];
  missing: { what: string; code: string }[];
  createdAt: number;
  /** `signed-out`: the vendor refused the credentials; `no-permission`: the browser withholds host access; `paused`: by the rep. */
  state: 'ok' | 'signed-out' | 'no-permission' | 'paused';
  error?: StoredError;
  /** The rep's own name for it. */
  label?: string;
  /** Its colour; absent on connections of older versions. */
  tag?: Tag;
  /** Absent = `yes`: the connection is older than the question. */
  writes?: Writes;
  /** How the rep signed in, and what she typed for it, secrets left out: so that signing in again asks for little. */
  signIn?: { kind: 'token' | 'oauth-pkce' | 'session'; method: string; values: Record<string, string> };
  /** What is kept of it in the background, and how often it is asked. */
  sync?: SyncChoice;
  /** When `can` and `missing` were last asked for, epoch ms. */
  checkedAt?: number;
}

/** What the rep may change about a connection. An empty label takes her name back. */
export interface ConnectionChanges {
  label?: string;
  tag?: Tag;
  writes?: Writes;
}

/** Several connections of one system, or one the rep has named: they are told apart by name and colour wherever they appear. */
export function needsTelling(connection: ConnectionInfo, all: readonly ConnectionInfo[]): boolean {
  return connection.label !== undefined || all.some(({ id, system }) => system === connection.system && id !== connection.id);
}

/** What a connection is called: the rep's name for it, else the vendor's, with the account where there are several of that vendor. */
export function connectionName(connection: ConnectionInfo, all: readonly ConnectionInfo[]): string {
  if (connection.label !== undefined) return connection.label;
  const { systemName, account } = connection;
  return needsTelling(connection, all) ? `${systemName} ${account}` : systemName;
}

/** A colour for a new connection: one that nobody has, else the one that is seen least. */
export function freeTag(taken: readonly (Tag | undefined)[]): Tag {
  const uses = (tag: Tag) => taken.filter((each) => each === tag).length;
  return [...TAGS].sort((a, b) => uses(a) - uses(b))[0] ?? TAGS[0];
}
