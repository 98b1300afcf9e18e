import type { ConnectionChanges, ConnectionInfo } from '../../lib/model/connection.ts';
import type { Settings } from '../../lib/model/dossier.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import type { SyncChoice } from '../../lib/model/sync.ts';
import type { HelpHost } from '../help/host.ts';
import type { Host } from '../host.tsx';
import type { FieldsHost } from '../mapping/use-sheet.ts';
import type { PrivacyHost } from '../privacy/host.ts';
import type { TransferHost } from '../transfer/host.ts';
import type { WorkflowsHost } from '../writing/workflows.tsx';

/** A field of a connect form; label and hint are in the catalogues under `connect.field.<system>.<id>` and `connect.hint.…`. */
export interface ConnectField {
  id: string;
  input: 'text' | 'secret' | 'address' | 'select';
  required: boolean;
  example?: string;
  options?: readonly string[];
}

export interface ConnectMethod {
  id: string;
  kind: 'token' | 'oauth-pkce' | 'session';
  fields: readonly ConnectField[];
  helpUrl?: string;
}

/** What the browser is asked for in one prompt. */
export interface Access {
  hosts: string[];
  /** The sign-in of this browser is read from a cookie. */
  cookies: boolean;
}

/** A system that can be connected. `hosts` answers what the click has to ask the browser for, or which field is wrong. */
export interface Connectable {
  id: string;
  name: string;
  mark: string;
  methods: readonly ConnectMethod[];
  /** What its API offers at best. */
  capabilities: readonly string[];
  hosts(method: string, values: Readonly<Record<string, string>>): Access | { error: StoredError };
}

export interface Report {
  account: string;
  userName: string;
  can: readonly string[];
  missing: readonly { what: string; code: string }[];
}

interface Form {
  system: string;
  method: string;
  values: Record<string, string>;
  /** Signing in again to this connection. */
  connectionId?: string;
}

/** What the options page can do; wired by its entry point. */
export interface OptionsHost extends FieldsHost, WorkflowsHost, PrivacyHost, HelpHost, TransferHost {
  systems: readonly Connectable[];
  /** What an existing connection needs from the browser, for asking again. */
  accessOf(connection: ConnectionInfo): Access;
  /** Where sign-in pages send their answer in this browser: an administrator enters it in the vendor's form. */
  redirectUrl(): string;
  verify(form: Form): Promise<{ report: Report } | { error: StoredError }>;
  save(form: Form): Promise<{ connection: ConnectionInfo } | { error: StoredError }>;
  /** Asks again what a connection may do. */
  test(id: string): Promise<{ report: Report } | { error: StoredError }>;
  change(id: string, changes: ConnectionChanges): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  pause(connectionId: string): Promise<unknown>;
  resume(connectionId: string): Promise<unknown>;
  /** What is kept of it in the background, and how often it is asked. */
  chooseSync(connectionId: string, choice: SyncChoice): Promise<unknown>;
  changeSettings(changes: Partial<Settings>): Promise<unknown>;
  /** What pieces of the panel ask for that stand on this page too. */
  panel: Host;
  /** The browser's own page for the keys of extensions. */
  openShortcuts(): void;
}
