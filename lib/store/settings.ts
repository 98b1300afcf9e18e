import type { Settings } from '../model/dossier.ts';
import { settingsDb } from './databases.ts';

/** What holds until the rep says otherwise. */
export const DEFAULT_SETTINGS: Settings = { language: 'auto', theme: 'auto', followPreviews: true };

/** Writes some settings; the worker alone calls this. A member set to `undefined` goes back to its default. */
export async function saveSettings(changes: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<void> {
  await settingsDb.settings.bulkPut(Object.entries(changes).map(([name, value]) => ({ name, value })));
}
