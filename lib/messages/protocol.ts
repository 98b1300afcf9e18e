import * as v from 'valibot';
import { type Capability, type ConnectionInfo, TAGS } from '../model/connection.ts';
import type { StoredError } from '../model/errors.ts';
import type { FoundRecord } from '../model/found.ts';
import type { HookInfo } from '../model/hook.ts';
import type { FieldSheet, MappedField } from '../model/mapping.ts';
import { mappableObject, mappingChoice } from '../model/mapping-schema.ts';
import { portableSettings, type SealedPart, type SignInChanges, sealedPart, settingsFile } from '../model/settings-file.ts';
import { FEED_OBJECTS, SYNC_PACES, SYNC_SCOPES } from '../model/sync.ts';
import type { SenderClass } from './sender.ts';

/* What may be said to the worker, by whom, in which shape. A message is `{ type: <name>, ...request }`. Unknown members are refused. */

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const key = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const url = v.pipe(v.string(), v.maxLength(8000));
const nothing = v.strictObject({});

const recordRef = v.strictObject({
  system: id,
  account: v.pipe(v.string(), v.maxLength(200)),
  object: v.picklist([
    'contact',
    'lead',
    'company',
    'deal',
    'ticket',
    'customer',
    'custom',
    'activity',
    'product',
    'order',
    'invoice',
    'quote',
    'file',
  ]),
  native: id,
  id,
});

const credentialForm = v.strictObject({
  system: id,
  method: id,
  values: v.record(v.pipe(v.string(), v.maxLength(100)), v.pipe(v.string(), v.maxLength(20_000))),
  connectionId: v.optional(id),
});

const connectionChanges = v.strictObject({
  label: v.exactOptional(v.pipe(v.string(), v.maxLength(60))),
  tag: v.exactOptional(v.picklist(TAGS)),
  writes: v.exactOptional(v.picklist(['ask', 'yes', 'never'])),
});

const syncChoice = v.strictObject({
  scope: v.exactOptional(v.picklist(SYNC_SCOPES)),
  isPaused: v.exactOptional(v.boolean()),
  pace: v.exactOptional(v.partial(v.strictObject(v.entriesFromList(FEED_OBJECTS, v.picklist(SYNC_PACES))))),
  sharePct: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(95))),
});

const targets = v.optional(v.array(id));
const neverLog = v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(300))), v.maxLength(2000)));
const days = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(3650)));
const settings = v.strictObject({
  ...portableSettings.entries,
  noteTargets: targets,
  taskTargets: targets,
  callTargets: targets,
  meetingTargets: targets,
  neverLog,
  lockAfterMin: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1440))),
  /** Null: the rep has read it. */
  lost: v.optional(v.nullable(v.strictObject({ waiting: v.pipe(v.number(), v.integer(), v.minValue(0)) }))),
  keepDays: days,
  keepHistoryDays: days,
  neverStore: v.optional(v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(200))), v.maxLength(500))),
});
/** Unlocking takes what was ever set; a new one is held to the length. */
const passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const newPassphrase = v.pipe(v.string(), v.minLength(8), v.maxLength(1000));

interface Entry {
  request: v.GenericSchema;
  from: readonly SenderClass[];
}

