import Dexie, { type Table } from 'dexie';
import { StoreError } from './errors.ts';
import type {
  ActionRow,
  AuditHeadRow,
  AuditPayloadRow,
  AuditRow,
  ChunkRow,
  ConnectionRow,
  CursorRow,
  DeliveryRow,
  DictionaryRow,
  DossierRow,
  DraftRow,
  HealthRow,
  HookRow,
  IndexRow,
  KeyRow,
  MappingRow,
  OpeningRow,
  PartRow,
  PlacesRow,
  RulingRow,
  SettingRow,
  TaskRow,
} from './rows.ts';

/** What came from the systems; can be fetched again at any time. */
class CacheDatabase extends Dexie {
  declare openings: Table<OpeningRow, string>;
  declare dossiers: Table<DossierRow, string>;
  declare parts: Table<PartRow, string>;
  declare tasks: Table<TaskRow, string>;
  declare dictionaries: Table<DictionaryRow, string>;
  declare health: Table<HealthRow, string>;
  declare chunks: Table<ChunkRow, number>;
  declare places: Table<PlacesRow, number>;
  declare cursors: Table<CursorRow, string>;
  declare indexes: Table<IndexRow, string>;

  constructor() {
    super('sidelight-cache', { chromeTransactionDurability: 'relaxed' });
    this.version(1).stores({
      openings: 'record, dossier',
      dossiers: 'key, *members, openedAt',
      parts: 'id, dossier, connectionId, state',
      tasks: 'key, dueAt, connectionId, dossier',
      dictionaries: 'connectionId',
      health: 'connectionId',
    });
    // Synced records, where each lies, how far each list was read, and the search index over them.
    this.version(2).stores({ chunks: 'id, connectionId', places: 'id, connectionId', cursors: 'id, connectionId', indexes: 'id' });
  }
}

/** What the rep has written: never pruned, flushed to disk before a click is answered. */
class OutboxDatabase extends Dexie {
  declare drafts: Table<DraftRow, string>;
  declare actions: Table<ActionRow, string>;
  declare deliveries: Table<DeliveryRow, string>;
  declare audit: Table<AuditRow, number>;
  declare auditPayloads: Table<AuditPayloadRow, string>;
  declare auditHead: Table<AuditHeadRow, string>;

  constructor() {
    super('sidelight-outbox', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({
      drafts: 'id, record, savedAt',
      actions: 'id, &seq, record',
      deliveries: 'id, actionId, connectionId, state, seq',
    });
    this.version(2).stores({ actions: 'id, &seq, record, print', audit: 'seq', auditPayloads: 'id, at, record', auditHead: 'id' });
  }
}

/** Settings, the rep's rulings, the public side of connections, and the key of cache, outbox and settings. Never pruned. */
class SettingsDatabase extends Dexie {
  declare settings: Table<SettingRow, string>;
  declare connections: Table<ConnectionRow, string>;
  declare rulings: Table<RulingRow, string>;
  declare mappings: Table<MappingRow, string>;
  declare keys: Table<KeyRow, string>;
  declare hooks: Table<HookRow, string>;

  constructor() {
    super('sidelight-settings', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ settings: 'name', connections: 'id', keys: 'id' });
    // What version 1 holds stays as it is; the table is new.
    this.version(2).stores({ rulings: 'id' });
    this.version(3).stores({ mappings: 'id' });
    this.version(4).stores({ hooks: 'id' });
  }
}

/**
 * Refuses a database that a newer version of us has written: Dexie itself would open it, and its rows may mean something else by now.
 * @throws StoreError `storage-newer`, from `open`
 */
export function refuseNewer<D extends Dexie>(db: D): D {
  const { verno } = db;
  db.on(
    'ready',
    () => {
      if (Math.floor(db.backendDB().version / 10) > verno) throw new StoreError('storage-newer');
    },
    true,
  );
  return db;
}

/** One handle per context; Dexie opens it at first use and closes it when a newer version wants to upgrade. */
export const cacheDb = refuseNewer(new CacheDatabase());
export const outboxDb = refuseNewer(new OutboxDatabase());
export const settingsDb = refuseNewer(new SettingsDatabase());
