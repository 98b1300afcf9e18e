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

/** Settings as a file, out and in, by name. */
export const TRANSFER: Scenes = {
  'options-import': { ...sheet, play: (hands) => give(hands, JSON.stringify(FILE)), ready: 'main h3' },
  'options-import-wrong': { ...sheet, play: (hands) => give(hands, '{}'), ready: '[aria-labelledby="transfer"] [role=status]:not(:empty)' },
};
