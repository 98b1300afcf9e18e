import type { TypeName } from './ids.ts';
import type { Org } from './org.ts';
import type { Row } from './tables.ts';

const FIELDS: Readonly<Partial<Record<TypeName, readonly string[]>>> = {
  Contact: ['Title', 'Email', 'Phone', 'MobilePhone', 'MailingCity', 'MailingCountry', 'LeadSource', 'Language__c'],
  Lead: ['Company', 'Title', 'Email', 'Phone', 'Status', 'LeadSource'],
  Account: ['Website', 'Phone', 'Industry', 'NumberOfEmployees', 'AnnualRevenue', 'BillingCity', 'BillingCountry'],
  Opportunity: ['StageName', 'Amount', 'CurrencyIsoCode', 'CloseDate', 'Probability'],
  Task: ['Status', 'Priority', 'ActivityDate', 'Description'],
  Event: ['StartDateTime', 'EndDateTime', 'Description'],
  ContentNote: ['TextPreview'],
};

/** What a record page shows of a row: its fields and the rows it is linked with. */
export function recordOf(org: Org, type: TypeName, row: Row) {
  const fields = (FIELDS[type] ?? []).map((field) => {
    const value = row[field];
    return { label: field, value: typeof value === 'boolean' ? String(value) : value };
  });
  return { fields, links: linksOf(org, type, row).filter(({ rows }) => rows.length > 0) };
}

function linksOf(org: Org, type: TypeName, row: Row): { heading: string; type: TypeName; rows: Row[] }[] {
  const { tables } = org;
  const accountId = type === 'Account' ? row.Id : row.AccountId;
  const account = typeof row.AccountId === 'string' ? tables.get('Account', row.AccountId) : undefined;
  const ofAccount = (child: 'Contact' | 'Opportunity') =>
    accountId === null
      ? []
      : tables.all(child).filter((each) => each.AccountId === accountId && each.Id !== row.Id && each.IsDeleted !== true);
  const roles = tables
    .all('OpportunityContactRole')
    .filter(({ OpportunityId, IsDeleted }) => OpportunityId === row.Id && IsDeleted !== true);
  const people = roles.flatMap(({ ContactId }) => (typeof ContactId === 'string' ? (tables.get('Contact', ContactId) ?? []) : []));
  if (type === 'Lead' || !['Contact', 'Account', 'Opportunity'].includes(type)) return [];
  return [
    { heading: 'Account', type: 'Account', rows: account ? [account] : [] },
    { heading: 'Contacts', type: 'Contact', rows: type === 'Opportunity' ? people : ofAccount('Contact').slice(0, 20) },
    { heading: 'Opportunities', type: 'Opportunity', rows: type === 'Opportunity' ? [] : ofAccount('Opportunity') },
  ];
}

/** Tasks, events and notes of a record, newest first, straight from the tables. */
export function timelineOf(org: Org, id: string): { kind: string; at: number; title?: string; text?: string; done?: boolean }[] {
  const { tables } = org;
  const about = (row: Row) => row.IsDeleted !== true && [row.WhoId, row.WhatId, row.AccountId].includes(id);
  const tasks = tables.all('Task').filter(about);
  const events = tables.all('Event').filter(about);
  const links = tables.all('ContentDocumentLink').filter(({ LinkedEntityId }) => LinkedEntityId === id);
  const notes = links.flatMap(({ ContentDocumentId }) => tables.get('ContentNote', String(ContentDocumentId)) ?? []);
  const shown = [
    ...tasks.map((row) => ({
      kind: String(row.TaskSubtype ?? 'Task'),
      at: time(row.CreatedDate),
      ...texts(row.Subject, row.Description),
      done: row.IsClosed === true,
    })),
    ...events.map((row) => ({ kind: 'Event', at: time(row.StartDateTime), ...texts(row.Subject, row.Description) })),
    ...notes.map((row) => ({ kind: 'Note', at: time(row.CreatedDate), ...texts(row.Title, row.TextPreview) })),
  ];
  return shown.sort((a, b) => b.at - a.at);
}

function texts(title: unknown, text: unknown): { title?: string; text?: string } {
  return { ...(typeof title === 'string' && { title }), ...(typeof text === 'string' && { text }) };
}

function time(stamp: unknown): number {
  return typeof stamp === 'string' ? Date.parse(stamp.replace('+0000', 'Z')) : 0;
}
