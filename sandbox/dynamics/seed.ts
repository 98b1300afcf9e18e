import type { RecordRef } from '../../lib/systems/contract.ts';
import type { Cast, CastActivity, CastDeal } from '../cast-types.ts';
import { CHOICES } from './choices.ts';
import { seedCommerce } from './commerce.ts';
import { guidFor, type Row, type Store, stamp } from './store.ts';
import { addParty, effectRef, lookupOf } from './writes.ts';

/** Stages of the process with their categories, in board order. */
const STAGES = [
  ['Qualify', 0],
  ['Develop', 1],
  ['Propose', 2],
  ['Negotiate', 3],
  ['Close', 4],
] as const;
const PROCESS = guidFor('process-opportunitysales');
const FROM = 1;
const TO = 2;
const REQUIRED = 5;

interface Ids {
  users: string[];
  companies: Map<string, string>;
  people: Map<string, { native: 'contact' | 'lead'; id: string }[]>;
  deals: Map<string, string>;
}

/** The cast's share in this environment. Returns who is who. */
export function seed(store: Store): ReadonlyMap<string, RecordRef[]> {
  const { cast } = store.context;
  const ids: Ids = { users: seedUsers(store, cast), companies: new Map(), people: new Map(), deals: new Map() };
  store.userId = ids.users[0] ?? '';
  seedProcess(store);
  seedCompanies(store, cast, ids);
  seedPeople(store, cast, ids);
  for (const deal of cast.deals) if (deal.system === 'dynamics') seedDeal(store, deal, ids);
  for (const activity of cast.activities) if (activity.system === 'dynamics') seedActivity(store, activity, ids);
  return new Map([...ids.people].map(([key, found]) => [key, found.map(({ native, id }) => effectRef(native, id))]));
}

function seedUsers(store: Store, cast: Cast): string[] {
  return cast.owners.map(({ firstName, lastName, email }, index) => {
    const systemuserid = guidFor(`user-${index}`);
    store.put('systemuser', {
      systemuserid,
      fullname: `${firstName} ${lastName}`,
      internalemailaddress: email,
      isdisabled: false,
      accessmode: 0,
      applicationid: null,
    });
    return systemuserid;
  });
}

function seedProcess(store: Store): void {
  store.put('workflow', { workflowid: PROCESS, name: 'Opportunity Sales Process', uniquename: 'opportunitysalesprocess' });
  for (const [stagename, stagecategory] of STAGES)
    store.put('processstage', {
      processstageid: guidFor(`stage-${stagename}`),
      stagename,
      stagecategory,
      primaryentitytypecode: 'opportunity',
      ...lookupOf('processid', 'workflow', PROCESS),
    });
}

function seedCompanies(store: Store, cast: Cast, ids: Ids): void {
  for (const { key, copies } of cast.companies)
    for (const [nth, copy] of copies.filter(({ system }) => system === 'dynamics').entries()) {
      const accountid = guidFor(`account-${key}-${nth}`);
      if (nth === 0) ids.companies.set(key, accountid);
      store.put('account', {
        accountid,
        name: copy.name,
        websiteurl: copy.domain === undefined ? null : `https://www.${copy.domain}`,
        telephone1: copy.phone ?? null,
        industrycode: industry(copy.industry),
        numberofemployees: copy.employees ?? null,
        revenue: copy.revenueMinor === undefined ? null : major(copy.revenueMinor, copy.currency),
        ...common(store, copy, ids),
        ...currency(store, copy.currency),
        ...place(copy),
      });
    }
}

function industry(name: string | undefined): number | null {
  if (name === undefined) return null;
  const found = Object.entries(CHOICES['account.industrycode'] ?? {}).find(([, label]) => label === name);
  return Number(found?.[0] ?? 7);
}

