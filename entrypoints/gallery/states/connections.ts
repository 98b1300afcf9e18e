import type { Scene, Scenes } from '../stage.tsx';
import { calm, troubled, twoAccounts } from './worlds.ts';

const sheet: Scene = { world: calm, hash: 'connections', ready: 'main li' };
/** The dialog behind a button of the first connection. */
const dialog = (button: 'edit' | 'rights' | 'remove', more: Partial<Scene> = {}): Scene => ({
  ...sheet,
  play: (hands) => hands.click(`main li > .-mx-2 > button:nth-of-type(${{ edit: 1, rights: 2, remove: 4 }[button]})`),
  ready: 'dialog[open]',
  ...more,
});
const lacking = () => {
  const world = calm();
  return {
    ...world,
    connections: world.connections.map((each) => ({
      ...each,
      checkedAt: Date.now() - 600_000,
      missing: [{ what: 'crm.objects.deals.write', code: 'missing-scope' }],
    })),
  };
};

/** Systems that are connected, by name. */
export const CONNECTIONS: Scenes = {
  'options-none': { world: () => ({ connections: [] }), hash: 'connections' },
  'options-first-steps': { world: () => ({ ...calm(), customers: [] }), hash: 'connections', ready: 'main ol' },
  'options-connections': sheet,
  'options-trouble': { ...sheet, world: troubled },
  'options-two-accounts': { ...sheet, world: twoAccounts },
  'options-edit': dialog('edit'),
  'options-rights': dialog('rights'),
  'options-rights-lacking': dialog('rights', { world: lacking }),
  'options-remove': dialog('remove'),
};
