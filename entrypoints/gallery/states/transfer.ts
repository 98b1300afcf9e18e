import type { TransferHost } from '../../../components/transfer/host.ts';
import { StoreError } from '../../../lib/model/errors.ts';
import type { SignInChanges } from '../../../lib/model/settings-file.ts';
import type { Hands, Scene, Scenes } from '../stage.tsx';
import { calm } from './worlds.ts';

const FILE = {
  format: 'sidelight-settings',
  version: 1,
  settings: { language: 'es', theme: 'dark', onlyOnCrm: true, scoreWeights: { groups: { demographic: 50 }, factors: {} } },
  rulings: [],
};

/** A file is chosen. */
const give = async (hands: Hands, text: string) => {
  const input = (await hands.find('main input[type=file]')) as HTMLInputElement;
  const files = new DataTransfer();
  files.items.add(new File([text], 'sidelight-settings.json', { type: 'application/json' }));
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
};
const sheet: Scene = { world: calm, hash: 'general', ready: 'main select' };
const PART = { salt: '0a'.repeat(16), rounds: 600_000, key: 'ab', data: 'cd' };
const CHANGES: SignInChanges = {
  connections: [
    { name: 'HubSpot 4471209', userName: 'Luis Ortega', isNew: true, hosts: [], cookies: false },
    { name: 'North team', userName: 'Luis Ortega', isNew: false, hosts: [], cookies: false },
  ],
  hooks: [{ name: 'Offer to the back office', isNew: true, hosts: [] }],
};
const within = '[aria-labelledby="transfer"]';
/** A file with keys is chosen and its passphrase given; `openSignIns` answers. */
const opening = (openSignIns: TransferHost['openSignIns'], ready: string): Scene => ({
  ...sheet,
  host: { openSignIns },
  play: async (hands) => {
    await give(hands, JSON.stringify({ ...FILE, signIns: PART }));
    await hands.type(`${within} input[type=password]`, 'correct horse');
    await hands.click(`${within} form:has(input[type=password]) [type=submit]`);
  },
  ready,
});

/** Settings as a file, out and in, by name. */
export const TRANSFER: Scenes = {
  'options-import': { ...sheet, play: (hands) => give(hands, JSON.stringify(FILE)), ready: 'main h3' },
  'options-import-wrong': { ...sheet, play: (hands) => give(hands, '{}'), ready: '[aria-labelledby="transfer"] [role=status]:not(:empty)' },
  'options-import-keys': {
    ...sheet,
    play: (hands) => give(hands, JSON.stringify({ ...FILE, signIns: PART })),
    ready: `${within} input[type=password]`,
  },
  'options-import-keys-opened': opening(() => Promise.resolve(CHANGES), `${within} ul + ul li`),
  'options-import-keys-known': opening(() => Promise.resolve({ connections: [], hooks: [] }), `${within} ul + p`),
  'options-import-keys-wrong': opening(() => Promise.reject(new StoreError('wrong-passphrase')), `${within} [role=alert]:not(:empty)`),
  'options-import-keys-changed': opening(() => Promise.reject(new StoreError('tampered')), `${within} [role=alert]:not(:empty)`),
  'options-export-keys': {
    ...sheet,
    play: async (hands) => {
      await hands.click(`${within} input[type=checkbox]`);
      await hands.type(`${within} label:nth-of-type(2) input`, 'correct horse');
      await hands.type(`${within} label:nth-of-type(3) input`, 'another horse');
    },
    ready: `${within} form [role=status]:not(:empty)`,
  },
};
