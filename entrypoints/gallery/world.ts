import type { AuditEntry } from '../../lib/model/audit.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, Dossier, Draft, DueTask, Opening, QueuedAction, Settings } from '../../lib/model/dossier.ts';
import type { HookInfo } from '../../lib/model/hook.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { writeAudited } from '../../lib/store/audit.ts';
import { condition } from '../../lib/store/condition.ts';
import { saveConnectionInfo } from '../../lib/store/connections.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { saveDictionary } from '../../lib/store/dictionaries.ts';
import { answerPart, askParts, failPart, saveHead, saveOpening } from '../../lib/store/dossiers.ts';
import { saveDraft } from '../../lib/store/drafts.ts';
import { saveHookInfo } from '../../lib/store/hooks.ts';
import { dataKey, forgetDataKey } from '../../lib/store/keys.ts';
import { lock, setPassphrase } from '../../lib/store/passphrase.ts';
import { seal } from '../../lib/store/seal.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import { saveTasks } from '../../lib/store/tasks.ts';

/** What lies in the databases while a state is shown. */
export interface World {
  connections: readonly ConnectionInfo[];
  dictionaries?: readonly Dictionary[];
  customers?: readonly Dossier[];
  /** Records that lead to a customer by another way than being her: a deal with its people. */
  openings?: readonly Opening[];
  tasks?: readonly DueTask[];
  actions?: readonly QueuedAction[];
  drafts?: readonly Draft[];
  audit?: readonly AuditEntry[];
  hooks?: readonly HookInfo[];
  settings?: Partial<Settings>;
  /** `PASSPHRASE` is set; `locked`: and has not been given. */
  passphrase?: 'given' | 'locked';
  /** Beyond the tables above. */
  more?(): Promise<void>;
}

const CLEARED = [...cacheDb.tables, ...outboxDb.tables, ...settingsDb.tables.filter(({ name }) => name !== 'keys')];

/** What opens a world that is locked. */
export const PASSPHRASE = 'correct horse battery staple';

/** Puts a world in the place of whatever was there. */
export async function build(world: World): Promise<void> {
  const { hasPassphrase, trouble } = await condition();
  await Promise.all(CLEARED.map((table) => table.clear()));
  if (hasPassphrase || trouble) await freshKeys();
  await Promise.all([
    ...world.connections.map(saveConnectionInfo),
    ...(world.dictionaries ?? []).map(saveDictionary),
    ...(world.customers ?? []).map(saveCustomer),
    ...(world.drafts ?? []).map(saveDraft),
    ...(world.hooks ?? []).map(saveHookInfo),
    saveDue(world.tasks ?? []),
    saveSettings(world.settings ?? {}),
  ]);
  await Promise.all((world.openings ?? []).map(saveOpening));
  for (const [at, action] of (world.actions ?? []).entries()) await saveAction(action, at + 1);
  for (const entry of world.audit ?? []) await writeAudited(entry, async () => true);
  if (world.passphrase) await setPassphrase(PASSPHRASE, 1);
  await world.more?.();
  if (world.passphrase === 'locked') await lock();
}

/** As in a browser that has never seen us. */
async function freshKeys(): Promise<void> {
  await settingsDb.keys.clear();
  await lock();
  forgetDataKey();
}

async function saveCustomer(dossier: Dossier): Promise<void> {
  const { key, kind, anchor, openedAt, parts } = dossier;
  const own = parts.flatMap(({ records }) =>
    records.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record }) => record),
  );
  const record = own.find(({ ref }) => recordKey(ref) === key) ?? own[0];
  if (!record) return;
  const name = record.name;
  const contact = record.kind === 'person' ? { title: record.title, companyName: record.companyName } : {};
  const { title, companyName } = contact;
  const reach =
    record.kind === 'person' || record.kind === 'company' ? { emails: record.emails, phones: record.phones } : { emails: [], phones: [] };
  const summary = {
    dossier: key,
    kind,
    anchor,
    name,
    ...reach,
    ...(title !== undefined && { title }),
    ...(companyName !== undefined && { companyName }),
    url: record.url ?? 'https://crm.example/',
    connectionIds: parts.map(({ connectionId }) => connectionId),
    openedAt,
  };
  await saveHead({ key, kind, anchor, openedAt, summary });
  await saveOpening({ record: key, dossier: key, people: [{ ref: anchor, name, ...(title !== undefined && { title }) }], at: openedAt });
  for (const { connectionId, state, askedAt, answeredAt, error, records, activities, hasMore } of parts) {
    const at = { dossier: key, connectionId, askedAt };
    if (answeredAt !== undefined) {
      const members = records.filter(({ link }) => link === 'anchor' || link === 'same').map(({ record: each }) => recordKey(each.ref));
      await answerPart({ ...at, answeredAt, state: state === 'asking' ? 'asking' : 'answered', members }, { records, activities, hasMore });
    }
    if (state === 'asking') await askParts(key, [connectionId], askedAt);
    if (state === 'failed') await failPart({ ...at, error: error ?? { kind: 'unavailable' } });
  }
}

async function saveDue(tasks: readonly DueTask[]): Promise<void> {
  const groups = Map.groupBy(tasks, ({ dossier, connectionId }) => `${dossier}#${connectionId}`);
  for (const [first, ...rest] of groups.values()) if (first) await saveTasks(first.dossier, first.connectionId, [first, ...rest]);
}

async function saveAction({ id, record, createdAt, customerName, action, deliveries }: QueuedAction, seq: number): Promise<void> {
  const key = await dataKey();
  await outboxDb.actions.put({ id, seq, record, createdAt, sealed: await seal(key, { table: 'actions', id }, { customerName, action }) });
  for (const { receipt, ...delivery } of deliveries) {
    const sealed = receipt && (await seal(key, { table: 'deliveries', id: delivery.id }, receipt));
    await outboxDb.deliveries.put({ ...delivery, seq, ...(sealed && { sealed }) });
  }
}

/** The place of a record in a tab. */
export function tabOf({ system, account, object, native, id }: RecordRef, connectionId: string) {
  if (
    object === 'activity' ||
    object === 'product' ||
    object === 'order' ||
    object === 'invoice' ||
    object === 'quote' ||
    object === 'file'
  )
    throw new Error('no page');
  return {
    page: { kind: 'record' as const, record: { system, account, object, native, id, host: 'crm.example' } },
    via: 'url' as const,
    connectionId,
    at: 0,
  };
}
