import type { SettingsFile } from '../model/settings-file.ts';
import { settingsDb } from './databases.ts';
import { settings } from './reading.ts';
import { pairOf, rulings } from './rulings.ts';
import { saveSettings } from './settings.ts';

/** Settings and answers of the rep as a file. */
export async function exportSettings(): Promise<SettingsFile> {
  const [{ noteTargets: _notes, taskTargets: _tasks, ...portable }, answers] = await Promise.all([settings(), rulings()]);
  return {
    format: 'sidelight-settings',
    version: 1,
    settings: portable as SettingsFile['settings'],
    rulings: answers.map(({ a, b, same, at }) => ({ a, b, same, at })),
  };
}

/** Takes over a file: what it names replaces what is here, the rest stays. The worker alone calls this. */
export async function importSettings(file: SettingsFile): Promise<void> {
  const rows = file.rulings.map(({ a, b, same, at }) => ({ ...pairOf(a, b), same, at }));
  await settingsDb.transaction('rw', settingsDb.settings, settingsDb.rulings, async () => {
    await saveSettings(file.settings);
    await settingsDb.rulings.bulkPut(rows);
  });
}
