import type { Capability, ConnectionInfo } from '../../lib/model/connection.ts';
import type { Tab } from '../panel/view-state.ts';
import type { MessageId } from '../words/i18n.ts';
import type { CustomerFacts } from './facts.ts';
import { overdue } from './owed.ts';

interface TabRule {
  id: Tab;
  word: MessageId;
  /** One of these is enough, in any connection; absent: always there. */
  rights?: readonly Capability[];
  /** How much the tab has to show, where it is worth a number. */
  count?(facts: CustomerFacts): number;
  /** Something there changes the conversation. */
  alarms?(facts: CustomerFacts, now: number): boolean;
}

/** How much room a tab asks for: it stands in any panel, in one of 14 rem or more, or in none below 18.75 rem (300 px). */
export type Room = 'tiny' | 'narrow' | 'normal';

const TABS: readonly TabRule[] = [
  { id: 'overview', word: 'tab.overview' },
  { id: 'timeline', word: 'tab.timeline' },
  { id: 'deals', word: 'tab.deals', rights: ['read:deal'], count: ({ deals }) => deals.length },
  {
    id: 'money',
    word: 'tab.money',
    rights: ['read:invoice', 'read:order'],
    count: ({ invoices, orders }) => invoices.length + orders.length,
    alarms: ({ invoices }, now) => overdue(invoices, now) !== undefined,
  },
  { id: 'tickets', word: 'tab.tickets', rights: ['read:ticket'], count: ({ tickets }) => tickets.length },
  { id: 'links', word: 'tab.links' },
];

/** Tabs that a connected system can fill, and those that hold something told before. */
export function tabsFor(connections: readonly ConnectionInfo[], facts: CustomerFacts): readonly TabRule[] {
  const can = new Set(connections.flatMap((connection) => connection.can));
  return TABS.filter(({ rights, count }) => rights === undefined || rights.some((right) => can.has(right)) || (count?.(facts) ?? 0) > 0);
}

/** Room of the tab at `at`: the first ones stay, and the one that is chosen takes the last place there is. */
export function roomOf(at: number, chosen: number): Room {
  if (at === 0 || at === Math.max(1, chosen)) return 'tiny';
  return at === 1 || (at === 2 && chosen < 2) ? 'narrow' : 'normal';
}
