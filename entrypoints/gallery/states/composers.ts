import type { FormKind } from '../../../components/actions/form-kind.ts';
import { useView } from '../../../components/panel/view-state.ts';
import type { Hands, Scene, Scenes } from '../stage.tsx';
import { ANA_KEY, ask, begunElsewhere, IRINA_KEY, withHook } from './worlds.ts';

/** A form is open, and what the rep does then. */
export const writing = (kind: FormKind, then?: (hands: Hands) => Promise<void>): Scene => ({
  ...ask,
  play: async (hands) => {
    useView.getState().openComposer(ANA_KEY, kind);
    await hands.find('#root main section');
    await then?.(hands);
  },
});

const typing = (kind: FormKind, text: string) => writing(kind, (hands) => hands.type('main section textarea', text));

/** Every form the rep writes in, by name. */
export const COMPOSERS: Scenes = {
  note: typing('note', 'Wants the offer by Friday, delivery in two lots.'),
  task: typing('task', 'Send the offer 2030-05-06 10:00'),
  call: typing('call', 'Agreed on two lots'),
  meeting: typing('meeting', 'Review'),
  'new-deal': writing('deal'),
  'new-contact': writing('contact'),
  tags: writing('tags'),
  'attach-file': writing('file'),
  workflow: { ...writing('workflow'), world: withHook, ready: 'main section summary' },
  'workflow-none': writing('workflow'),
  'drafts-elsewhere': { ...ask, world: begunElsewhere, ready: 'aside' },
  visiting: {
    ...ask,
    world: begunElsewhere,
    play: async (hands) => {
      useView.getState().visit(IRINA_KEY, 'note');
      await hands.find('main section textarea');
    },
  },
};
