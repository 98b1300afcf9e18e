import type { FeedObject, SyncPace, SyncScope } from '../../lib/model/sync.ts';
import type { MessageId } from '../words/i18n.ts';

/** What a list is called. */
export const LIST_WORDS: Readonly<Record<FeedObject, MessageId>> = {
  contact: 'object.contact',
  company: 'object.company',
  deal: 'object.deal',
  lead: 'object.lead',
  customer: 'sync.list.customer',
  ticket: 'sync.list.ticket',
  order: 'sync.list.order',
  invoice: 'sync.list.invoice',
  quote: 'sync.list.quote',
  product: 'sync.list.product',
  activity: 'sync.list.activity',
};

export const PACE_WORDS: Readonly<Record<SyncPace, MessageId>> = {
  live: 'sync.pace.live',
  quarter: 'sync.pace.quarter',
  hour: 'sync.pace.hour',
  day: 'sync.pace.day',
  never: 'sync.pace.never',
};

/** What is kept, and what that means. */
export const SCOPE_WORDS: Readonly<Record<SyncScope, { name: MessageId; text: MessageId }>> = {
  opened: { name: 'sync.scope.opened', text: 'sync.scope.opened-text' },
  own: { name: 'sync.scope.own', text: 'sync.scope.own-text' },
  all: { name: 'sync.scope.all', text: 'sync.scope.all-text' },
};