function seedPeople(store: Store, cast: Cast, ids: Ids): void {
  for (const { key, companyKey, copies } of cast.people)
    for (const [nth, copy] of copies.filter(({ system }) => system === 'dynamics').entries()) {
      const native = copy.as;
      const id = guidFor(`${native}-${key}-${nth}`);
      ids.people.set(key, [...(ids.people.get(key) ?? []), { native, id }]);
      const company = companyKey === undefined ? undefined : ids.companies.get(companyKey);
      const [first = null, second = null, third = null] = copy.emails;
      const [telephone1 = null, mobilephone = null] = copy.phones;
      store.put(native, {
        [`${native}id`]: id,
        fullname: [copy.firstName, copy.lastName].filter(Boolean).join(' '),
        firstname: copy.firstName ?? null,
        lastname: copy.lastName ?? null,
        emailaddress1: first,
        emailaddress2: second,
        emailaddress3: third,
        telephone1,
        mobilephone,
        jobtitle: copy.title ?? null,
        ...common(store, copy, ids),
        ...place(copy),
        ...Object.fromEntries(Object.entries(copy.custom).map(([name, value]) => [`new_${name.toLowerCase()}`, value])),
        ...(company !== undefined && native === 'contact' && lookupOf('parentcustomerid', 'account', company)),
        ...(native === 'lead' && {
          companyname: String((company && store.get('account', company)?.name) ?? '') || null,
          subject: 'Web form',
        }),
      });
    }
}

function seedDeal(store: Store, deal: CastDeal, ids: Ids): void {
  const opportunityid = guidFor(`opportunity-${deal.key}`);
  ids.deals.set(deal.key, opportunityid);
  const company = deal.companyKey === undefined ? undefined : ids.companies.get(deal.companyKey);
  const people = deal.personKeys.flatMap((key) => ids.people.get(key)?.[0]?.id ?? []);
  const value = deal.amountMinor === undefined ? null : major(deal.amountMinor, deal.currency);
  const day = deal.closeAt === undefined ? null : stamp(deal.closeAt).slice(0, 10);
  const closed = deal.status !== 'open';
  store.put('opportunity', {
    opportunityid,
    name: deal.title,
    stepname: `${deal.stageIndex + 1}-${STAGES[deal.stageIndex]?.[0] ?? ''}`,
    estimatedvalue: value,
    estimatedclosedate: day,
    actualvalue: deal.status === 'won' ? value : null,
    actualclosedate: closed ? day : null,
    closeprobability: (deal.stageIndex + 1) * 15,
    ...common(store, deal, ids),
    ...currency(store, deal.currency),
    statecode: deal.status === 'won' ? 1 : closed ? 2 : 0,
    statuscode: deal.status === 'won' ? 3 : closed ? 5 : 1,
    ...(company !== undefined && { ...lookupOf('parentaccountid', 'account', company), ...lookupOf('customerid', 'account', company) }),
    ...(people[0] !== undefined && lookupOf('parentcontactid', 'contact', people[0])),
  });
  for (const person of people.slice(1)) connect(store, opportunityid, person);
  seedCommerce(store, opportunityid, deal, { owner: ids.users[deal.ownerIndex] ?? '', ...(company !== undefined && { company }) });
  const path = STAGES.slice(0, deal.stageIndex + 1).map(([name]) => guidFor(`stage-${name}`));
  store.put('opportunitysalesprocess', {
    businessprocessflowinstanceid: guidFor(`instance-${deal.key}`),
    name: 'Opportunity Sales Process',
    traversedpath: path.join(','),
    statecode: closed ? 1 : 0,
    statuscode: closed ? 2 : 1,
    ...lookupOf('opportunityid', 'opportunity', opportunityid),
    ...lookupOf('activestageid', 'processstage', path.at(-1) ?? ''),
    ...lookupOf('processid', 'workflow', PROCESS),
  });
}

/** A stakeholder: a connection in each direction. */
function connect(store: Store, deal: string, person: string): void {
  const ends = [lookupOf('record1id', 'opportunity', deal), lookupOf('record2id', 'contact', person)];
  const back = [lookupOf('record1id', 'contact', person), lookupOf('record2id', 'opportunity', deal)];
  for (const [one, two] of [ends, back])
    store.put('connection', { connectionid: store.newId(), name: 'Stakeholder', statecode: 0, statuscode: 1, ...one, ...two });
}

