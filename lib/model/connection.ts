import type { Action } from './actions.ts';
import type { StoredError } from './errors.ts';
import type { SystemId } from './page.ts';
import type { RecordRef } from './records.ts';

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
  | `write:${Action['kind']}`;

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
  userId: string;
  userName: string;
  can: Capability[];
  missing: { what: string; code: string }[];
  createdAt: number;
  /** `signed-out`: the vendor refused the credentials; `no-permission`: the browser withholds host access; `paused`: by the rep. */
  state: 'ok' | 'signed-out' | 'no-permission' | 'paused';
  error?: StoredError;
}
