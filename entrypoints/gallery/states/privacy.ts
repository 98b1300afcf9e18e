import { useView } from '../../../components/panel/view-state.ts';
import { StoreError } from '../../../lib/model/errors.ts';
import type { Hands, Scene, Scenes } from '../stage.tsx';
import { PASSPHRASE, type World } from '../world.ts';
import { ANA_KEY, ask, calm, down, queued } from './worlds.ts';

const sheet: Scene = { world: calm, hash: 'privacy', ready: 'main dl' };
const kept = (): World => ({
  ...calm(),
  passphrase: 'given',
  settings: { keepDays: 30, keepHistoryDays: 0, lockAfterMin: 15, neverStore: ['phones', 'city', 'Birthday__c'] },
});
/** The three fields, as far as they are there: the passphrase now, the new one, it again. */
const typed = async (hands: Hands, fields: readonly string[]) => {
  for (const [at, text] of fields.entries()) await hands.type(`[aria-labelledby="pass"] label:nth-of-type(${at + 1}) input`, text);
};

/** What is stored where, and what the rep decides about it, by name. */
export const PRIVACY: Scenes = {
  'options-privacy': sheet,
  'privacy-passphrase': { ...sheet, world: kept },
  'privacy-short': { ...sheet, play: (hands) => typed(hands, ['short']) },
  'privacy-differs': { ...sheet, play: (hands) => typed(hands, [PASSPHRASE, `${PASSPHRASE}s`]) },
  'privacy-set': {
    ...sheet,
    play: async (hands) => {
      await typed(hands, [PASSPHRASE, PASSPHRASE]);
      await hands.click('[aria-labelledby="pass"] [type=submit]');
    },
    ready: '[aria-labelledby="pass"] [role=status]:not(:empty)',
  },
  'privacy-wrong': {
    ...sheet,
    world: kept,
    host: { dropPassphrase: () => Promise.reject(new StoreError('wrong-passphrase')) },
    play: async (hands) => {
      await typed(hands, ['not this one']);
      await hands.click('[aria-labelledby="pass"] button:nth-of-type(2)');
    },
    ready: '[aria-labelledby="pass"] [role=status]:not(:empty)',
  },
  'privacy-wipe': {
    ...sheet,
    world: () => ({ ...calm(), actions: [queued('w1', {}, { hubspot: ['queued', down] })] }),
    play: (hands) => hands.click('[aria-labelledby="wipe"] button'),
    ready: '[aria-labelledby="wipe"] [role=alert]',
  },
};

const forgetting = (world: () => World): Scene => ({
  ...ask,
  world,
  play: async () => useView.getState().openComposer(ANA_KEY, 'forget'),
  ready: 'main section.appear',
});

/** One customer is forgotten, in the panel. */
export const FORGETTING: Scenes = {
  forget: forgetting(calm),
  'forget-waiting': forgetting(() => ({ ...calm(), actions: [queued('w1', {}, { hubspot: ['queued', down] })] })),
  forgotten: {
    ...ask,
    world: () => ({ ...calm(), customers: [] }),
    play: async () => useView.getState().forget(ANA_KEY, ANA_KEY),
    ready: 'main section h1',
  },
};