function seedActivity(store: Store, activity: CastActivity, ids: Ids): void {
  const person = activity.personKey === undefined ? undefined : ids.people.get(activity.personKey)?.[0];
  const company = activity.companyKey === undefined ? undefined : ids.companies.get(activity.companyKey);
  const deal = activity.dealKey === undefined ? undefined : ids.deals.get(activity.dealKey);
  const own = person ?? (company === undefined ? undefined : { native: 'account' as const, id: company });
  const about =
    activity.kind === 'note' || activity.kind === 'task' || deal === undefined ? own : { native: 'opportunity' as const, id: deal };
  const native = { note: 'annotation', task: 'task', call: 'phonecall', email: 'email', meeting: 'appointment' }[activity.kind];
  const id = guidFor(`${native}-${activity.key}`);
  const owner = ids.users[activity.ownerIndex] ?? '';
  const at = stamp(activity.at);
  const stamps = { createdon: at, modifiedon: at, ...lookupOf('ownerid', 'systemuser', owner) };
  if (native === 'annotation') {
    const note = { annotationid: id, subject: activity.title ?? null, notetext: activity.text ?? null, isdocument: false };
    store.put('annotation', { ...note, ...stamps, ...(about && lookupOf('objectid', about.native, about.id)) });
    return;
  }
  store.put(native, {
    activityid: id,
    activitytypecode: native,
    subject: activity.title ?? { task: 'Task', phonecall: 'Phone Call', email: '(no subject)', appointment: 'Appointment' }[native] ?? null,
    description: activity.text ?? null,
    prioritycode: 1,
    ...stamps,
    ...details(native, activity),
    ...(about && lookupOf('regardingobjectid', about.native, about.id)),
  });
  if (about) addParty(store, id, about.native, about.id, 8);
  if (native === 'task') return;
  const incoming = activity.direction === 'in';
  addParty(store, id, 'systemuser', owner, native === 'appointment' ? 7 : incoming ? TO : FROM);
  if (person) addParty(store, id, person.native, person.id, native === 'appointment' ? REQUIRED : incoming ? FROM : TO);
}

function details(native: string, { at, direction, durationMs, dueAt, done, kind }: CastActivity): Row {
  const minutes = durationMs === undefined ? null : Math.round(durationMs / 60_000);
  const outgoing = direction !== 'in';
  if (native === 'task')
    return { statecode: done ? 1 : 0, statuscode: done ? 5 : 2, scheduledend: dueAt === undefined ? null : stamp(dueAt) };
  if (native === 'phonecall')
    return { statecode: 1, statuscode: outgoing ? 2 : 4, directioncode: outgoing, actualdurationminutes: minutes, actualend: stamp(at) };
  if (native === 'email')
    return { statecode: 1, statuscode: outgoing ? 3 : 4, directioncode: outgoing, senton: stamp(at), actualend: stamp(at) };
  const past = kind === 'meeting' && done === true;
  const end = at + (durationMs ?? 1_800_000);
  return {
    statecode: past ? 1 : 3,
    statuscode: past ? 3 : 5,
    scheduledstart: stamp(at),
    scheduledend: stamp(end),
    scheduleddurationminutes: Math.round((end - at) / 60_000),
  };
}

function common(_store: Store, row: { createdAt: number; changedAt: number; ownerIndex: number }, ids: Ids): Row {
  const owner = ids.users[row.ownerIndex] ?? '';
  return {
    statecode: 0,
    statuscode: 1,
    createdon: stamp(row.createdAt),
    modifiedon: stamp(row.changedAt),
    ...lookupOf('ownerid', 'systemuser', owner),
    ...lookupOf('owninguser', 'systemuser', owner),
  };
}

function place({ country, city }: { country?: string; city?: string }): Row {
  return { address1_country: country ?? null, address1_city: city ?? null };
}

function currency(store: Store, isocurrencycode: string): Row {
  const transactioncurrencyid = guidFor(`currency-${isocurrencycode}`);
  if (!store.get('transactioncurrency', transactioncurrencyid))
    store.put('transactioncurrency', {
      transactioncurrencyid,
      isocurrencycode,
      currencyname: new Intl.DisplayNames('en', { type: 'currency' }).of(isocurrencycode) ?? isocurrencycode,
      currencyprecision: digits(isocurrencycode),
    });
  return lookupOf('transactioncurrencyid', 'transactioncurrency', transactioncurrencyid);
}

function major(minor: number, code: string): number {
  return Number((minor / 10 ** digits(code)).toFixed(digits(code)));
}

const digits = (code: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2;
