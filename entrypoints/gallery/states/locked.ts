import { settingsDb } from '../../../lib/store/databases.ts';
import { forgetDataKey } from '../../../lib/store/keys.ts';
import type { Hands, Scene, Scenes } from '../stage.tsx';
import { ask, calm, down, queued } from './worlds.ts';

const locked: Scene = { ...ask, world: () => ({ ...calm(), passphrase: 'locked' }), ready: 'main form input' };
const wrong = async (hands: Hands) => {
  await hands.type('main form input', 'not this one');
  await hands.click('main form [type=submit]');
};

/** The store is closed, or lost, by name. */
export const LOCKED: Scenes = {
  unlocked: { ...ask, world: () => ({ ...calm(), passphrase: 'given' }), ready: 'footer button:nth-of-type(4)' },
  locked,
  'locked-waiting': {
    ...locked,
    world: () => ({ ...calm(), passphrase: 'locked', actions: [queued('w1', {}, { hubspot: ['queued', down] })] }),
  },
  'locked-wrong': { ...locked, play: wrong, ready: 'main [role=alert]:not(:empty)' },
  'locked-forgotten': {
    ...locked,
    play: async (hands) => {
      await hands.click('main summary');
      await hands.click('main details button');
    },
    ready: 'main details [role=alert]',
  },
  'store-key-gone': {
    ...ask,
    world: () => ({
      ...calm(),
      actions: [queued('w1', {}, { hubspot: ['queued', down] })],
      async more() {
        await settingsDb.keys.clear();
        forgetDataKey();
      },
    }),
    ready: 'main [role=alert]',
  },
  'store-lost': { ...ask, world: () => ({ ...calm(), settings: { lost: { waiting: 2 } } }), ready: '#lost' },
};
