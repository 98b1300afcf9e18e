import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ObjectMapping } from '../model/mapping.ts';
import { changedMappings, readSettingsFile } from '../model/settings-file.ts';
import { settingsDb } from './databases.ts';
import { forgetDataKey } from './keys.ts';
import { mappings, saveMappings } from './mappings.ts';
import { exportSettings, importSettings } from './settings-file.ts';

const FIELD = { key: 'cargo', label: 'Cargo del contacto', type: 'string' };
const MAPPING: ObjectMapping = {
  system: 'hubspot',
  account: '4400',
  object: 'contact',
  fields: { title: FIELD },
  pins: [
    { ...FIELD, key: 'z', options: { '1': 'Uno' } },
    { ...FIELD, key: 'a' },
  ],
  skipped: ['x'],
};

async function emptyBrowser(): Promise<void> {
  forgetDataKey();
  await settingsDb.delete();
  await settingsDb.open();
}
beforeEach(emptyBrowser);

describe('mappings', () => {
  it('are kept per account and object, pins in their order, and labels sealed', async () => {
    await saveMappings([MAPPING, { ...MAPPING, account: '5500', pins: [] }]);
    expect(await mappings()).toEqual([MAPPING, { ...MAPPING, account: '5500', pins: [] }]);
    expect(JSON.stringify(await settingsDb.mappings.toArray())).not.toContain('Cargo');
  });

  it('are replaced by what comes later, and forgotten when nothing is left to say', async () => {
    await saveMappings([MAPPING]);
    await saveMappings([{ ...MAPPING, pins: [] }]);
    expect(await mappings()).toEqual([{ ...MAPPING, pins: [] }]);
    await saveMappings([{ ...MAPPING, fields: {}, pins: [], skipped: [] }]);
    expect(await settingsDb.mappings.count()).toBe(0);
  });

  it('travel in a settings file and come back in another browser', async () => {
    await saveMappings([MAPPING]);
    const text = JSON.stringify(await exportSettings());
    await emptyBrowser();
    const file = readSettingsFile(text) ?? expect.fail();
    expect(changedMappings(await mappings(), file)).toBe(1);
    await importSettings(file);
    expect(await mappings()).toEqual([MAPPING]);
    expect(changedMappings(await mappings(), file)).toBe(0);
  });

  it.each([
    ['an unknown field of ours', { fields: { password: FIELD } }],
    ['an unknown object', { object: 'invoice' }],
    ['a member too many', { token: 'x' }],
    ['a pin without key', { pins: [{ label: 'x', type: 'y' }] }],
  ])('make a file one of another program when they hold %s', async (_what, wrong) => {
    const file = { format: 'sidelight-settings', version: 1, settings: {}, rulings: [], mappings: [{ ...MAPPING, ...wrong }] };
    expect(readSettingsFile(JSON.stringify(file))).toBeUndefined();
  });
});
