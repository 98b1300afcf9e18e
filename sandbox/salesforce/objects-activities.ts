import { type SObjectType, type } from './object-type.ts';

const ACTIVITY = {
  Owner: { field: 'OwnerId', type: 'User' },
  Account: { field: 'AccountId', type: 'Account' },
} as const;

/** Tasks, events and e-mails. */
export const ACTIVITIES = {
  Task: type('Task', 'Task', {
    fields: {
      Subject: 'string',
      WhoId: 'reference',
      WhatId: 'reference',
      AccountId: 'reference',
      OwnerId: 'reference',
      ActivityDate: 'date',
      Status: 'picklist',
      Priority: 'picklist',
      Description: 'textarea',
      IsClosed: 'boolean',
      IsHighPriority: 'boolean',
      IsReminderSet: 'boolean',
      ReminderDateTime: 'datetime',
      TaskSubtype: 'picklist',
      CallType: 'picklist',
      CallDurationInSeconds: 'int',
      CallDisposition: 'string',
      CompletedDateTime: 'datetime',
      CurrencyIsoCode: 'picklist',
    },
    parents: ACTIVITY,
    readOnly: ['AccountId', 'IsClosed', 'IsHighPriority', 'CompletedDateTime'],
  }),
  Event: type('Event', 'Event', {
    fields: {
      Subject: 'string',
      WhoId: 'reference',
      WhatId: 'reference',
      AccountId: 'reference',
      OwnerId: 'reference',
      StartDateTime: 'datetime',
      EndDateTime: 'datetime',
      DurationInMinutes: 'int',
      ActivityDate: 'date',
      IsAllDayEvent: 'boolean',
      Location: 'string',
      Description: 'textarea',
      CurrencyIsoCode: 'picklist',
    },
    parents: ACTIVITY,
    required: ['StartDateTime'],
    readOnly: ['AccountId'],
  }),
  EmailMessage: type('EmailMessage', 'Email Message', {
    fields: {
      Subject: 'string',
      TextBody: 'textarea',
      Incoming: 'boolean',
      MessageDate: 'datetime',
      ActivityId: 'reference',
      RelatedToId: 'reference',
      FromAddress: 'email',
      ToAddress: 'string',
    },
    parents: { Activity: { field: 'ActivityId', type: 'Task' } },
    createable: false,
  }),
  EmailMessageRelation: type('EmailMessageRelation', 'Email Message Relation', {
    fields: { EmailMessageId: 'reference', RelationId: 'reference', RelationType: 'picklist' },
    parents: { EmailMessage: { field: 'EmailMessageId', type: 'EmailMessage' } },
    createable: false,
  }),
  EventRelation: type('EventRelation', 'Event Relation', {
    fields: {
      EventId: 'reference',
      RelationId: 'reference',
      Status: 'picklist',
      IsInvitee: 'boolean',
      IsParent: 'boolean',
      IsWhat: 'boolean',
    },
    parents: { Event: { field: 'EventId', type: 'Event' } },
    required: ['EventId', 'RelationId'],
    readOnly: ['IsWhat'],
  }),
} satisfies Readonly<Record<string, SObjectType>>;
