import type { TypeName } from './ids.ts';

/** Field types as describe names them. */
export type FieldType =
  | 'id'
  | 'reference'
  | 'string'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'textarea'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'base64';

export interface SObjectType {
  name: TypeName;
  label: string;
  /** Plain fields; `Id`, and what `system` adds, are not listed. */
  fields: Readonly<Record<string, FieldType>>;
  /** Relationship name → id field and the type it leads to. */
  parents: Readonly<Record<string, { field: string; type: TypeName }>>;
  /** Child relationship name → type and its id field. */
  children: Readonly<Record<string, { type: TypeName; field: string }>>;
  required: readonly string[];
  readOnly: readonly string[];
  createable: boolean;
}

const SYSTEM: Readonly<Record<string, FieldType>> = {
  IsDeleted: 'boolean',
  CreatedDate: 'datetime',
  CreatedById: 'reference',
  LastModifiedDate: 'datetime',
  LastModifiedById: 'reference',
  SystemModstamp: 'datetime',
};
const OWNER = { Owner: { field: 'OwnerId', type: 'User' }, CreatedBy: { field: 'CreatedById', type: 'User' } } as const;
const PERSON_CUSTOM: Readonly<Record<string, FieldType>> = {
  Language__c: 'string',
  Page_Views__c: 'double',
  Website_Visits__c: 'double',
  Emails_Opened__c: 'double',
  Emails_Clicked__c: 'double',
  Content_Downloads__c: 'double',
  UTM_Campaign__c: 'string',
};
const PERSON: Readonly<Record<string, FieldType>> = {
  Name: 'string',
  FirstName: 'string',
  LastName: 'string',
  Title: 'string',
  Email: 'email',
  Phone: 'phone',
  MobilePhone: 'phone',
  OwnerId: 'reference',
  LeadSource: 'picklist',
  Description: 'textarea',
  CurrencyIsoCode: 'picklist',
  MasterRecordId: 'reference',
};

function type(name: TypeName, label: string, shape: Partial<Omit<SObjectType, 'name' | 'label'>>): SObjectType {
  const { fields = {}, parents = {}, children = {}, required = [], readOnly = [], createable = true } = shape;
  return {
    name,
    label,
    fields: { ...fields, ...SYSTEM },
    parents,
    children,
    required,
    readOnly: [...readOnly, ...Object.keys(SYSTEM)],
    createable,
  };
}

const ACTIVITY = {
  Owner: { field: 'OwnerId', type: 'User' },
  Account: { field: 'AccountId', type: 'Account' },
} as const;

