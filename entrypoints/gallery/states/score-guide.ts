import type { Hands, Scene, Scenes } from '../stage.tsx';
import { writing } from './composers.ts';
import { withConnections } from './worlds.ts';

/** Systems of which one makes fields and the others leave that to administrators. */
const guide = (more: Omit<Partial<Scene>, 'play'> & { play?: (hands: Hands) => Promise<void> } = {}): Scene => ({
  ...writing('score', more.play),
  ...(more.host && { host: more.host }),
  ...(more.ready !== undefined && { ready: more.ready }),
  world: () =>
    withConnections((connection) => ({
      ...connection,
      can: [...connection.can, 'write:score', ...(connection.system === 'hubspot' ? (['write:field-definition'] as const) : [])],
    })),
});
const MAKE = 'main section li:first-child button';
const press = async (hands: Hands) => {
  await hands.click(MAKE);
  await hands.click('main section li:first-child button.bg-accent');
};

/** The score has no field to go to yet, by name. */
export const SCORE_GUIDE: Scenes = {
  'score-nowhere': writing('score'),
  'score-guide': guide(),
  'score-preview': guide({ play: (hands) => hands.click(MAKE) }),
  'score-making': guide({ play: press, host: { createScoreField: () => new Promise(() => undefined) } }),
  'score-made': guide({
    play: press,
    host: { createScoreField: () => Promise.resolve({ field: { key: 'sidelight_score', label: 'Sidelight score', type: 'number' } }) },
    ready: 'main section li:first-child > p[role=status]:not(.sr-only)',
  }),
  'score-refused': guide({
    play: press,
    host: { createScoreField: () => Promise.resolve({ error: { kind: 'forbidden', code: 'MISSING_SCOPES' } }) },
    ready: '[role=alert]',
  }),
};