/** All there is to say, and who may say it: name → shape of the request, classes of sender. */
export const PROTOCOL = {
  'page-changed': { request: v.strictObject({ url, previewUrl: v.optional(url) }), from: ['content'] },
  'record.fresh': {
    request: v.strictObject({
      tabId: v.pipe(v.number(), v.integer(), v.minValue(0)),
      person: v.optional(recordRef),
      force: v.optional(v.boolean()),
      /** Nobody has done anything: a wait is over that a system had named. */
      again: v.optional(v.boolean()),
    }),
    from: ['panel'],
  },
  /** What the cache holds for these words; offline too. */
  'search.query': {
    request: v.strictObject({
      query: v.pipe(v.string(), v.maxLength(300)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)),
    }),
    from: ['panel', 'options'],
  },
  'record.more': { request: v.strictObject({ dossier: key, connectionId: id }), from: ['panel'] },
  /** `null` takes an answer back. */
  'ruling.set': { request: v.strictObject({ a: recordRef, b: recordRef, same: v.nullable(v.boolean()) }), from: ['panel'] },
  'connection.verify': { request: credentialForm, from: ['options'] },
  'connection.save': { request: credentialForm, from: ['options'] },
  /** Asks the vendor again what this connection may do, with the credentials it has. */
  'connection.test': { request: v.strictObject({ id }), from: ['options'] },
  'connection.change': { request: v.strictObject({ id, changes: connectionChanges }), from: ['panel', 'options'] },
  'connection.remove': { request: v.strictObject({ id }), from: ['options'] },
  'sync.start': { request: v.strictObject({ connectionId: id }), from: ['panel', 'options'] },
  'sync.pause': { request: v.strictObject({ connectionId: id }), from: ['panel', 'options'] },
  /** What is kept of a connection in the background, how often it is asked, and whether that rests. */
  'sync.settings': { request: v.strictObject({ connectionId: id, choice: syncChoice }), from: ['options'] },
  'action.wake': { request: nothing, from: ['panel', 'options'] },
  'hook.save': {
    request: v.strictObject({ name: v.pipe(v.string(), v.maxLength(60)), address: url, isPrivateMeant: v.boolean() }),
    from: ['options'],
  },
  'hook.remove': { request: v.strictObject({ id }), from: ['options'] },
  'settings.changed': { request: v.strictObject({ changes: settings }), from: ['panel', 'options'] },
  /** Fields of an object with an example, what is mapped and what is proposed. */
  'mapping.read': { request: v.strictObject({ connectionId: id, object: mappableObject }), from: ['options'] },
  'mapping.save': { request: v.strictObject({ connectionId: id, object: mappableObject, choice: mappingChoice }), from: ['options'] },
  /** Gives the account a number field for the lead score, and maps it. */
  'field.create': { request: v.strictObject({ connectionId: id, object: mappableObject }), from: ['panel'] },
  /** `passphrase`: the file's sign-ins are taken over too. */
  'settings.import': { request: v.strictObject({ file: settingsFile, passphrase: v.exactOptional(passphrase) }), from: ['options'] },
  /** The sign-ins for a file, sealed: what a page gets of them. */
  'settings.seal': { request: v.strictObject({ passphrase: newPassphrase }), from: ['options'] },
  /** What taking over a file's sign-ins would change. */
  'settings.open': { request: v.strictObject({ part: sealedPart, passphrase }), from: ['options'] },
  /** Sets a passphrase or another one; `current` where there is one. */
  'lock.set': { request: v.strictObject({ passphrase: newPassphrase, current: v.exactOptional(passphrase) }), from: ['options'] },
  'lock.drop': { request: v.strictObject({ current: passphrase }), from: ['options'] },
  'lock.open': { request: v.strictObject({ passphrase }), from: ['panel', 'options'] },
  'lock.now': { request: nothing, from: ['panel', 'options'] },
  /** Forgets one customer everywhere here; with `waiting` also what was written about her and not sent yet. */
  'person.forget': { request: v.strictObject({ dossier: key, waiting: v.boolean() }), from: ['panel'] },
  /** Somebody who was forgotten, by the recordKey of one of her records, may be looked up and kept again. */
  'person.show': { request: v.strictObject({ record: key }), from: ['panel'] },
  /** Deletes everything there is here, connections and settings too. */
  'store.wipe': { request: nothing, from: ['panel', 'options'] },
} as const satisfies Record<string, Entry>;

export type MessageName = keyof typeof PROTOCOL;

/** What each message carries. */
export type Requests = { [N in MessageName]: v.InferOutput<(typeof PROTOCOL)[N]['request']> };

/** What `connection.verify` reports: who the credentials belong to, what they can do, and what they lack. */
interface VerifyReport {
  account: string;
  userId: string;
  userName: string;
  can: Capability[];
  missing: { what: string; code: string }[];
}

/** What each message is answered with. */
export interface Responses {
  'page-changed': Record<string, never>;
  /** Resolves when every system has answered or failed. `againInMs`: after so long one that asked us to wait may be asked. */
  'record.fresh': { dossier?: string; error?: StoredError; againInMs?: number };
  /** Best first. */
  'search.query': { found: FoundRecord[] };
  'record.more': { error?: StoredError };
  /** Resolves when the answer is on disk and every customer it concerns is shown accordingly. */
  'ruling.set': Record<string, never>;
  'connection.verify': { report: VerifyReport } | { error: StoredError };
  'connection.save': { connection: ConnectionInfo } | { error: StoredError };
  'connection.test': { report: VerifyReport } | { error: StoredError };
  'connection.change': Record<string, never>;
  'connection.remove': Record<string, never>;
  'sync.start': Record<string, never>;
  'sync.pause': Record<string, never>;
  'sync.settings': Record<string, never>;
  'action.wake': Record<string, never>;
  /** `secret` signs what is sent; it is told this once. */
  'hook.save': { hook: HookInfo; secret: string } | { error: StoredError };
  'hook.remove': Record<string, never>;
  'settings.changed': Record<string, never>;
  'mapping.read': { sheet: FieldSheet } | { error: StoredError };
  'mapping.save': { error?: StoredError };
  'field.create': { field: MappedField } | { error: StoredError };
  'settings.import': Record<string, never>;
  'settings.seal': { part: SealedPart };
  'settings.open': { changes: SignInChanges };
  'lock.set': Record<string, never>;
  'lock.drop': Record<string, never>;
  'lock.open': Record<string, never>;
  'lock.now': Record<string, never>;
  /** Resolves when it is gone from the disk's tables. `left`: entries still waiting to be sent, which were kept. */
  'person.forget': { left: number };
  'person.show': Record<string, never>;
  'store.wipe': Record<string, never>;
}
