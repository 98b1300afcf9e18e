import * as v from 'valibot';
import { TAGS } from '../model/connection.ts';
import { addressTrouble, originPattern } from '../model/hook.ts';
import { newHookId } from '../model/hook-id.ts';
import type { SealedPart, SignInChanges } from '../model/settings-file.ts';
import { StoreError } from '../store/errors.ts';
import { hooks, saveHookInfo } from '../store/hooks.ts';
import { openPart, sealPart } from '../store/sealed-part.ts';
import { getSecret, putSecret } from '../store/vault.ts';
import type { Connection, ConnectionReport, System } from '../systems/contract.ts';
import { type Known, knownConnections } from './connections.ts';
import { type Engine, systemOf } from './context.ts';
import type { HookSecret } from './hooks.ts';
import { originsOf, sameAccount, storeConnection } from './store-connection.ts';

/*
 * Sign-ins in a settings file, sealed with a passphrase. Made and opened here, in the worker: a page carries the sealed text and the
 * passphrase, and hears of what is inside names and hosts alone.
 */

const text = v.pipe(v.string(), v.maxLength(20_000));
const short = v.pipe(v.string(), v.maxLength(300));
const credentials = v.variant('kind', [
  v.strictObject({ kind: v.literal('token'), token: text }),
  v.strictObject({
    kind: v.literal('oauth'),
    accessToken: text,
    expiresAt: v.exactOptional(v.number()),
    refreshToken: v.exactOptional(text),
    clientId: text,
    clientSecret: v.exactOptional(text),
    tokenUrl: text,
    grantedAt: v.exactOptional(v.number()),
  }),
  v.strictObject({ kind: v.literal('session') }),
  v.strictObject({ kind: v.literal('basic'), user: text, password: text }),
]);
const keptConnection = v.strictObject({
  connection: v.strictObject({
    system: short,
    account: short,
    baseUrl: v.exactOptional(text),
    userId: v.exactOptional(short),
    credentials,
    defaultCountry: v.exactOptional(short),
    timeZone: v.exactOptional(short),
    currency: v.exactOptional(short),
    formerAccounts: v.exactOptional(v.pipe(v.array(short), v.maxLength(50))),
  }),
  userId: short,
  userName: short,
  can: v.pipe(v.array(short), v.maxLength(200)),
  missing: v.pipe(v.array(v.strictObject({ what: short, code: short })), v.maxLength(200)),
  writes: v.picklist(['ask', 'yes', 'never']),
  label: v.exactOptional(short),
  tag: v.exactOptional(v.picklist(TAGS)),
  signIn: v.exactOptional(
    v.strictObject({ kind: v.picklist(['token', 'oauth-pkce', 'session']), method: short, values: v.record(short, text) }),
  ),
});
const keptHook = v.strictObject({ name: short, address: text, secret: text });
const signIns = v.strictObject({
  connections: v.pipe(v.array(keptConnection), v.maxLength(100)),
  hooks: v.pipe(v.array(keptHook), v.maxLength(100)),
});
type SignIns = v.InferOutput<typeof signIns>;
type KeptConnection = SignIns['connections'][number];
type KeptHook = SignIns['hooks'][number];

/** All connections with their credentials and all workflows with their addresses, sealed. @throws StoreError `locked`, `tampered` */
export async function sealSignIns(engine: Engine, passphrase: string, rounds: number): Promise<SealedPart> {
  const known = await knownConnections(engine);
  const connections = known.flatMap(({ info, live }): KeptConnection[] => {
    if (!live) return [];
    // The id is this browser's own, the mapping a setting, a server's session over when it is read.
    const { id: _id, fieldMap: _map, fieldOptions: _options, credentials: all, ...connection } = live.connection;
    const { userId, userName, can, missing, writes = 'yes', label, tag, signIn } = info;
    const { session: _session, ...kept } = { session: undefined, ...all };
    return [
      {
        connection: { ...connection, credentials: kept as KeptConnection['connection']['credentials'] },
        userId,
        userName,
        can,
        missing,
        writes,
        ...(label !== undefined && { label }),
        ...(tag && { tag }),
        ...(signIn && { signIn }),
      },
    ];
  });
  const value: SignIns = { connections, hooks: (await keptHooks()).map(({ id: _id, ...hook }) => hook) };
  return sealPart(value, passphrase, rounds);
}

