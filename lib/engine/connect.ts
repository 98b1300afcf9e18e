import type { ConnectionInfo } from '../model/connection.ts';
import type { StoredError } from '../model/errors.ts';
import { toStoredError } from '../model/errors.ts';
import { changeConnectionInfo, dropConnectionInfo } from '../store/connections.ts';
import { failDeliveriesOf } from '../store/deliveries.ts';
import { forgetAccount, forgetConnectionCache } from '../store/dossiers.ts';
import { dropSecret, getSecret } from '../store/vault.ts';
import { type AuthMethod, type Connection, type ConnectionReport, type System, SystemError } from '../systems/contract.ts';
import { type Known, knownConnections, setConnectionState } from './connections.ts';
import { type Engine, systemOf } from './context.ts';
import { ioFor } from './fence.ts';
import { forgetSearch } from './search.ts';
import { withSession } from './session.ts';
import { signIn } from './sign-in.ts';
import { originsOf, storeConnection } from './store-connection.ts';
import { stopSync } from './sync/run.ts';
import { isYoung } from './young.ts';

/** What the rep has filled in. */
export interface Form {
  system: string;
  method: string;
  values: Readonly<Record<string, string>>;
  /** Signing in again to this connection: a secret left empty stays as it is. */
  connectionId?: string | undefined;
}

/** A sign-in that was checked is used by the save that follows, so that the rep signs in once. */
const SIGNED_IN_MS = 5 * 60_000;

/** Checks credentials and saves nothing. */
export async function verifyConnection(engine: Engine, form: Form): Promise<{ report: ConnectionReport } | { error: StoredError }> {
  return outcome(async () => ({ report: (await checked(engine, form)).report }));
}

/**
 * Checks credentials and saves them. The same account connected again gets the new credentials under its old id, so nothing that
 * refers to the connection is lost. The first write of a new connection waits for the rep's yes.
 */
export async function saveConnection(engine: Engine, form: Form): Promise<{ connection: ConnectionInfo } | { error: StoredError }> {
  return outcome(async () => {
    const { system, method, draft, report } = await checked(engine, form);
    const signIn = { kind: method.kind, method: method.id, values: withoutSecrets(method, form.values) };
    const connection = await storeConnection(engine, system, draft, report, { writes: 'ask', signIn });
    engine.memory.signIns.clear();
    return { connection };
  });
}

/** Checks a ready connection and saves it, for whoever has one: it may write at once. @throws SystemError */
export async function connect(engine: Engine, draft: Omit<Connection, 'id'>): Promise<ConnectionInfo> {
  const system = systemOf(engine, draft.system);
  if (!system) throw new SystemError('invalid', { code: 'unknown-system' });
  return storeConnection(engine, system, draft, await verified(engine, system, draft), { writes: 'yes' });
}

/** Forgets a connection: credentials, what it told us, its page detector, its host access. What waited for it is kept, as failed. */
export async function removeConnection(engine: Engine, id: string): Promise<void> {
  const known = await knownConnections(engine);
  const gone = known.find(({ info }) => info.id === id);
  if (!gone) return;
  const others = known.filter((each) => each !== gone);
  engine.memory.gone.add(id);
  stopSync(engine, id);
  await dropSecret(id);
  await dropConnectionInfo(id);
  engine.memory.guards.delete(id);
  await failDeliveriesOf(id, { kind: 'auth', code: 'connection-removed' });
  await forgetConnectionCache(id);
  if (!others.some(({ info }) => info.system === gone.info.system && info.account === gone.info.account))
    await forgetAccount(gone.info.system, gone.info.account);
  await forgetSearch();
  await engine.pages.detach(id);
  const kept = new Set(others.flatMap(originsOf));
  if (readsCookie(gone) && !others.some(readsCookie)) await engine.pages.releaseCookies();
  await engine.pages.releaseHosts(originsOf(gone).filter((origin) => !kept.has(origin)));
}

/** Brings page detectors and states in line with the host access there is now: at start, after an update, when access changes. */
export async function alignPages(engine: Engine): Promise<void> {
  for (const { info, live } of await knownConnections(engine)) {
    if (!live) continue;
    const { pages, api } = live.system.hosts(live.connection);
    await noteAccess(info, originsOf({ live }));
    if (!(await engine.hasHosts(api))) {
      await engine.pages.detach(info.id);
      if (info.state === 'ok') await setConnectionState(info.id, 'no-permission', { kind: 'permission', code: 'host-access' });
      continue;
    }
    if (info.state === 'no-permission') await setConnectionState(info.id, 'ok');
    await engine.pages.attach(info.id, pages);
  }
}

/** A newer version of a system may need other hosts than the one the connection was made with. */
async function noteAccess({ id, access }: ConnectionInfo, needed: string[]): Promise<void> {
  if (access?.join() !== needed.join()) await changeConnectionInfo(id, (info) => ({ ...info, access: needed }));
}

function readsCookie({ live }: Known): boolean {
  return live?.connection.credentials.kind === 'session' && live.system.auth.some(({ cookie }) => cookie !== undefined);
}

async function checked(engine: Engine, form: Form) {
  const { system: id, method: methodId } = form;
  const system = systemOf(engine, id);
  const method = system?.auth.find((each) => each.id === methodId);
  if (!system || !method) throw new SystemError('invalid', { code: 'unknown-system' });
  const values = await withKeptSecrets(form);
  const draft = method.kind === 'oauth-pkce' ? await signedIn(engine, system, method, values) : method.toConnection(values);
  return { system, method, draft, report: await verified(engine, system, draft) };
}

/** The customer's own client secret is not typed again when the rep signs in again. */
async function withKeptSecrets({ values, connectionId }: Form): Promise<Form['values']> {
  if (connectionId === undefined || values.clientSecret) return values;
  const credentials = (await getSecret<Connection>(connectionId))?.credentials;
  return credentials?.kind === 'oauth' && credentials.clientSecret ? { ...values, clientSecret: credentials.clientSecret } : values;
}

function withoutSecrets(method: AuthMethod, values: Form['values']): Record<string, string> {
  const open = method.fields.filter(({ input }) => input !== 'secret');
  return Object.fromEntries(open.flatMap(({ id }) => (values[id] ? [[id, values[id]]] : [])));
}

async function signedIn(engine: Engine, system: System, method: AuthMethod, values: Form['values']): Promise<Omit<Connection, 'id'>> {
  const key = JSON.stringify([system.id, method.id, Object.entries(values).sort()]);
  const { signIns } = engine.memory;
  const there = signIns.get(key);
  if (there && isYoung(there.at, engine.now(), SIGNED_IN_MS)) return there.draft;
  const draft = await signIn(engine, system, method, values);
  signIns.set(key, { draft, at: engine.now() });
  return draft;
}

async function verified(engine: Engine, system: System, draft: Omit<Connection, 'id'>): Promise<ConnectionReport> {
  if (!(await engine.hasHosts(system.hosts(draft).api))) throw new SystemError('permission', { code: 'host-access' });
  const connection = await withSession(engine, { system, connection: { ...draft, id: '' } });
  const live = { system, connection };
  const report = await system.verify(ioFor(engine, live, new AbortController().signal));
  if (draft.account !== '' && draft.account !== report.account) throw new SystemError('invalid', { code: 'other-account' });
  return report;
}

async function outcome<T>(run: () => Promise<T>): Promise<T | { error: StoredError }> {
  return run().catch((error: unknown) => ({ error: toStoredError(error) }));
}
