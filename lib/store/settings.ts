import type { Settings } from '../model/dossier.ts';
import { settingsDb } from './databases.ts';
import { StoreError } from './errors.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { openKept } from './opened.ts';
import { withRoom } from './room.ts';
import type { SettingRow } from './rows.ts';
import { open, type Place, seal } from './seal.ts';

const NEVER_LOG = 'neverLog';
/** The row of `forgotten.ts`: no setting that anybody shows or sets. */
export const FORGOTTEN = 'forgotten';
/** Settings that are texts of the rep or name people. */
const SEALED: ReadonlySet<string> = new Set<keyof Settings>([NEVER_LOG, 'templates', 'neverStore']);
type Changes = { [K in keyof Settings]?: Settings[K] | undefined };

/** What holds until the rep says otherwise. */
export const DEFAULT_SETTINGS: Settings = { language: 'auto', theme: 'auto', followPreviews: true };

/** Writes some settings; the worker alone calls this. A member set to `undefined` goes back to its default. */
export async function saveSettings(changes: Changes): Promise<void> {
  const rows = await settingRows(changes);
  await withRoom(() => settingsDb.settings.bulkPut(rows));
}

/** Changes as rows, sealed where they have to be: for a transaction, which would not outlive the sealing. */
export function settingRows(changes: Changes): Promise<SettingRow[]> {
  return Promise.all(
    Object.entries(changes).map(async ([name, value]): Promise<SettingRow> => {
      if (value === undefined || !SEALED.has(name)) return { name, value };
      return { name, sealed: await seal(await dataKey(), placeOf(name), value) };
    }),
  );
}

/** Where a sealed setting belongs. */
export function placeOf(name: string): Place {
  return { table: 'settings', id: name };
}

/** The never-log list: it names people, so it is sealed. @throws StoreError `tampered`, `locked`: nobody can tell whom it protects. */
export function neverLogList(): Promise<string[]> {
  return sealedList(NEVER_LOG);
}

/** A setting that is a sealed list. @throws StoreError `tampered`, `locked` */
async function sealedList(name: string): Promise<string[]> {
  const [row, key] = await Promise.all([settingsDb.settings.get(name), existingDataKey()]);
  if (!row?.sealed) return [];
  if (!key) throw new StoreError('locked');
  return open<string[]>(key, placeOf(name), row.sealed);
}

/** A sealed setting; `undefined` when it was never set. The same object as long as it is not written. @throws StoreError `tampered`, `locked` */
export async function sealedSetting<T>(name: string): Promise<T | undefined> {
  return (await sealedSettings<T, never>(name))[0];
}

/** Two of them in one look. */
export async function sealedSettings<A, B>(...names: [string, string?]): Promise<[A | undefined, B | undefined]> {
  const wanted = names.filter((name) => name !== undefined);
  const [key, rows] = await Promise.all([existingDataKey(), settingsDb.settings.bulkGet(wanted)]);
  const values = rows.map(async (row) => {
    if (!row?.sealed) return undefined;
    if (!key) throw new StoreError('locked');
    const value = await openKept<A | B>(key, placeOf(row.name), row.sealed);
    if (value === undefined) throw new StoreError('tampered');
    return value;
  });
  return (await Promise.all(values)) as [A | undefined, B | undefined];
}
