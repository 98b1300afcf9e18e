import { sampleConnection } from '../../../components/sample/rows.ts';
import type { AuditEntry } from '../../../lib/model/audit.ts';
import type { FieldSheet } from '../../../lib/model/mapping.ts';
import type { State } from '../stage.tsx';
import type { World } from '../world.ts';
import { busy } from './busy.ts';
import { ANA, ANA_KEY, calm, withConnections } from './worlds.ts';

type OptionsState = Omit<State, 'page' | 'id'>;

const CAN = ['find', 'related', 'timeline', 'read:contact', 'read:company', 'read:deal', 'write:note', 'write:task'];
const REPORT = {
  account: '4471209',
  userName: 'Luis Ortega',
  can: CAN,
  missing: [{ what: 'crm.objects.deals.write', code: 'missing-scope' }],
};

const entry = (what: AuditEntry['what'], state: AuditEntry['result']['state'], ago: number): AuditEntry => ({
  at: Date.now() - ago,
  who: { userId: '1', userName: 'Luis Ortega' },
  what,
  where: { system: 'hubspot', account: '~sample', connectionId: 'sample-hubspot', record: ANA_KEY, customerName: 'Ana Pérez' },
  actionId: 'a',
  deliveryId: 'd',
  after: { text: 'Wants the offer by Friday.' },
  result: { state, refs: [ANA], url: 'https://crm.example/note/1' },
});

const written = (): World => ({
  ...calm(),
  audit: [entry('note', 'written', 600_000), entry('task', 'refused', 300_000), entry('call', 'undone', 60_000)],
  hooks: [{ id: 'hook-1', name: 'Offer to the back office', createdAt: 1 }],
  settings: {
    templates: [
      { id: 't1', name: 'After the call', kind: 'note', text: 'Spoke with {first-name} about {deal}.' },
      { id: 't2', name: 'Send the offer', kind: 'task', text: 'Send the offer to {company}' },
    ],
    neverLog: ['private.example'],
  },
});

const sheet: FieldSheet = {
  object: 'contact',
  rows: [
    {
      key: 'jobtitle',
      label: 'Job title',
      type: 'string',
      custom: false,
      known: true,
      fits: [],
      example: { kind: 'text', text: 'Head of Purchasing' },
    },
    {
      key: 'linkedin_headcount',
      label: 'Employees (LinkedIn)',
      type: 'number',
      custom: true,
      known: false,
      fits: ['employees'],
      example: { kind: 'number', number: 240 },
      proposal: { key: 'linkedin_headcount', canonical: 'employees', confidence: 0.9, reasons: ['label', 'type'] },
    },
    {
      key: 'renewal',
      label: 'Contract renewal',
      type: 'date',
      custom: true,
      known: false,
      fits: [],
      example: { kind: 'day', at: 1_900_000_000_000 },
    },
  ],
  choice: { fields: {}, pins: [{ key: 'renewal', label: 'Contract renewal', type: 'date' }], skipped: [] },
  examples: ['Ana Pérez'],
};

const trouble = () =>
  withConnections((each) =>
    each.id === 'sample-salesforce'
      ? { ...each, state: 'signed-out', error: { kind: 'auth', code: 'session-ended' } }
      : each.id === 'sample-pipedrive'
        ? { ...each, state: 'no-permission' }
        : each.id === 'sample-tryton'
          ? { ...each, state: 'paused', writes: 'never', missing: [{ what: 'invoice', code: 'no-read' }] }
          : each,
  );

