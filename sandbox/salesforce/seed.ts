import type { RecordRef } from '../../lib/systems/contract.ts';
import type { CastActivity, CastDeal, CastPerson } from '../cast-types.ts';
import { insertNote } from './documents.ts';
import { makeId } from './ids.ts';
import { LABEL, type Org } from './org.ts';
import { seedCases, seedFiles, seedProducts } from './seed-extras.ts';
import type { Row, Value } from './tables.ts';
import { derived } from './writes.ts';

/** Open stages in board order, then won and lost: ApiName, probability, forecast. */
const STAGES = [
  ['Prospecting', 10, 'Pipeline'],
  ['Qualification', 20, 'Pipeline'],
  ['Needs Analysis', 40, 'Pipeline'],
  ['Proposal/Price Quote', 65, 'Best Case'],
  ['Negotiation/Review', 80, 'Commit'],
  ['Closed Won', 100, 'Closed'],
  ['Closed Lost', 0, 'Omitted'],
] as const;
const TASK_STATES = [
  ['Not Started', false],
  ['In Progress', false],
  ['Completed', true],
  ['Waiting on someone else', false],
  ['Deferred', false],
] as const;
const CUSTOM_FIELDS: Readonly<Record<string, string>> = {
  language: 'Language__c',
  source: 'LeadSource',
  pageViews: 'Page_Views__c',
  visits: 'Website_Visits__c',
  emailOpens: 'Emails_Opened__c',
  emailClicks: 'Emails_Clicked__c',
  contentDownloads: 'Content_Downloads__c',
  utmCampaign: 'UTM_Campaign__c',
};
export const DAY_MS = 24 * 60 * 60 * 1000;
const MONTH_MS = 30 * DAY_MS;
const HALF_HOUR_MS = 30 * 60 * 1000;

export interface Ids {
  users: string[];
  companies: Map<string, string>;
  people: Map<string, string[]>;
  deals: Map<string, string>;
}

/** Fills an empty org with Salesforce's share of the cast. Returns who is who. */
export function seed(org: Org): ReadonlyMap<string, RecordRef[]> {
  const { cast } = org.context;
  const ids: Ids = { users: seedUsers(org), companies: new Map(), people: new Map(), deals: new Map() };
  seedPicklists(org);
  for (const company of cast.companies) {
    for (const copy of company.copies.filter(({ system }) => system === 'salesforce')) {
      const row = org.tables.insert('Account', {
        Name: copy.name,
        Website: copy.domain ? `https://www.${copy.domain}` : null,
        Phone: copy.phone,
        Industry: copy.industry,
        NumberOfEmployees: copy.employees,
        AnnualRevenue: copy.revenueMinor === undefined ? null : major(copy.revenueMinor, copy.currency),
        CurrencyIsoCode: copy.currency,
        BillingCity: copy.city,
        BillingCountry: copy.country,
        ...stamps(org, ids, copy),
      });
      if (!ids.companies.has(company.key)) ids.companies.set(company.key, row.Id);
    }
  }
  for (const person of cast.people) seedPerson(org, ids, person);
  seedCases(org, ids);
  for (const deal of cast.deals) if (deal.system === 'salesforce') seedDeal(org, ids, deal);
  for (const activity of cast.activities) if (activity.system === 'salesforce') seedActivity(org, ids, activity);
  seedFiles(org, ids);
  return new Map([...ids.people].map(([key, list]) => [key, list.map(refOf)]));
}

function refOf(id: string): RecordRef {
  const lead = id.startsWith('00Q');
  return { system: 'salesforce', account: LABEL, object: lead ? 'lead' : 'contact', native: lead ? 'Lead' : 'Contact', id };
}

function seedUsers(org: Org): string[] {
  org.orgId = makeId('Organization', 1);
  const stamp = org.stamp(org.context.cast.asOf - 12 * MONTH_MS);
  const users = org.context.cast.owners.map(({ firstName, lastName, email }) =>
    org.tables.insert('User', {
      Name: `${firstName} ${lastName}`,
      FirstName: firstName,
      LastName: lastName,
      Email: email,
      Username: email,
      IsActive: true,
      UserType: 'Standard',
      TimeZoneSidKey: 'Europe/Madrid',
      CreatedDate: stamp,
      SystemModstamp: stamp,
    }),
  );
  org.userId = users[0]?.Id ?? '';
  org.tables.insert(
    'Organization',
    { Name: 'Northwind Demo', InstanceName: 'EU45', IsSandbox: false, OrganizationType: 'Enterprise Edition' },
    org.orgId,
  );
  return users.map(({ Id }) => Id);
}

