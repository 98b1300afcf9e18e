import type { Hands, Scenes } from '../stage.tsx';
import { calm } from './worlds.ts';

const CAN = ['find', 'related', 'timeline', 'read:contact', 'read:company', 'read:deal', 'write:note', 'write:task'];
const REPORT = {
  account: '4471209',
  userName: 'Luis Ortega',
  can: CAN,
  missing: [{ what: 'crm.objects.deals.write', code: 'missing-scope' }],
};

const pasteKey = async (hands: Hands) => {
  await hands.type('dialog[open] input[type=password]', 'x'.repeat(40));
  await hands.click('dialog[open] [type=submit]');
};

/** Connecting a system, by name. */
export const CONNECT: Scenes = {
  'connect-choose': { world: () => ({ connections: [] }), hash: 'connect', ready: 'dialog[open] li' },
  'connect-hubspot': { world: calm, hash: 'connect/hubspot', ready: 'dialog[open] form' },
  'connect-salesforce': { world: calm, hash: 'connect/salesforce', ready: 'dialog[open] form' },
  'connect-amocrm': { world: calm, hash: 'connect/amocrm', ready: 'dialog[open] form' },
  'connect-wrong': {
    world: calm,
    hash: 'connect/pipedrive',
    play: async (hands) => hands.click('dialog[open] [type=submit]'),
    ready: 'dialog[open] [role=alert]',
  },
  'connect-refused': {
    world: calm,
    hash: 'connect/hubspot',
    host: { verify: () => Promise.resolve({ error: { kind: 'auth', status: 401 } }) },
    play: pasteKey,
    ready: 'dialog[open] [role=alert]',
  },
  'connect-report': {
    world: calm,
    hash: 'connect/hubspot',
    host: { verify: () => Promise.resolve({ report: REPORT }) },
    play: pasteKey,
    ready: 'dialog[open] dl',
  },
};
