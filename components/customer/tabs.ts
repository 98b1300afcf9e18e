import type { Capability, ConnectionInfo } from '../../lib/model/connection.ts';
import type { Tab } from '../panel/view-state.ts';
import type { MessageId } from '../words/i18n.ts';
import type { CustomerFacts } from './facts.ts';

interface TabRule {
  id: Tab;
  word: MessageId;
  /** One of these is enough, in any connection; absent: always there. */
  rights?: readonly Capability[];
  /** How much the tab has to show, where it is worth a number. */
  count?(facts: CustomerFacts): number;
}

const TABS: readonly TabRule[] = [
  { id: 'overview', word: 'tab.overview' },
  { id: 'timeline', word: 'tab.timeline' },
  { id: 'deals', word: 'tab.deals', rights: ['read:deal'], count: ({ deals }) => deals.length },
  {
    id: 'money',
    word: 'tab.money',
    rights: ['read:invoice', 'read:order'],
    count: ({ invoices, orders }) => invoices.length + orders.length,
  },
  { id: 'tickets', word: 'tab.tickets', rights: ['read:ticket'], count: ({ tickets }) => tickets.length },
  { id: 'links', word: 'tab.links' },
];

/** Tabs that a connected system can fill, and those that hold something told before. */
export function tabsFor(connections: readonly ConnectionInfo[], facts: CustomerFacts): readonly TabRule[] {
  const can = new Set(connections.flatMap((connection) => connection.can));
  return TABS.filter(({ rights, count }) => rights === undefined || rights.some((right) => can.has(right)) || (count?.(facts) ?? 0) > 0);
}
