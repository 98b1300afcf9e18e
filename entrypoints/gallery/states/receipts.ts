import { useView } from '../../../components/panel/view-state.ts';
import type { Scene, Scenes } from '../stage.tsx';
import { ask, calm, down, queued, withConnections } from './worlds.ts';

const receipt = (states: Parameters<typeof queued>[2], world = calm): Scene => ({
  ...ask,
  world: () => ({ ...world(), actions: [queued('a1', {}, states)] }),
  play: async () => useView.getState().showReceipt('a1'),
  ready: 'section.appear',
});

/** A call and the follow-up that was saved with it. */
const companions = (call: Parameters<typeof queued>[2], task: Parameters<typeof queued>[2]): Scene => ({
  ...receipt(call),
  world: () => ({
    ...calm(),
    actions: [
      queued('a1', { kind: 'call', direction: 'out', text: 'Net 45' }, call),
      queued('a1.1', { kind: 'task', title: 'Call Ana again' }, task),
    ],
  }),
});

const unasked = () => withConnections((each) => (each.id === 'sample-salesforce' ? { ...each, writes: 'ask' } : each));

/** What became of what the rep wrote, by name. */
export const RECEIPTS: Scenes = {
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
  'receipt-first-write': receipt({ salesforce: ['queued', { kind: 'permission', code: 'first-write' }] }, unasked),
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
};
