// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Settings } from '../../lib/model/dossier.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { GeneralSheet } from './general-sheet.tsx';

await needWords('later');

const SETTINGS: Settings = { language: 'auto', theme: 'auto', followPreviews: true };
const connections = [
  { id: '1', system: 'hubspot', systemName: 'HubSpot' },
  { id: '2', system: 'zoho', systemName: 'Zoho' },
] as ConnectionInfo[];

function show(settings: Settings = SETTINGS) {
  const done: unknown[] = [];
  const host = {
    changeSettings: async (changes: unknown) => done.push(changes),
    importSettings: async (file: unknown) => done.push(file),
  };
  render(
    <I18nProvider i18n={i18n}>
      <GeneralSheet settings={settings} connections={connections} host={host} />
    </I18nProvider>,
  );
  return done;
}

function choose(text: string): void {
  const file = new File([text], 'sidelight-settings.json', { type: 'application/json' });
  fireEvent.change(screen.getByLabelText('Import settings', { selector: 'input' }), { target: { files: [file] } });
}

afterEach(cleanup);

describe('GeneralSheet', () => {
  it('keeps the rules of other fields when one is changed, and names the trusted system first', () => {
    const done = show({ ...SETTINGS, mergeRules: { name: { by: 'newest' } } });
    expect((screen.getByLabelText('Name') as HTMLSelectElement).value).toBe('newest');
    fireEvent.change(screen.getByLabelText('Job title'), { target: { value: 'trusted:zoho' } });
    expect(done).toEqual([{ mergeRules: { name: { by: 'newest' }, title: { by: 'trusted', systems: ['zoho', 'hubspot'] } } }]);
  });

  it('shows a trusted system that is not connected any more', () => {
    show({ ...SETTINGS, mergeRules: { city: { by: 'trusted', systems: ['salesforce'] } } });
    expect((screen.getByLabelText('City') as HTMLSelectElement).value).toBe('trusted:salesforce');
  });

  it('takes a file over only after it has shown what changes', async () => {
    const done = show();
    const file = {
      format: 'sidelight-settings',
      version: 1,
      settings: { theme: 'dark' },
      rulings: [{ a: 'a', b: 'b', same: true, at: 1 }],
    };
    choose(JSON.stringify(file));
    const list = (await screen.findByText('This file changes')).parentElement;
    expect(list?.textContent).toMatch(/Appearance:.*becomes.*Dark/);
    expect(list?.textContent).toContain('1 answer');
    expect(done).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: 'Apply' }));
    expect(await screen.findByText('Settings imported.')).toBeTruthy();
    expect(done).toEqual([file]);
  });

  it('refuses a file that is not its own, and says when one changes nothing', async () => {
    const done = show();
    choose('{"theme":"dark"}');
    expect(await screen.findByText('This is not a settings file of Sidelight.')).toBeTruthy();
    choose(JSON.stringify({ format: 'sidelight-settings', version: 1, settings: { theme: 'auto' }, rulings: [] }));
    expect(await screen.findByText('This file changes nothing.')).toBeTruthy();
    expect(done).toEqual([]);
  });
});