/** Every state of the options page by name. */
export const OPTIONS: Readonly<Record<string, OptionsState>> = {
  'options-none': { world: () => ({ connections: [] }), hash: 'connections' },
  'options-first-steps': { world: () => ({ ...calm(), customers: [] }), hash: 'connections', ready: 'main ol' },
  'options-connections': { world: calm, hash: 'connections', ready: 'main li' },
  'options-trouble': { world: trouble, hash: 'connections', ready: 'main li' },
  'options-two-accounts': {
    world: () => {
      const world = calm();
      const second = sampleConnection('hubspot', 'HubSpot', 'Hs', {
        id: 'sample-hubspot-2',
        account: 'export',
        label: 'Export team',
        tag: 'moss',
      });
      return { ...world, connections: [...world.connections, second] };
    },
    hash: 'connections',
    ready: 'main li',
  },
  'options-edit': {
    world: calm,
    hash: 'connections',
    play: (hands) => hands.click('main li div:last-of-type > button:nth-of-type(1)'),
    ready: 'dialog[open]',
  },
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
    play: async (hands) => {
      await hands.type('dialog[open] input[type=password]', 'x'.repeat(40));
      await hands.click('dialog[open] [type=submit]');
    },
    ready: 'dialog[open] [role=alert]',
  },
  'connect-report': {
    world: calm,
    hash: 'connect/hubspot',
    host: { verify: () => Promise.resolve({ report: REPORT }) },
    play: async (hands) => {
      await hands.type('dialog[open] input[type=password]', 'x'.repeat(40));
      await hands.click('dialog[open] [type=submit]');
      await hands.find('dialog[open] dl');
    },
    ready: 'dialog[open] dl',
  },
  'options-fields': {
    world: calm,
    hash: 'fields/sample-hubspot/contact',
    host: { readFields: () => Promise.resolve({ sheet }) },
    ready: '[data-field]',
  },
  'options-fields-failed': {
    world: calm,
    hash: 'fields/sample-hubspot/contact',
    host: { readFields: () => Promise.resolve({ error: { kind: 'unavailable', code: 'timeout' } }) },
  },
  'options-writing': { world: written, hash: 'writing', ready: 'main ul' },
  'options-template': {
    world: written,
    hash: 'writing',
    play: (hands) => hands.click('main li button'),
    ready: 'main form textarea, main textarea',
  },
  'options-history': { world: written, hash: 'history', ready: 'main ol li' },
  'options-history-empty': { world: calm, hash: 'history' },
  'options-general': { world: calm, hash: 'general', ready: 'main select' },
  'status-none': { world: () => ({ connections: [] }), hash: 'status' },
  'status-calm': { world: busy, hash: 'status', ready: 'main table' },
  'status-trouble': { world: () => ({ ...busy(), connections: trouble().connections }), hash: 'status', ready: 'main table' },
  'status-tested': {
    world: busy,
    hash: 'status',
    host: { test: () => Promise.resolve({ error: { kind: 'auth', status: 401 } }) },
    play: (hands) => hands.click('#status-sample-hubspot button'),
    ready: '#status-sample-hubspot [role=status] p',
  },
  'options-scoring': { world: calm, hash: 'scoring', ready: 'main section section li' },
  'options-scoring-open': {
    world: calm,
    hash: 'scoring',
    play: (hands) => hands.click('main details summary'),
    ready: 'main section section li',
  },
  'options-scoring-empty': { world: () => ({ connections: [] }), hash: 'scoring' },
  'options-import': {
    world: calm,
    hash: 'general',
    play: async (hands) => {
      const text = JSON.stringify({
        format: 'sidelight-settings',
        version: 1,
        settings: { language: 'es', theme: 'dark', onlyOnCrm: true, scoreWeights: { groups: { demographic: 50 }, factors: {} } },
        rulings: [],
      });
      const input = (await hands.find('main input[type=file]')) as HTMLInputElement;
      const files = new DataTransfer();
      files.items.add(new File([text], 'sidelight-settings.json', { type: 'application/json' }));
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    ready: 'main h3',
  },
  'options-keys': { world: calm, hash: 'keys' },
  'options-privacy': { world: calm, hash: 'privacy' },
  'options-help': { world: trouble, hash: 'help', ready: '#help-problem' },
};