/** What taking over a sealed part would change here; nothing is written. @throws StoreError `wrong-passphrase`, `tampered`, `locked` */
export async function signInChanges(engine: Engine, part: SealedPart, passphrase: string): Promise<SignInChanges> {
  const plan = await planOf(engine, part, passphrase);
  return {
    connections: plan.connections.map(({ system, kept, before, access }) => ({
      name: kept.label ?? `${system.name} ${kept.connection.account}`,
      userName: kept.userName,
      isNew: before === undefined,
      hosts: access,
      cookies: kept.connection.credentials.kind === 'session' && system.auth.some(({ cookie }) => cookie !== undefined),
    })),
    hooks: plan.hooks.map(({ kept, id }) => ({ name: kept.name, isNew: id === undefined, hosts: [originPattern(kept.address)] })),
  };
}

/**
 * Takes over a sealed part: an account that is connected here gets the file's credentials and keeps its name, colour and whether it may be
 * written to; a new one asks before its first write. Answers how many connections changed.
 * @throws StoreError `wrong-passphrase`, `tampered`, `locked`
 */
export async function takeSignIns(engine: Engine, part: SealedPart, passphrase: string): Promise<number> {
  const plan = await planOf(engine, part, passphrase);
  for (const { system, kept } of plan.connections) {
    const { connection, label, tag, signIn, userId, userName, can, missing, writes } = kept;
    const report: ConnectionReport = { account: connection.account, userId, userName, can: can as ConnectionReport['can'], missing };
    await storeConnection(engine, system, connection, report, {
      writes: writes === 'never' ? 'never' : 'ask',
      ...(label !== undefined && { label }),
      ...(tag && { tag }),
      ...(signIn && { signIn }),
    });
  }
  for (const { kept, id = newHookId() } of plan.hooks) {
    const { name, address, secret } = kept;
    await putSecret(id, { address, secret } satisfies HookSecret);
    await saveHookInfo({ id, name, createdAt: engine.now() });
  }
  return plan.connections.length;
}

interface Plan {
  connections: { system: System; kept: KeptConnection; before: Known | undefined; access: string[] }[];
  /** `id`: the workflow of this address that is here. */
  hooks: { kept: KeptHook; id: string | undefined }[];
}

/** What of a part is not here already, as far as we know its systems. */
async function planOf(engine: Engine, part: SealedPart, passphrase: string): Promise<Plan> {
  const parsed = v.safeParse(signIns, await openPart(part, passphrase));
  if (!parsed.success) throw new StoreError('tampered');
  const [known, own] = await Promise.all([knownConnections(engine), keptHooks()]);
  const connections = parsed.output.connections.flatMap((kept) => {
    const system = systemOf(engine, kept.connection.system);
    const place = system && placeOf(known, system, kept.connection);
    if (!system || !place || isSame(place.before, kept)) return [];
    return [{ system, kept, ...place }];
  });
  const fresh = parsed.output.hooks.filter(
    ({ address, secret }) =>
      addressTrouble(address) !== 'address' && !own.some((each) => each.address === address && each.secret === secret),
  );
  return { connections, hooks: fresh.map((kept) => ({ kept, id: own.find(({ address }) => address === kept.address)?.id })) };
}

/** Where a connection of a file would go, and the access it needs; `undefined` when it cannot be connected beside what is here. */
function placeOf(
  known: readonly Known[],
  system: System,
  connection: Omit<Connection, 'id'>,
): { before: Known | undefined; access: string[] } | undefined {
  try {
    const access = originsOf({ live: { system, connection: { ...connection, id: '' } } });
    // An address that is not one of this system's leads nowhere.
    return access.length > 0 ? { before: sameAccount(known, system, connection, connection.account), access } : undefined;
  } catch {
    return undefined;
  }
}

function isSame(before: Known | undefined, { connection }: KeptConnection): boolean {
  if (!before?.live) return false;
  const { session: _session, ...own } = { session: undefined, ...before.live.connection.credentials };
  const text = (one: object) => JSON.stringify(Object.entries(one).sort());
  return text(own) === text(connection.credentials);
}

async function keptHooks(): Promise<(KeptHook & { id: string })[]> {
  const all = await hooks();
  const secrets = await Promise.all(all.map(({ id }) => getSecret<HookSecret>(id)));
  return all.flatMap(({ id, name }, at) => {
    const secret = secrets[at];
    return secret ? [{ id, name, ...secret }] : [];
  });
}
