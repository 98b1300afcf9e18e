import { createContext, type ReactNode, useContext } from 'react';
import type { ConnectionChanges } from '../lib/model/connection.ts';
import type { Settings } from '../lib/model/dossier.ts';
import type { StoredError } from '../lib/model/errors.ts';
import type { FoundRecord } from '../lib/model/found.ts';
import type { MappableObject, MappedField } from '../lib/model/mapping.ts';
import type { RecordRef } from '../lib/model/records.ts';

/** What components ask of the page they live in. The entry point wires it to messages and the browser; tests to nothing. */
export interface Host {
  /** `again`: by itself, without the rep; `againInMs`: after so long there is reason to. */
  makeFresh(request: {
    tabId: number;
    person?: RecordRef;
    force?: boolean;
    again?: boolean;
  }): Promise<{ dossier?: string; error?: StoredError; againInMs?: number }>;
  /** The rep's word on two records; `null` takes it back. */
  rule(request: { a: RecordRef; b: RecordRef; same: boolean | null }): Promise<unknown>;
  askMore(request: { dossier: string; connectionId: string }): Promise<unknown>;
  /** What the cache holds for these words, best first; offline too. */
  search(query: string, limit: number): Promise<FoundRecord[]>;
  /** Tells the worker that the outbox has something. Its loss does no harm. */
  wake(): void;
  /** Forgets a customer on this computer; with `waiting` also what was not sent yet. */
  forget(request: { dossier: string; waiting: boolean }): Promise<unknown>;
  /** Somebody who was forgotten (the recordKey of one of her records) may be looked up and kept again. */
  showAgain(record: string): Promise<unknown>;
  changeSettings(changes: Partial<Settings>): Promise<unknown>;
  /** Closes the store; only where a passphrase is set. */
  lockNow(): Promise<unknown>;
  /** A connection's name, colour, or whether it may be written to. */
  changeConnection(id: string, changes: ConnectionChanges): Promise<unknown>;
  /** Gives the account a field for the lead score; it is mapped when this answers. */
  createScoreField(request: { connectionId: string; object: MappableObject }): Promise<{ field: MappedField } | { error: StoredError }>;
  openTab(url: string): void;
  /** A place in the options page: `connections`, `connect/hubspot`. */
  openOptions(place?: string): void;
}

const nothing: Host = {
  makeFresh: () => Promise.resolve({}),
  rule: () => Promise.resolve({}),
  askMore: () => Promise.resolve({}),
  search: () => Promise.resolve([]),
  wake: () => undefined,
  forget: () => Promise.resolve({}),
  showAgain: () => Promise.resolve({}),
  changeSettings: () => Promise.resolve({}),
  lockNow: () => Promise.resolve({}),
  changeConnection: () => Promise.resolve({}),
  createScoreField: () => Promise.resolve({ error: { kind: 'unavailable', code: 'interrupted' } }),
  openTab: () => undefined,
  openOptions: () => undefined,
};

const HostContext = createContext<Host>(nothing);

export function HostProvider({ host, children }: { host: Host; children: ReactNode }) {
  return <HostContext value={host}>{children}</HostContext>;
}

export function useHost(): Host {
  return useContext(HostContext);
}
