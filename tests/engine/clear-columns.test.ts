import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import type Dexie from 'dexie';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refreshDictionaries } from '../../lib/engine/dictionary.ts';
import { saveHook } from '../../lib/engine/hooks.ts';
import { lookUp } from '../../lib/engine/look-up.ts';
import { tidySearch } from '../../lib/engine/search.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { recordKey } from '../../lib/model/records.ts';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { saveDraft } from '../../lib/store/drafts.ts';
import { saveMappings } from '../../lib/store/mappings.ts';
import { setPassphrase } from '../../lib/store/passphrase.ts';
import { connections } from '../../lib/store/reading.ts';
import { storePage } from '../../lib/store/record-pages.ts';
import { saveRuling } from '../../lib/store/rulings.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import { noteRenewal, vaultDb } from '../../lib/store/vault.ts';
import type { RecordRef } from '../../lib/systems/contract.ts';
import { Stand } from './stand.ts';

/* A day of work, and then every table is opened as somebody with the profile would: what is neither bytes nor listed in docs/security.md fails. */

const CANARY = 'Кварцевый Альбатрос quartz-albatross-7719';
const databases: readonly Dexie[] = [cacheDb, outboxDb, settingsDb, vaultDb];

/** `| \`sidelight-cache\` \`parts\` | \`id\`, \`dossier\` | why |` */
function listed(): Map<string, Set<string>> {
  const rows = readFileSync('docs/security.md', 'utf8').matchAll(/^\| `(sidelight-\w+)` `(\w+)` \| (.*?) \|/gm);
  return new Map(
    [...rows].map(([, db, table, columns]) => [
      `${db} ${table}`,
      new Set([...(columns ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')),
    ]),
  );
}

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
  await stand.reset(['hubspot', 'pipedrive']);
  const engine = stand.worker();
  const [ana] = stand.records('hubspot', 1);
  const [twin] = stand.records('pipedrive', 1);
  if (!ana || !twin) throw new Error('nobody in the cast');
  await open(engine, ana);
  await stand.queue(ana, { kind: 'note', text: CANARY });
  await stand.queue(ana, { kind: 'field', field: 'title', value: CANARY });
  await stand.drainAll(engine);
  await stand.queue(ana, { kind: 'task', title: CANARY, dueAt: stand.clock.at + 1 });
  await open(engine, ana);
  await saveDraft({
    record: recordKey(ana),
    customerName: CANARY,
    kind: 'note',
    text: CANARY,
    targets: [stand.ids.hubspot ?? ''],
    savedAt: 1,
  });
  await saveRuling(recordKey(ana), recordKey(twin), true, 1);
  await saveMappings([
    { system: 'hubspot', account: '1', object: 'contact', fields: {}, pins: [{ key: 'k', label: CANARY, type: 'text' }], skipped: [] },
  ]);
  await saveHook(engine, { name: CANARY, address: `https://example.com/${encodeURIComponent(CANARY)}`, isPrivateMeant: false });
  await saveSettings({
    language: 'ru',
    keepDays: 30,
    neverLog: [CANARY],
    neverStore: ['phones'],
    templates: [{ id: 't', name: CANARY, kind: 'note', text: CANARY }],
    mergeRules: { name: { by: 'newest' } },
    noteTargets: [stand.ids.hubspot ?? ''],
  });
  const row = { kind: 'person' as const, ref: ana, name: CANARY, emails: [], phones: [], links: [], custom: {} };
  const feed = { connectionId: stand.ids.hubspot ?? '', object: 'contact' as const, startedAt: 1, readAt: 1, nextAt: 0, count: 1 };
  await storePage({
    connectionId: stand.ids.hubspot ?? '',
    object: 'contact',
    rows: [row],
    at: 1,
    feed: { ...feed, cursor: CANARY } as never,
  });
  await tidySearch();
  await refreshDictionaries(engine);
  await noteRenewal(stand.ids.hubspot ?? '', { at: [1], isOpen: false });
  await setPassphrase(CANARY, 10);
});
afterAll(() => stand.close());

async function open(engine: ReturnType<Stand['worker']>, ref: RecordRef): Promise<void> {
  const { native, id, account } = ref;
  const record = { system: ref.system, object: 'contact' as const, native, id, account, host: 'app.hubspot.com' };
  const tab = { page: { kind: 'record' as const, record }, via: 'url' as const, connectionId: stand.ids[ref.system] ?? '', at: 1 };
  await lookUp(engine, { open: openRecord(tab, await connections()) ?? expect.fail('not connected') });
}

describe('what lies in clear', () => {
  test('is listed in docs/security.md, column by column', async () => {
    const columns = listed();
    const unlisted: string[] = [];
    for (const db of databases) {
      for (const table of db.tables) {
        const may = columns.get(`${db.name} ${table.name}`);
        if (!may) unlisted.push(`${db.name} ${table.name}: not in the list`);
        const indexed = [table.schema.primKey, ...table.schema.indexes].map(({ name }) => name);
        const rows: Record<string, unknown>[] = await table.toArray();
        const used = rows.flatMap((row) => Object.entries(row).flatMap(([name, value]) => (isCipher(value) ? [] : [name])));
        for (const name of new Set([...indexed, ...used])) if (!may?.has(name)) unlisted.push(`${db.name} ${table.name}.${name}`);
      }
    }
    expect(unlisted).toEqual([]);
  });

  test('lists no table that is not there', () => {
    const there = new Set(databases.flatMap((db) => db.tables.map((table) => `${db.name} ${table.name}`)));
    expect([...listed().keys()].filter((name) => !there.has(name))).toEqual([]);
  });

  test('holds none of the words that were stored, and every table was used', async () => {
    const empty: string[] = [];
    for (const db of databases) {
      for (const table of db.tables) {
        const rows = await table.toArray();
        if (rows.length === 0) empty.push(table.name);
        const text = JSON.stringify(rows, (_name, value) => (isCipher(value) ? '' : value));
        for (const word of [...CANARY.split(' '), 'Перес', 'Pérez', 'Llantas', 'llantasnorte'])
          expect(text.includes(word) || text.includes(encodeURIComponent(word)), `${table.name}: ${word}`).toBe(false);
      }
    }
    expect(empty).toEqual([]);
  });
});

/** Bytes, and keys that cannot be read out. */
function isCipher(value: unknown): boolean {
  return value instanceof Uint8Array || value instanceof CryptoKey;
}
