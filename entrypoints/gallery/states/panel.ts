import type { Tab } from '../../../components/panel/view-state.ts';
import { useView } from '../../../components/panel/view-state.ts';
import { DAY, sampleRef as ref } from '../../../components/sample/rows.ts';
import { recordKey } from '../../../lib/model/records.ts';
import type { Hands, Scene, Scenes } from '../stage.tsx';
import { tabOf, type World } from '../world.ts';
import {
  ANA_KEY,
  ask,
  calm,
  down,
  emptied,
  IRINA_KEY,
  IRINA as IRINA_REF,
  longTimeline,
  nowhere,
  onAna,
  tasksOf,
  troubled,
  twoAccounts,
  withParts,
} from './worlds.ts';

const onTab = (tab: Tab, more: Partial<Scene> = {}): Scene => ({
  ...ask,
  ...more,
  play: async () => useView.getState().selectTab(ANA_KEY, tab),
});
const NORDIC = tabOf(ref('salesforce', 'company', 'nordic'), 'sample-salesforce');
const IRINA = tabOf(IRINA_REF, 'sample-pipedrive');
const FLEET = ref('hubspot', 'deal', 'fleet');

/** A button that opens a popover, pressed once that is there: it is drawn a frame later. */
async function pressed(hands: Hands, button: string, popover: string): Promise<void> {
  await hands.find(popover);
  await hands.click(button);
}

/** The rep has answered who is the same: one record is hers because of it, one is not. */
function answered(): World {
  const rulings: Partial<Record<string, 'same' | 'different'>> = { 'sample-salesforce': 'same', 'sample-pipedrive': 'different' };
  return withParts((part) => {
    const ruling = rulings[part.connectionId];
    if (!ruling) return part;
    const link = ruling === 'same' ? ('same' as const) : ('maybe' as const);
    return { ...part, records: part.records.map((each) => (each.link === 'same' ? { ...each, link, ruling } : each)) };
  });
}

/** Every state of the panel by name, but those of its forms and layers. */
export const PANEL: Scenes = {
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
  customer: { ...ask, ready: '[role=tabpanel] article' },
  company: { world: calm, tab: NORDIC },
  'little-known': { world: calm, tab: IRINA },
  deal: {
    world: () => {
      const world = calm();
      const people = [
        { ref: ref('hubspot', 'contact', 'ana'), name: 'Ana Pérez', title: 'Head of Purchasing' },
        { ref: IRINA_REF, name: 'Ирина Соколова' },
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
  'signed-out': { ...ask, world: troubled },
  offline: { ...ask, isOffline: true },
  'two-accounts': { ...ask, world: twoAccounts },
  score: { ...ask, play: async () => useView.getState().toggleScore(ANA_KEY), ready: '[class*="group/part"] ul' },
  'score-unknown': {
    world: calm,
    tab: IRINA,
    play: async () => useView.getState().toggleScore(IRINA_KEY),
    ready: '[class*="group/part"] ul',
  },
  conflict: { ...ask, play: (hands) => pressed(hands, 'button.bg-warn-soft', '[data-fact] [popover]'), ready: '[popover] li' },
  'more-menu': { ...ask, play: (hands) => pressed(hands, '#tile-more', '#tile-more + [popover]'), ready: '#tile-more + * [role=menuitem]' },
  timeline: onTab('timeline', { ready: 'article' }),
  'timeline-long': onTab('timeline', { world: () => longTimeline(400), ready: 'article' }),
  'timeline-scrolled': {
    ...ask,
    world: () => longTimeline(40),
    play: async (hands) => {
      useView.getState().selectTab(ANA_KEY, 'timeline');
      await hands.find('article');
      document.querySelector('[data-scroll]')?.scrollTo(0, 600);
    },
    ready: 'main .sticky.h-0 p',
  },
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
  'links-answers': onTab('links', { world: answered, ready: '[role=tabpanel] section:nth-of-type(2)' }),
  'links-failed': onTab('links', { world: () => emptied(down) }),
  'overview-empty': { ...ask, world: () => emptied() },
  'overview-failed': { ...ask, world: () => emptied(down) },
  'trouble-told': { ...ask, world: () => emptied(down), play: (hands) => hands.click('details:has(li) > summary') },
};
