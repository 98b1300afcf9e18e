import type { Activity } from '../../lib/model/records.ts';
import type { MessageId } from './i18n.ts';

/** Outcomes that systems tell by our codes; others come in the vendor's own words and are shown as they are. */
const OUTCOMES: Readonly<Record<string, MessageId>> = {
  reached: 'call.reached',
  'no-answer': 'call.no-answer',
  'left-message': 'call.left-message',
  'wrong-number': 'call.wrong-number',
  'call-back': 'call.call-back',
  absent: 'call.absent',
  busy: 'call.busy',
};

/** How something ended, as a word of the catalogues or as the vendor has it. */
export function outcomeWord({ kind, outcome }: Pick<Activity, 'kind' | 'outcome'>, t: (id: MessageId) => string): string | undefined {
  const id = kind === 'call' && outcome !== undefined && Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined;
  return id === undefined ? outcome : t(id);
}

/** Who called or wrote to whom, where the kind of the entry alone does not say it. */
export function directionWord({ kind, direction }: Pick<Activity, 'kind' | 'direction'>): MessageId | undefined {
  if (direction === undefined || kind !== 'call') return undefined;
  return direction === 'in' ? 'activity.call-in' : 'activity.call-out';
}
