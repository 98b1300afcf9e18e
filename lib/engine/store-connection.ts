import { type ConnectionInfo, freeTag, type Writes } from '../model/connection.ts';
import { saveConnectionInfo } from '../store/connections.ts';
import { stopDeliveriesOf } from '../store/deliveries.ts';
import { saveHealth } from '../store/health.ts';
import { noteRenewal } from '../store/vault.ts';
import { type Connection, type ConnectionReport, type System, SystemError } from '../systems/contract.ts';
import { type Known, knownConnections, saveCredentials } from './connections.ts';
import type { Engine } from './context.ts';
import { credentialsLock } from './refresh.ts';

/** What a connection that is new here begins with; one that is here already keeps its own. */
interface Beginnings extends Partial<Pick<ConnectionInfo, 'label' | 'tag' | 'sync'>> {
  writes: Writes;
  signIn?: NonNullable<ConnectionInfo['signIn']>;
}

/**
 * Stores a connection whose credentials are known to be good, under the id this account has here already, if it has one. One at a time: the
 * same account saved twice at once is one connection.
 * @throws SystemError `invalid` `same-name`
 */
export function storeConnection(
  engine: Engine,
  system: System,
  draft: Omit<Connection, 'id'>,
  report: ConnectionReport,
  beginnings: Beginnings,
): Promise<ConnectionInfo> {
  return engine.locks.request('sidelight-connect', {}, () => stored(engine, system, draft, report, beginnings));
}

async function stored(
  engine: Engine,
  system: System,
  draft: Omit<Connection, 'id'>,
  report: ConnectionReport,
  { writes, signIn, ...begun }: Beginnings,
): Promise<ConnectionInfo> {
  const host = hostOf(draft.baseUrl);
  const known = await knownConnections(engine);
  const before = sameAccount(known, system, draft, report.account) ?? renamedFrom(known, system, report);
  const old = before?.info;
  const { label, sync } = old ?? begun;
  const formerAccounts = [...new Set([...(before?.live?.connection.formerAccounts ?? []), ...(old ? [old.account] : [])])].filter(
    (name) => name !== report.account,
  );
  const id = old?.id ?? crypto.randomUUID();
  const connection: Connection = {
    ...draft,
    id,
    account: report.account,
    userId: report.userId,
    ...(formerAccounts.length > 0 && { formerAccounts }),
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
    checkedAt: engine.now(),
    writes: old ? (old.writes ?? 'yes') : writes,
    tag: old?.tag ?? begun.tag ?? freeTag(known.map(({ info }) => info.tag)),
    access: originsOf({ live: { system, connection } }),
    ...(host !== undefined && { host }),
    ...(label !== undefined && { label }),
    ...(sync !== undefined && { sync }),
    ...(signIn && { signIn }),
  };
  // After a renewal that is under way, which would put the tokens of before in their place.
  await engine.locks.request(credentialsLock(id), {}, async () => {
    // What was written for somebody else's hands, or for an account of another name, goes out when the rep has said so.
    if (old && (old.userId !== report.userId || old.account !== report.account))
      await stopDeliveriesOf(id, { kind: 'conflict', code: 'user-changed' });
    await saveCredentials(connection);
    await noteRenewal(id, { at: [], isOpen: false });
    await saveConnectionInfo(info);
  });
  // The clocks of the old credentials say nothing about the new ones; what was used of the account's limits is used.
  const clocks = { notBefore: undefined, because: undefined, limited: undefined, breaker: undefined };
  await saveHealth(id, clocks, () => engine.memory.gone.has(id));
  engine.memory.guards.delete(id);
  // A connection out of a file may still lack the browser's access; `alignPages` catches up when it comes.
  const { pages, api } = system.hosts(connection);
  if (await engine.hasHosts(api)) await engine.pages.attach(id, pages);
  return info;
}

/**
 * The connection this account has already: same name and a page host in common (a portal reached through another region's host,
 * say). acme.amocrm.ru and acme.kommo.com have none; as their records bear the same refs, only one of them can be connected.
 * @throws SystemError `invalid` `same-name`
 */
export function sameAccount(known: readonly Known[], system: System, draft: Omit<Connection, 'id'>, account: string): Known | undefined {
  const named = known.filter(({ info }) => info.system === system.id && info.account === account);
  const pages = new Set(system.hosts({ ...draft, account }).pages);
  const same = named.find(({ live }) => !live || live.system.hosts(live.connection).pages.some((page) => pages.has(page)));
  if (!same && named.length > 0) throw new SystemError('invalid', { code: 'same-name' });
  return same;
}

/** The connection that was stopped because its account answers under another name, to the same user. */
function renamedFrom(known: readonly Known[], system: System, report: ConnectionReport): Known | undefined {
  return known.find(
    ({ info }) =>
      info.system === system.id && info.userId === report.userId && info.state === 'signed-out' && info.error?.code === 'user-changed',
  );
}

function hostOf(baseUrl: string | undefined): string | undefined {
  return baseUrl === undefined ? undefined : URL.parse(baseUrl)?.host;
}

/** The match patterns of the access a connection needs; none where its system or its credentials are not at hand. */
export function originsOf({ live }: Pick<Known, 'live'>): string[] {
  if (!live) return [];
  const { pages, api } = live.system.hosts(live.connection);
  return [...new Set([...pages, ...api])];
}