function seedPicklists(org: Org): void {
  STAGES.forEach(([name, probability, forecast], at) => {
    const values = {
      MasterLabel: name,
      ApiName: name,
      SortOrder: at + 1,
      IsActive: true,
      DefaultProbability: probability,
      ForecastCategoryName: forecast,
    };
    org.tables.insert('OpportunityStage', { ...values, IsClosed: at >= 5, IsWon: at === 5 });
  });
  TASK_STATES.forEach(([name, closed], at) => {
    org.tables.insert('TaskStatus', { MasterLabel: name, ApiName: name, SortOrder: at + 1, IsDefault: at === 0, IsClosed: closed });
  });
}

function seedPerson(org: Org, ids: Ids, person: CastPerson): void {
  const { cast } = org.context;
  const company = cast.companies.find(({ key }) => key === person.companyKey);
  for (const copy of person.copies.filter(({ system }) => system === 'salesforce')) {
    const lead = copy.as === 'lead';
    const account = ids.companies.get(person.companyKey ?? '') ?? null;
    const custom = Object.entries(copy.custom).map(([key, value]) => [CUSTOM_FIELDS[key], value] as const);
    const values: Record<string, Value | undefined> = {
      FirstName: copy.firstName,
      LastName: copy.lastName ?? copy.firstName ?? '[not provided]',
      Title: copy.title,
      Email: copy.emails[0],
      Phone: copy.phones[0],
      MobilePhone: copy.phones[1],
      CurrencyIsoCode: 'EUR',
      ...Object.fromEntries(custom.filter(([field]) => field !== undefined)),
      ...(lead
        ? { Company: company?.copies[0]?.name ?? '[not provided]', City: copy.city, Country: copy.country, Status: 'Open - Not Contacted' }
        : { AccountId: account, MailingCity: copy.city, MailingCountry: copy.country, HomePhone: copy.phones[2] }),
      ...stamps(org, ids, copy),
    };
    if (copy.lastName === undefined) values.FirstName = null;
    const type = lead ? 'Lead' : 'Contact';
    const row = org.tables.insert(type, { ...values, ...derived(org, type, values) });
    ids.people.set(person.key, [...(ids.people.get(person.key) ?? []), row.Id]);
  }
}

function seedDeal(org: Org, ids: Ids, deal: CastDeal): void {
  const stage = STAGES[deal.status === 'won' ? 5 : deal.status === 'lost' ? 6 : deal.stageIndex]?.[0] ?? STAGES[0][0];
  const contacts = deal.personKeys.flatMap((key) => ids.people.get(key)?.find((id) => id.startsWith('003')) ?? []);
  const values = {
    Name: deal.title,
    AccountId: ids.companies.get(deal.companyKey ?? '') ?? null,
    Amount: deal.amountMinor === undefined ? null : major(deal.amountMinor, deal.currency),
    CurrencyIsoCode: deal.currency,
    StageName: stage,
    CloseDate: new Date(deal.closeAt ?? deal.createdAt + 3 * MONTH_MS).toISOString().slice(0, 10),
    ContactId: contacts[0] ?? null,
    ...stamps(org, ids, deal),
  };
  const row = org.tables.insert('Opportunity', { ...values, ...derived(org, 'Opportunity', values) });
  ids.deals.set(deal.key, row.Id);
  seedProducts(org, row);
  contacts.forEach((ContactId, at) => {
    const role = { OpportunityId: row.Id, ContactId, IsPrimary: at === 0, Role: at === 0 ? 'Decision Maker' : 'Influencer' };
    org.tables.insert('OpportunityContactRole', { ...role, CreatedDate: org.stamp(deal.createdAt) });
  });
}

