import type { FormKind } from '../../../components/actions/form-kind.ts';
import type { Tab } from '../../../components/panel/view-state.ts';
import { useView } from '../../../components/panel/view-state.ts';
import { DAY, sampleRef as ref, sampleConnection } from '../../../components/sample/rows.ts';
import { recordKey } from '../../../lib/model/records.ts';
import type { Hands, State } from '../stage.tsx';
import { tabOf } from '../world.ts';
import { ANA_KEY, calm, emptied, longTimeline, onAna, queued, tasksOf, withConnections, withParts } from './worlds.ts';

type PanelState = Omit<State, 'page' | 'id'>;
const ask: PanelState = { world: calm, tab: onAna };

const onTab = (tab: Tab, more: Partial<PanelState> = {}): PanelState => ({
  ...ask,
  ...more,
  play: async () => useView.getState().selectTab(ANA_KEY, tab),
});
const writing = (kind: FormKind, then?: (hands: Hands) => Promise<void>): PanelState => ({
  ...ask,
  play: async (hands) => {
    useView.getState().openComposer(ANA_KEY, kind);
    await hands.find('#root main section');
    await then?.(hands);
  },
});
/** Systems of which one makes fields and the others leave that to administrators. */
const guide = (more: Omit<Partial<PanelState>, 'play'> & { play?: (hands: Hands) => Promise<void> } = {}): PanelState => ({
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
const receipt = (states: Parameters<typeof queued>[2], more: Partial<Parameters<typeof queued>[1]> = {}, ago?: number): PanelState => ({
  ...ask,
  world: () => ({ ...calm(), actions: [queued('a1', more, states, ago)] }),
  play: async () => useView.getState().showReceipt('a1'),
  ready: 'section.appear',
});
/** A call and the follow-up that was saved with it. */
const companions = (call: Parameters<typeof queued>[2], task: Parameters<typeof queued>[2]): PanelState => ({
  ...ask,
  world: () => ({
    ...calm(),
    actions: [
      queued('a1', { kind: 'call', direction: 'out', text: 'Net 45' }, call),
      queued('a1.1', { kind: 'task', title: 'Call Ana again' }, task),
    ],
  }),
  play: async (hands) => {
    useView.getState().showReceipt('a1');
    await hands.find('section.appear');
  },
  ready: 'section.appear',
});
const NORDIC = tabOf(ref('salesforce', 'company', 'nordic'), 'sample-salesforce');
const IRINA = tabOf(ref('pipedrive', 'contact', 'irina'), 'sample-pipedrive');
const FLEET = ref('hubspot', 'deal', 'fleet');
const nowhere = { page: { kind: 'crm' as const, system: 'hubspot' }, via: 'url' as const, connectionId: 'sample-hubspot', at: 0 };
const down = { kind: 'unavailable', code: 'timeout' } as const;

/** Every state of the panel by name. */
export const PANEL: Readonly<Record<string, PanelState>> = {
  'first-run': { world: () => ({ connections: [] }), tab: nowhere },
  sample: {
    world: () => ({ connections: [] }),
    tab: nowhere,
    play: async () => useView.setState({ isSample: true }),
    ready: '[role=tabpanel]',
  },
  'no-record': {
    world: () => {
      const world = calm();
      return { ...world, tasks: tasksOf(world.customers ?? []) };
    },
    tab: nowhere,
    ready: 'ul[aria-label]',
  },
  quiet: { world: () => ({ ...calm(), settings: { onlyOnCrm: true } }), ready: 'main p' },
  'no-record-empty': { world: () => ({ ...calm(), customers: [] }), tab: nowhere, ready: 'input[type=search]' },
  'search-found': { world: calm, tab: nowhere, play: (hands) => hands.type('input[type=search]', 'nordic') },
  'search-nothing': { world: calm, tab: nowhere, play: (hands) => hands.type('input[type=search]', 'zzzz') },
  unconnected: {
    world: calm,
    tab: { ...nowhere, unconnected: { system: 'zoho', systemName: 'Zoho CRM', account: '777', host: 'crm.zoho.eu' } },
  },
  loading: { world: () => ({ ...calm(), customers: [] }), tab: onAna, isAsking: true },
  'not-shown': {
    world: () => ({ ...calm(), customers: [] }),
    tab: onAna,
    host: { makeFresh: () => Promise.resolve({ error: down }) },
    ready: '[role=alert]',
  },
  nobody: {
    world: () => ({
      ...calm(),
      openings: [
        {
          record: recordKey(FLEET),
          people: [],
          at: Date.now(),
          focus: { kind: 'deal', ref: FLEET, name: 'Fleet tyres Q1', status: 'open', links: [], custom: {} },
        },
      ],
      customers: [],
    }),
    tab: tabOf(FLEET, 'sample-hubspot'),
    ready: 'h1.bidi',
  },
  customer: ask,
  company: { world: calm, tab: NORDIC },
  'little-known': { world: calm, tab: IRINA },
  deal: {
    world: () => {
      const world = calm();
      const people = [
        { ref: ref('hubspot', 'contact', 'ana'), name: 'Ana Pérez', title: 'Head of Purchasing' },
        { ref: ref('pipedrive', 'contact', 'irina'), name: 'Ирина Соколова' },
      ];
      const focus = world.customers?.[0]?.parts[0]?.records.find(({ record }) => record.kind === 'deal')?.record;
      return { ...world, openings: [{ record: recordKey(FLEET), dossier: ANA_KEY, people, at: Date.now(), ...(focus && { focus }) }] };
    },
    tab: tabOf(FLEET, 'sample-hubspot'),
  },
  partial: {
    world: () =>
      withParts((part) => {
        if (part.connectionId === 'sample-salesforce') return { ...part, state: 'asking', askedAt: Date.now() - 9000 };
        if (part.connectionId === 'sample-pipedrive') return { ...part, state: 'failed', error: down, answeredAt: Date.now() - DAY };
        return part;
      }),
    tab: onAna,
    isAsking: true,
    ready: '[aria-label] li .bidi',
  },
  'signed-out': {
    world: () =>
      withConnections((each) =>
        each.id === 'sample-salesforce'
          ? { ...each, state: 'signed-out', error: { kind: 'auth', code: 'session-ended' } }
          : each.id === 'sample-pipedrive'
            ? { ...each, state: 'no-permission', error: { kind: 'permission', code: 'host-access' } }
            : each.id === 'sample-tryton'
              ? { ...each, state: 'paused' }
              : each,
      ),
    tab: onAna,
  },
  offline: { ...ask, isOffline: true },
  'two-accounts': {
    world: () => {
      const world = calm();
      const second = sampleConnection('hubspot', 'HubSpot', 'Hs', {
        id: 'sample-hubspot-2',
        account: 'export',
        label: 'Export team',
        tag: 'moss',
        createdAt: 9,
      });
      return { ...world, connections: [...world.connections, second] };
    },
    tab: onAna,
  },
  score: { ...ask, play: async () => useView.getState().toggleScore(ANA_KEY) },
  'score-unknown': {
    world: calm,
    tab: IRINA,
    play: async () => useView.getState().toggleScore(recordKey(ref('pipedrive', 'contact', 'irina'))),
  },
  conflict: { ...ask, play: (hands) => hands.click('button.bg-warn-soft') },
  'more-menu': { ...ask, play: (hands) => hands.click('#tile-more') },
  timeline: onTab('timeline', { ready: 'article' }),
  'timeline-long': onTab('timeline', { world: () => longTimeline(400), ready: 'article' }),
  'timeline-5000': onTab('timeline', { world: () => longTimeline(5000), ready: 'article' }),
  'timeline-empty': onTab('timeline', { world: () => emptied() }),
  'timeline-failed': onTab('timeline', { world: () => emptied(down) }),
  deals: onTab('deals', { ready: 'article' }),
  'deals-empty': onTab('deals', { world: () => emptied() }),
  'deals-failed': onTab('deals', { world: () => emptied(down) }),
  money: onTab('money', { ready: '[role=tabpanel] section' }),
  'money-empty': onTab('money', { world: () => emptied() }),
  'money-failed': onTab('money', { world: () => emptied(down) }),
  tickets: onTab('tickets', { ready: '[role=tabpanel] > *' }),
  'tickets-empty': onTab('tickets', { world: () => emptied() }),
  'tickets-failed': onTab('tickets', { world: () => emptied(down) }),
  links: onTab('links', { ready: '[role=tabpanel] section' }),
  'links-failed': onTab('links', { world: () => emptied(down) }),
  'overview-empty': { ...ask, world: () => emptied() },
  'overview-failed': { ...ask, world: () => emptied(down) },
  note: writing('note', (hands) => hands.type('main section textarea', 'Wants the offer by Friday, delivery in two lots.')),
  task: writing('task', (hands) => hands.type('main section textarea', 'Send the offer 2030-05-06 10:00')),
  call: writing('call', (hands) => hands.type('main section textarea', 'Agreed on two lots')),
  meeting: writing('meeting', (hands) => hands.type('main section textarea', 'Review')),
  'new-deal': writing('deal'),
  'new-contact': writing('contact'),
  tags: writing('tags'),
  'attach-file': writing('file'),
  workflow: {
    ...writing('workflow'),
    world: () => ({ ...calm(), hooks: [{ id: 'hook-1', name: 'Offer to the back office', createdAt: 1 }] }),
    ready: 'main summary',
  },
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
  'receipt-sending': receipt({ hubspot: 'sending', salesforce: 'queued' }),
  'receipt-saved': receipt({ hubspot: 'confirmed', salesforce: 'confirmed' }),
  'receipt-partial': receipt({
    hubspot: 'confirmed',
    salesforce: ['queued', { kind: 'auth', code: 'session-ended' }],
    pipedrive: ['failed', { kind: 'invalid', field: 'content' }],
    tryton: ['needs-you', { kind: 'unknown-outcome', code: 'cannot-confirm' }],
  }),
  'receipt-failed': receipt({ hubspot: ['failed', { kind: 'forbidden' }] }),
  'receipt-companions': companions({ hubspot: 'confirmed', salesforce: 'confirmed' }, { hubspot: 'confirmed', pipedrive: 'confirmed' }),
  'receipt-companion-failed': companions(
    { hubspot: 'confirmed', salesforce: 'confirmed' },
    { hubspot: ['failed', { kind: 'invalid', field: 'due date' }], pipedrive: 'confirmed' },
  ),
  'receipt-undone': receipt({ hubspot: 'undone' }),
  waiting: {
    ...ask,
    world: () => ({
      ...calm(),
      actions: [
        queued('w1', {}, { hubspot: ['queued', down], salesforce: 'unknown' }, 120_000),
        queued('w2', { kind: 'task', title: 'Call back' }, { pipedrive: 'queued' }, 60_000),
      ],
    }),
    play: async (hands) => {
      for (const id of ['w1', 'w2']) useView.getState().dismiss(id);
      await hands.click('button[aria-expanded="false"].w-full');
    },
  },
  'drafts-elsewhere': {
    ...ask,
    world: () => ({
      ...calm(),
      drafts: [
        {
          record: recordKey(ref('pipedrive', 'contact', 'irina')),
          kind: 'note',
          text: 'Прайс',
          customerName: 'Ирина Соколова',
          targets: [],
          savedAt: Date.now(),
        },
      ],
    }),
    ready: 'aside',
  },
  visiting: {
    ...ask,
    world: () => ({
      ...calm(),
      drafts: [
        {
          record: recordKey(ref('pipedrive', 'contact', 'irina')),
          kind: 'note',
          text: 'Прайс',
          customerName: 'Ирина Соколова',
          targets: [],
          savedAt: Date.now(),
        },
      ],
    }),
    play: async (hands) => {
      useView.getState().visit(recordKey(ref('pipedrive', 'contact', 'irina')), 'note');
      await hands.find('main section textarea');
    },
  },
  palette: { ...ask, play: async () => useView.getState().setPalette(true), ready: 'dialog[open]' },
};
