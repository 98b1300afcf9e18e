import type { AuditEntry } from '../../../lib/model/audit.ts';
import type { FieldSheet } from '../../../lib/model/mapping.ts';
import type { Scenes } from '../stage.tsx';
import type { World } from '../world.ts';
import { busy } from './busy.ts';
import { ANA, ANA_KEY, calm, troubled, withHook } from './worlds.ts';

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
  ...withHook(),
  audit: [entry('note', 'written', 600_000), entry('task', 'refused', 300_000), entry('call', 'undone', 60_000)],
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

/** The sheets of the options page by name, but those that have a list of their own. */
export const OPTIONS: Scenes = {
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
  'status-trouble': { world: () => ({ ...busy(), connections: troubled().connections }), hash: 'status', ready: 'main table' },
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
  'options-keys': { world: calm, hash: 'keys' },
  'options-help': { world: troubled, hash: 'help', ready: '#help-problem' },
};