function seedActivity(org: Org, ids: Ids, activity: CastActivity): void {
  const who = ids.people.get(activity.personKey ?? '')?.[0];
  const deal = ids.deals.get(activity.dealKey ?? '');
  const company = ids.companies.get(activity.companyKey ?? '');
  // A meeting still to come was entered before today.
  const madeAt = Math.min(activity.at, org.context.cast.asOf);
  const common = stamps(org, ids, { createdAt: madeAt, changedAt: madeAt, ownerIndex: activity.ownerIndex });
  if (activity.kind === 'note') {
    seedNote(org, activity, common, [who, deal, company]);
    return;
  }
  const what = who?.startsWith('00Q') ? undefined : (deal ?? company);
  const values = {
    WhoId: who,
    WhatId: what,
    Subject: activity.title ?? subject(activity),
    Description: activity.text,
    CurrencyIsoCode: 'EUR',
    ...common,
  };
  if (activity.kind === 'meeting') {
    const times = {
      StartDateTime: org.stamp(activity.at),
      EndDateTime: org.stamp(activity.at + (activity.durationMs ?? 2 * HALF_HOUR_MS)),
    };
    const minutes = Math.round((activity.durationMs ?? 2 * HALF_HOUR_MS) / 60_000);
    org.tables.insert('Event', {
      ...values,
      ...times,
      DurationInMinutes: minutes,
      ActivityDate: day(activity.at),
      ...derived(org, 'Event', defined(values)),
    });
    return;
  }
  const task = { ...values, ...taskValues(activity) };
  const row = org.tables.insert('Task', { ...task, ...derived(org, 'Task', defined(task)) });
  if (activity.kind === 'email') seedMessage(org, activity, row);
}

/** With Enhanced Email every message has a task; who wrote it stands in the message only. */
function seedMessage(org: Org, activity: CastActivity, task: Row): void {
  const stamp = org.stamp(activity.at);
  const common = { CreatedDate: stamp, SystemModstamp: stamp };
  const message = { Subject: task.Subject, TextBody: task.Description, Incoming: activity.direction === 'in', MessageDate: stamp };
  const row = org.tables.insert('EmailMessage', { ...message, ActivityId: task.Id, RelatedToId: task.WhatId, ...common });
  const RelationType = activity.direction === 'in' ? 'FromAddress' : 'ToAddress';
  org.tables.insert('EmailMessageRelation', { EmailMessageId: row.Id, RelationId: task.WhoId, RelationType, ...common });
}

function taskValues(activity: CastActivity): Record<string, Value | undefined> {
  if (activity.kind === 'task')
    return {
      TaskSubtype: 'Task',
      Status: activity.done ? 'Completed' : 'Not Started',
      ActivityDate: activity.dueAt === undefined ? null : day(activity.dueAt),
    };
  const done = { Status: 'Completed', ActivityDate: day(activity.at), CompletedDateTime: null };
  if (activity.kind === 'email') return { ...done, TaskSubtype: 'Email' };
  return {
    ...done,
    TaskSubtype: 'Call',
    CallType: activity.direction === 'in' ? 'Inbound' : 'Outbound',
    CallDisposition: activity.outcome,
    CallDurationInSeconds: activity.durationMs === undefined ? null : Math.round(activity.durationMs / 1000),
  };
}

function seedNote(org: Org, activity: CastActivity, common: Record<string, Value>, on: (string | undefined)[]): void {
  const text = activity.text ?? activity.title ?? '';
  const html = `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(/\n/g, '<br>')}</p>`;
  const bytes = new TextEncoder().encode(html);
  const Content = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const note = insertNote(org, { Title: (activity.title ?? text).slice(0, 80) || 'Note', Content, ...common });
  for (const LinkedEntityId of new Set(on)) {
    if (LinkedEntityId !== undefined)
      org.tables.insert('ContentDocumentLink', { ContentDocumentId: note.Id, LinkedEntityId, ShareType: 'V', Visibility: 'AllUsers' });
  }
}

function subject(activity: CastActivity): string {
  return { call: 'Call', email: 'Email', task: 'Task', meeting: 'Meeting', note: 'Note' }[activity.kind];
}

export function stamps(org: Org, ids: Ids, at: { createdAt: number; changedAt: number; ownerIndex: number }): Record<string, Value> {
  const OwnerId = ids.users[at.ownerIndex] ?? org.userId;
  const changed = org.stamp(at.changedAt);
  return {
    OwnerId,
    CreatedDate: org.stamp(at.createdAt),
    CreatedById: OwnerId,
    LastModifiedDate: changed,
    LastModifiedById: OwnerId,
    SystemModstamp: changed,
  };
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

function major(minor: number, currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return minor / 10 ** digits;
}

function defined(values: Record<string, Value | undefined>): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Value] => entry[1] !== undefined));
}
