import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../model/connection.ts';
import { changedSettings, readSettingsFile } from '../model/settings-file.ts';
import { saveConnectionInfo } from './connections.ts';
import { settingsDb } from './databases.ts';
import { forgetDataKey } from './keys.ts';
import { settings } from './reading.ts';
import { rulings, saveRuling } from './rulings.ts';
import { saveSettings } from './settings.ts';
import { exportSettings, importSettings } from './settings-file.ts';

const MERGE_RULES = { title: { by: 'trusted', systems: ['salesforce'] }, name: { by: 'newest' } } as const;
const TEMPLATES = [{ id: 't1', name: 'After a visit', kind: 'note' as const, text: '{first-name}: {deal}' }];

async function emptyBrowser(): Promise<void> {
  forgetDataKey();
  await settingsDb.delete();
  await settingsDb.open();
}
beforeEach(emptyBrowser);

async function exported(): Promise<string> {
  await saveSettings({
    theme: 'dark',
    noteTargets: ['c1'],
    neverLog: ['secret-account.example'],
    templates: TEMPLATES,
    mergeRules: { ...MERGE_RULES, title: { by: 'trusted', systems: ['salesforce'] } },
  });
  await saveConnectionInfo({ id: 'c1', system: 'hubspot', account: 'secret-account', userName: 'Marta' } as ConnectionInfo);
  await saveRuling('a', 'b', true, 5);
  await saveRuling('a', 'c', false, 6);
  return JSON.stringify(await exportSettings());
}

describe('a settings file', () => {
  it('brings settings, rules and answers into another browser, and nothing of the connections', async () => {
    const text = await exported();
    expect(text).not.toMatch(/secret-account|Marta|c1|hubspot/);
    await emptyBrowser();
    const file = readSettingsFile(text) ?? expect.fail();
    expect(changedSettings(await settings(), file)).toEqual(['theme', 'mergeRules', 'templates']);
    await importSettings(file);
    expect(await settings()).toMatchObject({ theme: 'dark', language: 'auto', mergeRules: MERGE_RULES, templates: TEMPLATES });
    expect((await rulings()).map(({ id, same, at }) => [id, same, at])).toEqual([
      ['a b', true, 5],
      ['a c', false, 6],
    ]);
    expect(changedSettings(await settings(), file)).toEqual([]);
  });

  it('replaces what it names and leaves the rest', async () => {
    const file = readSettingsFile(await exported()) ?? expect.fail();
    await saveRuling('b', 'a', false, 9);
    await saveRuling('x', 'y', true, 9);
    await saveSettings({ theme: 'light', language: 'ru' });
    await importSettings({ ...file, settings: { theme: 'dark' } });
    expect((await rulings()).map(({ id, same }) => [id, same])).toEqual([
      ['a b', true],
      ['a c', false],
      ['x y', true],
    ]);
    expect(await settings()).toMatchObject({ theme: 'dark', language: 'ru', noteTargets: ['c1'] });
  });

  it.each([
    ['text that is no JSON', '{'],
    ['another program’s file', '{"version":1}'],
    ['a later version', '{"format":"sidelight-settings","version":2,"settings":{},"rulings":[]}'],
    ['a member too many', '{"format":"sidelight-settings","version":1,"settings":{"token":"x"},"rulings":[]}'],
    ['where notes go', '{"format":"sidelight-settings","version":1,"settings":{"noteTargets":["c"]},"rulings":[]}'],
    [
      'a template with more in it',
      '{"format":"sidelight-settings","version":1,"settings":{"templates":[{"id":"a","name":"A","kind":"note","text":"x","url":"y"}]},"rulings":[]}',
    ],
    ['an unknown rule', '{"format":"sidelight-settings","version":1,"settings":{"mergeRules":{"name":{"by":"luck"}}},"rulings":[]}'],
    ['a record and itself', '{"format":"sidelight-settings","version":1,"settings":{},"rulings":[{"a":"a","b":"a","same":true,"at":1}]}'],
  ])('is refused when it holds %s', (_what, text) => {
    expect(readSettingsFile(text)).toBeUndefined();
  });
});
