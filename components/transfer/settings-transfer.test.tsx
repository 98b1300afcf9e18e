// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Settings } from '../../lib/model/dossier.ts';
import { SystemError } from '../../lib/model/errors.ts';
import type { SealedPart, SignInChanges } from '../../lib/model/settings-file.ts';
import { i18n, needWords } from '../words/i18n.ts';
import type { TransferHost } from './host.ts';
import { SettingsTransfer } from './settings-transfer.tsx';

await needWords('later');

const SETTINGS: Settings = { language: 'auto', theme: 'auto', followPreviews: true };
const PASSPHRASE = 'correct horse battery';
const PART: SealedPart = { salt: '0a'.repeat(16), rounds: 600_000, key: 'ab', data: 'cd' };
const FILE = { format: 'sidelight-settings', version: 1, settings: { theme: 'dark' }, rulings: [{ a: 'a', b: 'b', same: true, at: 1 }] };
const CHANGES: SignInChanges = {
  connections: [
    { name: 'HubSpot 44', userName: 'Luis', isNew: true, hosts: ['https://api.hubapi.com/*'], cookies: false },
    { name: 'North', userName: 'Luis', isNew: false, hosts: ['https://a.my.salesforce.com/*'], cookies: true },
  ],
  hooks: [{ name: 'To n8n', isNew: true, hosts: ['https://n8n.example/*'] }],
};

/** What was asked of the page, in order. `changes`: what opening the keys answers, or throws. */
function show(changes: SignInChanges | SystemError = CHANGES) {
  const asked: unknown[][] = [];
  const host: TransferHost = {
    sealSignIns: async (passphrase) => {
      asked.push(['seal', passphrase]);
      return PART;
    },
    openSignIns: async (part, passphrase) => {
      asked.push(['open', part, passphrase]);
      if (changes instanceof SystemError) throw changes;
      return changes;
    },
    importSettings: async (...taken) => asked.push(['import', ...taken]),
    requestAccess: async (access) => {
      asked.push(['access', access]);
      return true;
    },
  };
  render(
    <I18nProvider i18n={i18n}>
      <SettingsTransfer settings={SETTINGS} host={host} />
    </I18nProvider>,
  );
  return asked;
}

function choose(file: object | string): void {
  const text = typeof file === 'string' ? file : JSON.stringify(file);
  const picked = new File([text], 'sidelight-settings.json', { type: 'application/json' });
  fireEvent.change(screen.getByLabelText('Import settings', { selector: 'input' }), { target: { files: [picked] } });
}

const give = (label: string, text: string) => fireEvent.change(screen.getByLabelText(label), { target: { value: text } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

/** The texts that are downloaded from now on. */
function downloads(): Promise<string>[] {
  const texts: Promise<string>[] = [];
  URL.createObjectURL = (blob) => {
    texts.push((blob as Blob).text());
    return 'blob:x';
  };
  return texts;
}

afterEach(cleanup);

describe('importing', () => {
  it('takes a file over only after it has shown what changes', async () => {
    const asked = show();
    choose(FILE);
    const list = (await screen.findByText('This file changes')).parentElement;
    expect(list?.textContent).toMatch(/Appearance:.*becomes.*Dark/);
    expect(list?.textContent).toContain('1 answer');
    expect(asked).toEqual([]);
    press('Apply');
    expect(await screen.findByText('Settings imported.')).toBeTruthy();
    expect(asked).toEqual([['import', FILE, undefined]]);
  });

  it('refuses a file that is not its own, and says when one changes nothing', async () => {
    const asked = show();
    choose('{"theme":"dark"}');
    expect(await screen.findByText('This is not a settings file of Sidelight.')).toBeTruthy();
    choose({ ...FILE, settings: { theme: 'auto' }, rulings: [] });
    expect(await screen.findByText('This file changes nothing.')).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('says whose keys are added or replaced, asks for their hosts and hands the passphrase on when they were opened', async () => {
    const asked = show();
    const file = { ...FILE, settings: {}, rulings: [], signIns: PART };
    choose(file);
    expect(await screen.findByText(/also holds keys/)).toBeTruthy();
    expect((screen.getByRole('button', { name: 'Apply' }) as HTMLButtonElement).disabled).toBe(true);
    give('Passphrase of the file', PASSPHRASE);
    press('Open the keys');
    expect(await screen.findByText('HubSpot 44 · Luis: connected here too')).toBeTruthy();
    expect(screen.getByText('North · Luis: the file’s key replaces the one here')).toBeTruthy();
    expect(screen.getByText('Workflow To n8n: added')).toBeTruthy();
    press('Apply');
    expect(await screen.findByText('Settings imported.')).toBeTruthy();
    const hosts = ['https://api.hubapi.com/*', 'https://a.my.salesforce.com/*', 'https://n8n.example/*'];
    expect(asked).toEqual([
      ['open', PART, PASSPHRASE],
      ['access', { hosts, cookies: true }],
      ['import', file, PASSPHRASE],
    ]);
  });

  it.each([
    ['the passphrase is another one', new SystemError('invalid', { code: 'wrong-passphrase' }), /not the passphrase/],
    ['the keys were changed', new SystemError('protocol', { code: 'tampered' }), /were changed after it was made/],
  ])('says so and takes the rest over without the keys when %s', async (_when, error, words) => {
    const asked = show(error);
    const file = { ...FILE, signIns: PART };
    choose(file);
    await screen.findByText(/also holds keys/);
    give('Passphrase of the file', PASSPHRASE);
    press('Open the keys');
    expect((await screen.findByRole('alert')).textContent).toMatch(words);
    press('Apply');
    expect(await screen.findByText('Settings imported.')).toBeTruthy();
    expect(asked.at(-1)).toEqual(['import', file, undefined]);
  });
});

describe('exporting', () => {
  it('asks nobody for keys as long as the rep has not ticked them', async () => {
    const asked = show();
    const texts = downloads();
    press('Export settings');
    await waitFor(() => expect(texts).toHaveLength(1));
    expect(JSON.parse((await texts[0]) ?? '')).not.toHaveProperty('signIns');
    expect(asked).toEqual([]);
  });

  it('puts them in, sealed, once a passphrase was typed twice', async () => {
    const asked = show();
    const texts = downloads();
    fireEvent.click(screen.getByRole('checkbox', { name: /keys of your connections/ }));
    const button = screen.getByRole('button', { name: 'Export settings' }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    give('Passphrase of the file', PASSPHRASE);
    give('The same once more', 'something else');
    expect(await screen.findByText('The two are not the same.')).toBeTruthy();
    expect(button.disabled).toBe(true);
    give('The same once more', PASSPHRASE);
    press('Export settings');
    await waitFor(() => expect(texts).toHaveLength(1));
    expect(JSON.parse((await texts[0]) ?? '')).toMatchObject({ format: 'sidelight-settings', signIns: PART });
    expect(asked).toEqual([['seal', PASSPHRASE]]);
    expect(screen.queryByLabelText('Passphrase of the file')).toBeNull();
  });
});
