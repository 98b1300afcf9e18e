import type { ConnectionInfo } from '../model/connection.ts';
import type { StoredError } from '../model/errors.ts';
import { toStoredError } from '../model/errors.ts';
import { dropConnectionInfo, saveConnectionInfo } from '../store/connections.ts';
import { failDeliveriesOf } from '../store/deliveries.ts';
import { forgetAccount, forgetConnectionCache } from '../store/dossiers.ts';
import { dropSecret } from '../store/vault.ts';
import { type AuthMethod, type Connection, type ConnectionReport, type System, SystemError } from '../systems/contract.ts';
import { type Known, knownConnections, saveCredentials, setConnectionState } from './connections.ts';
import { type Engine, systemOf } from './context.ts';
import { ioFor } from './fence.ts';
import { signIn } from './sign-in.ts';

/** What the rep has filled in. */
export interface Form {
  system: string;
  method: string;
  values: Readonly<Record<string, string>>;
}

/** A sign-in that was checked is used by the save that follows, so that the rep signs in once. */
const SIGNED_IN_MS = 5 * 60_000;

/** Checks credentials and saves nothing. */
export async function verifyConnection(engine: Engine, form: Form): Promise<{ report: ConnectionReport } | { error: StoredError }> {
  return outcome(async () => ({ report: (await checked(engine, form)).report }));
}

/**
 * Checks credentials and saves them. The same account connected again gets the new credentials under its old id, so nothing that
 * refers to the connection is lost.
 */
export async function saveConnection(engine: Engine, form: Form): Promise<{ connection: ConnectionInfo } | { error: StoredError }> {
  return outcome(async () => {
    const { system, draft, report } = await checked(engine, form);
    const connection = await storeConnection(engine, system, draft, report);
    engine.memory.signIns.clear();
    return { connection };
  });
}

/** Checks a ready connection and saves it, for whoever has one. @throws SystemError */
export async function connect(engine: Engine, draft: Omit<Connection, 'id'>): Promise<ConnectionInfo> {
  const system = systemOf(engine, draft.system);
  if (!system) throw new SystemError('invalid', { code: 'unknown-system' });
  return storeConnection(engine, system, draft, await verified(engine, system, draft));
}

/** Forgets a connection: credentials, what it told us, its page detector, its host access. What waited for it is kept, as failed. */
export async function removeConnection(engine: Engine, id: string): Promise<void> {
  const known = await knownConnections(engine);
  const gone = known.find(({ info }) => info.id === id);
  if (!gone) return;
  const others = known.filter((each) => each !== gone);
  engine.memory.gone.add(id);
  await dropSecret(id);
  await dropConnectionInfo(id);
  engine.memory.guards.delete(id);
  await failDeliveriesOf(id, { kind: 'auth', code: 'connection-removed' });
  await forgetConnectionCache(id);
  if (!others.some(({ info }) => info.system === gone.info.system && info.account === gone.info.account))
    await forgetAccount(gone.info.system, gone.info.account);
  await engine.pages.detach(id);
  const kept = new Set(others.flatMap(originsOf));
  await engine.pages.releaseHosts(originsOf(gone).filter((origin) => !kept.has(origin)));
}

/** Brings page detectors and states in line with the host access there is now: at start, after an update, when access changes. */
export async function alignPages(engine: Engine): Promise<void> {
  for (const { info, live } of await knownConnections(engine)) {
    if (!live) continue;
    const { pages, api } = live.system.hosts(live.connection);
    if (!(await engine.hasHosts(api))) {
      await engine.pages.detach(info.id);
      if (info.state === 'ok') await setConnectionState(info.id, 'no-permission', { kind: 'permission', code: 'host-access' });
      continue;
    }
    if (info.state === 'no-permission') await setConnectionState(info.id, 'ok');
    await engine.pages.attach(info.id, pages);
  }
}

function originsOf({ live }: Known): string[] {
  if (!live) return [];
  const { pages, api } = live.system.hosts(live.connection);
  return [...new Set([...pages, ...api])];
}

async function checked(engine: Engine, { system: id, method: methodId, values }: Form) {
  const system = systemOf(engine, id);
  const method = system?.auth.find((each) => each.id === methodId);
  if (!system || !method) throw new SystemError('invalid', { code: 'unknown-system' });
  const draft = method.kind === 'oauth-pkce' ? await signedIn(engine, system, method, values) : method.toConnection(values);
  return { system, draft, report: await verified(engine, system, draft) };
}

async function signedIn(engine: Engine, system: System, method: AuthMethod, values: Form['values']): Promise<Omit<Connection, 'id'>> {
  const key = JSON.stringify([system.id, method.id, Object.entries(values).sort()]);
  const { signIns } = engine.memory;
  const there = signIns.get(key);
  if (there && engine.now() - there.at < SIGNED_IN_MS) return there.draft;
  const draft = await signIn(engine, system, method, values);
  signIns.set(key, { draft, at: engine.now() });
  return draft;
}

async function verified(engine: Engine, system: System, draft: Omit<Connection, 'id'>): Promise<ConnectionReport> {
  if (!(await engine.hasHosts(system.hosts(draft).api))) throw new SystemError('permission', { code: 'host-access' });
  const live = { system, connection: { ...draft, id: '' } };
  const report = await system.verify(ioFor(engine, live, new AbortController().signal));
  if (draft.account !== '' && draft.account !== report.account) throw new SystemError('invalid', { code: 'other-account' });
  return report;
}

async function storeConnection(
  engine: Engine,
  system: System,
  draft: Omit<Connection, 'id'>,
  report: ConnectionReport,
): Promise<ConnectionInfo> {
  const host = hostOf(draft.baseUrl);
  const known = await knownConnections(engine);
  const old = known.find(({ info }) => info.system === system.id && info.account === report.account && info.host === host)?.info;
  const id = old?.id ?? crypto.randomUUID();
  const connection: Connection = {
    ...draft,
    id,
    account: report.account,
    userId: report.userId,
    // What the account says of itself, so that no verb has to ask for it again.
    ...(report.currency !== undefined && { currency: report.currency }),
    ...(report.timeZone !== undefined && { timeZone: report.timeZone }),
  };
  const info: ConnectionInfo = {
    id,
    system: system.id,
    systemName: system.name,
    mark: system.mark ?? system.name.slice(0, 2),
    account: report.account,
    userId: report.userId,
    userName: report.userName,
    can: report.can,
    missing: report.missing,
    createdAt: old?.createdAt ?? engine.now(),
    state: 'ok',
    ...(host !== undefined && { host }),
  };
  await saveCredentials(connection);
  await saveConnectionInfo(info);
  // The clocks of the old credentials say nothing about the new ones.
  engine.memory.guards.delete(id);
  await engine.pages.attach(id, system.hosts(connection).pages);
  return info;
}

function hostOf(baseUrl: string | undefined): string | undefined {
  return baseUrl === undefined ? undefined : URL.parse(baseUrl)?.host;
}

async function outcome<T>(run: () => Promise<T>): Promise<T | { error: StoredError }> {
  return run().catch((error: unknown) => ({ error: toStoredError(error) }));
}
