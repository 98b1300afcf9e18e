import { portableSettings, type SettingsFile } from '../model/settings-file.ts';
import { settingsDb } from './databases.ts';
import { mappings, saveMappings } from './mappings.ts';
import { settings } from './reading.ts';
import { pairOf, rulings } from './rulings.ts';
import { settingRows } from './settings.ts';

/** Settings, answers and field mappings of the rep as a file. */
export async function exportSettings(): Promise<SettingsFile> {
  const [all, answers, mapped] = await Promise.all([settings(), rulings(), mappings()]);
  const portable = Object.fromEntries(Object.entries(all).filter(([name]) => name in portableSettings.entries));
  return {
    format: 'sidelight-settings',
    version: 1,
    settings: portable as SettingsFile['settings'],
    rulings: answers.map(({ a, b, same, at }) => ({ a, b, same, at })),
    ...(mapped.length > 0 && { mappings: mapped }),
  };
}

/** Takes over a file: what it names replaces what is here, the rest stays. The worker alone calls this. */
export async function importSettings(file: SettingsFile): Promise<void> {
  const changed = await settingRows(file.settings);
  const rows = file.rulings.map(({ a, b, same, at }) => ({ ...pairOf(a, b), same, at }));
  await settingsDb.transaction('rw', settingsDb.settings, settingsDb.rulings, async () => {
    await settingsDb.settings.bulkPut(changed);
    await settingsDb.rulings.bulkPut(rows);
  });
  await saveMappings(file.mappings ?? []);
}
