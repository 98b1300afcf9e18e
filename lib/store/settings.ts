import type { Settings } from '../model/dossier.ts';
import { settingsDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { dataKey, existingDataKey } from './keys.ts';
import type { SettingRow } from './rows.ts';
import { open, seal } from './seal.ts';

const NEVER_LOG = 'neverLog';
const NEVER_LOG_PLACE = { table: 'settings', id: NEVER_LOG };

/** What holds until the rep says otherwise. */
export const DEFAULT_SETTINGS: Settings = { language: 'auto', theme: 'auto', followPreviews: true };

/** Writes some settings; the worker alone calls this. A member set to `undefined` goes back to its default. */
export async function saveSettings(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<void> {
  const { neverLog, ...plain } = changes;
  const rows: SettingRow[] = Object.entries(plain).map(([name, value]) => ({ name, value }));
  if ('neverLog' in changes)
    rows.push({ name: NEVER_LOG, ...(neverLog && { sealed: await seal(await dataKey(), NEVER_LOG_PLACE, neverLog) }) });
  await settingsDb.settings.bulkPut(rows);
}

/** The never-log list: it names people, so it is sealed. @throws StoreError `tampered`: nobody can tell whom it protects. */
export async function neverLogList(): Promise<string[]> {
  const [row, key] = await Promise.all([settingsDb.settings.get(NEVER_LOG), existingDataKey()]);
  if (!row?.sealed) return [];
  if (!key) throw new StoreError('tampered');
  return open<string[]>(key, NEVER_LOG_PLACE, row.sealed);
}