/** The part of the standard data model this org has, with its custom fields. Several currencies are on. */
export const TYPES: Readonly<Record<TypeName, SObjectType>> = {
  Account: type('Account', 'Account', {
    fields: {
      Name: 'string',
      Website: 'url',
      Phone: 'phone',
      Industry: 'picklist',
      NumberOfEmployees: 'int',
      AnnualRevenue: 'currency',
      CurrencyIsoCode: 'picklist',
      BillingCity: 'string',
      BillingCountry: 'string',
      OwnerId: 'reference',
      Description: 'textarea',
      Type: 'picklist',
      MasterRecordId: 'reference',
    },
    parents: OWNER,
    children: {
      Contacts: { type: 'Contact', field: 'AccountId' },
      Opportunities: { type: 'Opportunity', field: 'AccountId' },
      Cases: { type: 'Case', field: 'AccountId' },
    },
    required: ['Name'],
    readOnly: ['MasterRecordId'],
  }),
  Contact: type('Contact', 'Contact', {
    fields: {
      ...PERSON,
      AccountId: 'reference',
      MailingCity: 'string',
      MailingCountry: 'string',
      HomePhone: 'phone',
      OtherPhone: 'phone',
      ...PERSON_CUSTOM,
    },
    parents: { ...OWNER, Account: { field: 'AccountId', type: 'Account' } },
    children: { Tasks: { type: 'Task', field: 'WhoId' }, Events: { type: 'Event', field: 'WhoId' } },
    required: ['LastName'],
    readOnly: ['Name', 'MasterRecordId'],
  }),
  Lead: type('Lead', 'Lead', {
    fields: {
      ...PERSON,
      Company: 'string',
      City: 'string',
      Country: 'string',
      Status: 'picklist',
      IsConverted: 'boolean',
      ConvertedContactId: 'reference',
      ...PERSON_CUSTOM,
    },
    parents: OWNER,
    required: ['LastName', 'Company'],
    readOnly: ['Name', 'MasterRecordId', 'IsConverted', 'ConvertedContactId'],
  }),
  Opportunity: type('Opportunity', 'Opportunity', {
    fields: {
      Name: 'string',
      AccountId: 'reference',
      Amount: 'currency',
      CurrencyIsoCode: 'picklist',
      StageName: 'picklist',
      Probability: 'percent',
      CloseDate: 'date',
      IsClosed: 'boolean',
      IsWon: 'boolean',
      OwnerId: 'reference',
      ContactId: 'reference',
      Description: 'textarea',
    },
    parents: { ...OWNER, Account: { field: 'AccountId', type: 'Account' } },
    children: { OpportunityContactRoles: { type: 'OpportunityContactRole', field: 'OpportunityId' } },
    required: ['Name', 'StageName', 'CloseDate'],
    readOnly: ['IsClosed', 'IsWon'],
  }),
  Case: type('Case', 'Case', {
    fields: {
      CaseNumber: 'string',
      Subject: 'string',
      Description: 'textarea',
      Status: 'picklist',
      Priority: 'picklist',
      Origin: 'picklist',
      IsClosed: 'boolean',
      ClosedDate: 'datetime',
      ContactId: 'reference',
      AccountId: 'reference',
      OwnerId: 'reference',
      CurrencyIsoCode: 'picklist',
      MasterRecordId: 'reference',
    },
    parents: { ...OWNER, Account: { field: 'AccountId', type: 'Account' }, Contact: { field: 'ContactId', type: 'Contact' } },
    readOnly: ['CaseNumber', 'IsClosed', 'ClosedDate', 'MasterRecordId'],
  }),
  OpportunityContactRole: type('OpportunityContactRole', 'Opportunity Contact Role', {
    fields: { OpportunityId: 'reference', ContactId: 'reference', Role: 'picklist', IsPrimary: 'boolean' },
    parents: { Contact: { field: 'ContactId', type: 'Contact' }, Opportunity: { field: 'OpportunityId', type: 'Opportunity' } },
    required: ['OpportunityId', 'ContactId'],
  }),
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
  User: type('User', 'User', {
    fields: {
      Name: 'string',
      FirstName: 'string',
      LastName: 'string',
      Email: 'email',
      Username: 'string',
      IsActive: 'boolean',
      UserType: 'picklist',
      TimeZoneSidKey: 'picklist',
    },
    parents: {},
    createable: false,
  }),
  Organization: type('Organization', 'Organization', {
    fields: { Name: 'string', InstanceName: 'string', IsSandbox: 'boolean', OrganizationType: 'picklist' },
    createable: false,
  }),
  OpportunityStage: type('OpportunityStage', 'Opportunity Stage', {
    fields: {
      MasterLabel: 'string',
      ApiName: 'string',
      SortOrder: 'int',
      IsActive: 'boolean',
      IsClosed: 'boolean',
      IsWon: 'boolean',
      DefaultProbability: 'percent',
      ForecastCategoryName: 'picklist',
    },
    createable: false,
  }),
  TaskStatus: type('TaskStatus', 'Task Status Value', {
    fields: { MasterLabel: 'string', ApiName: 'string', SortOrder: 'int', IsDefault: 'boolean', IsClosed: 'boolean' },
    createable: false,
  }),
  ContentNote: type('ContentNote', 'Note', {
    fields: {
      Title: 'string',
      Content: 'base64',
      TextPreview: 'string',
      OwnerId: 'reference',
      FileType: 'string',
      LatestPublishedVersionId: 'reference',
    },
    parents: { Owner: { field: 'OwnerId', type: 'User' } },
    required: ['Title'],
    readOnly: ['TextPreview', 'FileType', 'LatestPublishedVersionId'],
  }),
  ContentDocument: type('ContentDocument', 'Content Document', {
    fields: {
      Title: 'string',
      FileType: 'string',
      FileExtension: 'string',
      ContentSize: 'int',
      OwnerId: 'reference',
      LatestPublishedVersionId: 'reference',
    },
    parents: {
      Owner: { field: 'OwnerId', type: 'User' },
      LatestPublishedVersion: { field: 'LatestPublishedVersionId', type: 'ContentVersion' },
    },
    createable: false,
  }),
  ContentVersion: type('ContentVersion', 'Content Version', {
    fields: { Title: 'string', ContentDocumentId: 'reference', TextPreview: 'string', FileType: 'string', PathOnClient: 'string' },
    createable: false,
  }),
  ContentDocumentLink: type('ContentDocumentLink', 'Content Document Link', {
    fields: { ContentDocumentId: 'reference', LinkedEntityId: 'reference', ShareType: 'picklist', Visibility: 'picklist' },
    parents: { ContentDocument: { field: 'ContentDocumentId', type: 'ContentDocument' } },
    required: ['ContentDocumentId', 'LinkedEntityId'],
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
};

/** A type by the name a request used; names are not case-sensitive. */
export function typeNamed(name: string): SObjectType | undefined {
  return Object.values(TYPES).find((each) => each.name.toLowerCase() === name.toLowerCase());
}

/** A field's true spelling; undefined when the type has none of that name. */
export function fieldNamed(of: SObjectType, name: string): string | undefined {
  if (name.toLowerCase() === 'id') return 'Id';
  return Object.keys(of.fields).find((field) => field.toLowerCase() === name.toLowerCase());
}
