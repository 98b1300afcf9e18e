import type { Cast, CastActivity, CastDeal, CastPerson } from '../cast-types.ts';
import { customName } from './columns.ts';
import { seedDetails } from './details.ts';
import {
  CURRENCY,
  FIRST_ID,
  FIRST_USER,
  type Lookup,
  type Module,
  PIPELINE,
  type Row,
  STAGES,
  stamp,
  type Tables,
  type User,
} from './tables.ts';

/** The cast's share in this account. Ids come from one counter for all modules, as the vendor's do. */
export function seedTables(cast: Cast): Tables {
  let last = FIRST_ID;
  const tables: Tables = {
    users: cast.owners.map((owner, index) => ({
      id: String(FIRST_USER + BigInt(index) * 12n),
      full_name: `${owner.firstName} ${owner.lastName}`,
      first_name: owner.firstName,
      last_name: owner.lastName,
      email: owner.email,
    })),
    rows: {
      Contacts: new Map(),
      Leads: new Map(),
      Accounts: new Map(),
      Deals: new Map(),
      Cases: new Map(),
      Products: new Map(),
      Attachments: new Map(),
      Tasks: new Map(),
      Calls: new Map(),
      Events: new Map(),
      Notes: new Map(),
    },
    mails: [],
    roles: new Map(),
    offers: new Map(),
    deleted: [],
    columns: new Map(),
    written: new WeakMap(),
    people: new Map(),
    nextId: () => {
      last += 13n;
      return String(last);
    },
  };
  const keys: Keys = { accounts: new Map(), deals: new Map() };
  seedAccounts(cast, tables, keys);
  for (const person of cast.people) seedPerson(person, tables, keys);
  for (const deal of cast.deals) if (deal.system === 'zoho') seedDeal(deal, tables, keys);
  for (const activity of cast.activities) if (activity.system === 'zoho') seedActivity(activity, tables, keys);
  seedDetails(tables, common);
  return tables;
}

interface Keys {
  accounts: Map<string, Lookup>;
  deals: Map<string, Lookup>;
}

function seedAccounts(cast: Cast, tables: Tables, keys: Keys): void {
  for (const { key, copies } of cast.companies)
    for (const copy of copies.filter((each) => each.system === 'zoho')) {
      const id = tables.nextId();
      keys.accounts.set(key, { name: copy.name, id });
      tables.rows.Accounts.set(id, {
        ...common(id, copy, tables),
        Account_Name: copy.name,
        Website: copy.domain === undefined ? null : `https://www.${copy.domain}`,
        Phone: copy.phone ?? null,
        Industry: copy.industry ?? null,
        Employees: copy.employees ?? null,
        Annual_Revenue: copy.revenueMinor === undefined ? null : major(copy.revenueMinor, copy.currency),
        Currency: copy.currency,
        Billing_City: copy.city ?? null,
        Billing_Country: copy.country ?? null,
      });
    }
}

function seedPerson({ key, companyKey, copies }: CastPerson, tables: Tables, keys: Keys): void {
  for (const copy of copies.filter((each) => each.system === 'zoho')) {
    const module = copy.as === 'lead' ? 'Leads' : 'Contacts';
    const id = tables.nextId();
    const account = companyKey === undefined ? undefined : keys.accounts.get(companyKey);
    // The one name everybody must have here.
    const Last_Name = copy.lastName ?? copy.firstName ?? copy.emails[0] ?? '-';
    const First_Name = copy.lastName === undefined ? null : (copy.firstName ?? null);
    const [Phone = null, Mobile = null, Other_Phone = null] = copy.phones;
    const [Email = null, Secondary_Email = null] = copy.emails;
    const custom = Object.fromEntries(Object.entries(copy.custom).map(([name, value]) => [customName(name), value]));
    tables.people.set(key, [...(tables.people.get(key) ?? []), { module, id }]);
    tables.rows[module].set(id, {
      ...common(id, copy, tables),
      First_Name,
      Last_Name,
      Full_Name: [First_Name, Last_Name].filter(Boolean).join(' '),
      Email,
      Secondary_Email,
      Phone,
      Mobile,
      ...custom,
      ...(module === 'Leads'
        ? {
            Company: account?.name ?? null,
            Designation: copy.title ?? null,
            City: copy.city ?? null,
            Country: copy.country ?? null,
            Lead_Status: 'Contacted',
          }
        : {
            Other_Phone,
            Home_Phone: null,
            Title: copy.title ?? null,
            Account_Name: account ?? null,
            Mailing_City: copy.city ?? null,
            Mailing_Country: copy.country ?? null,
          }),
    });
    if (module === 'Contacts' && tables.rows.Contacts.size % 11 === 0) seedCase(id, copy.createdAt, account, tables);
  }
}

/** Every eleventh contact has a case. */
function seedCase(contact: string, at: number, account: Lookup | undefined, tables: Tables): void {
  const row = tables.rows.Contacts.get(contact);
  if (!row) return;
  const id = tables.nextId();
  tables.rows.Cases.set(id, {
    ...common(id, { createdAt: at, changedAt: at, ownerIndex: 0 }, tables),
    Subject: 'Delivery note is missing',
    Status: 'Escalated',
    Priority: 'High',
    Case_Number: String(1000 + tables.rows.Cases.size),
    Account_Name: account ?? null,
    Related_To: lookup(row),
    Deal_Name: null,
  });
}

function seedDeal(deal: CastDeal, tables: Tables, keys: Keys): void {
  const id = tables.nextId();
  const people = deal.personKeys.flatMap((key) => tables.people.get(key)?.find((each) => each.module === 'Contacts')?.id ?? []);
  const primary = people[0] === undefined ? undefined : tables.rows.Contacts.get(people[0]);
  const stage = deal.status === 'won' ? STAGES[5] : deal.status === 'lost' ? STAGES[6] : (STAGES[deal.stageIndex] ?? STAGES[0]);
  keys.deals.set(deal.key, { name: deal.title, id });
  tables.roles.set(id, people);
  tables.rows.Deals.set(id, {
    ...common(id, deal, tables),
    Deal_Name: deal.title,
    Amount: deal.amountMinor === undefined ? null : major(deal.amountMinor, deal.currency),
    Currency: deal.currency,
    Exchange_Rate: 1,
    Stage: stage.value,
    Pipeline: PIPELINE,
    Probability: stage.probability,
    Closing_Date: deal.closeAt === undefined ? null : stamp(deal.closeAt).slice(0, 10),
    Account_Name: (deal.companyKey === undefined ? undefined : keys.accounts.get(deal.companyKey)) ?? null,
    Contact_Name: primary ? lookup(primary) : null,
  });
}

function seedActivity(activity: CastActivity, tables: Tables, keys: Keys): void {
  const person = activity.personKey === undefined ? undefined : tables.people.get(activity.personKey)?.[0];
  const row = person && tables.rows[person.module].get(person.id);
  const account = activity.companyKey === undefined ? undefined : keys.accounts.get(activity.companyKey);
  const deal = activity.dealKey === undefined ? undefined : keys.deals.get(activity.dealKey);
  if (activity.kind === 'email') {
    seedMail(
      activity,
      tables,
      [person?.id, account?.id, deal?.id].filter((each) => each !== undefined),
      row,
    );
    return;
  }
  const id = tables.nextId();
  const base = common(id, { createdAt: activity.at, changedAt: activity.at, ownerIndex: activity.ownerIndex }, tables);
  const text = activity.text ?? null;
  if (activity.kind === 'note') {
    const parent = person && row ? { module: person.module, ...lookup(row) } : { module: 'Accounts', ...(account ?? { name: '', id: '' }) };
    const { module, ...place } = parent;
    tables.rows.Notes.set(id, {
      ...base,
      Note_Title: activity.title ?? null,
      Note_Content: text,
      Parent_Id: { module: { api_name: module, id: '5725767000000002175' }, ...place },
      $se_module: module,
    });
    return;
  }
  // Beside a lead nothing else can stand.
  const isLead = person?.module === 'Leads';
  const what = isLead
    ? row && { module: 'Leads', ...lookup(row) }
    : deal
      ? { module: 'Deals', ...deal }
      : account && { module: 'Accounts', ...account };
  const targets = {
    Who_Id: row && !isLead ? lookup(row) : null,
    What_Id: what ? { name: what.name, id: what.id } : null,
    ...(what && { $se_module: what.module }),
    Description: text,
  };
  if (activity.kind === 'task')
    tables.rows.Tasks.set(id, {
      ...base,
      ...targets,
      Subject: activity.title ?? 'Task',
      Status: activity.done ? 'Completed' : 'Not Started',
      Priority: 'Normal',
      Due_Date: activity.dueAt === undefined ? null : stamp(activity.dueAt).slice(0, 10),
      Closed_Time: activity.done ? stamp(activity.at) : null,
    });
  else if (activity.kind === 'call') tables.rows.Calls.set(id, { ...base, ...targets, ...callColumns(activity) });
  else
    tables.rows.Events.set(id, {
      ...base,
      ...targets,
      Event_Title: activity.title ?? 'Meeting',
      Start_DateTime: stamp(activity.at),
      End_DateTime: stamp(activity.at + (activity.durationMs ?? 3_600_000)),
      Participants: [],
    });
}

function callColumns(activity: CastActivity) {
  const seconds = Math.round((activity.durationMs ?? 0) / 1000);
  return {
    Subject: activity.title ?? 'Call',
    Call_Type: activity.direction === 'in' ? 'Inbound' : 'Outbound',
    Call_Start_Time: stamp(activity.at),
    Call_Duration: `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`,
    Call_Duration_in_seconds: seconds,
    Call_Result: activity.outcome ?? null,
  };
}

function seedMail(activity: CastActivity, tables: Tables, on: string[], row: Row | undefined): void {
  tables.mails.push({
    message_id: `${tables.nextId()}${'de735c09069d3022497a4379c012ccd7ee48d916'.slice(0, 32)}`,
    subject: activity.title ?? '(no subject)',
    summary: activity.text ?? '',
    sent: activity.direction !== 'in',
    time: stamp(activity.at),
    on,
    person: { user_name: String(row?.Full_Name ?? ''), email: String(row?.Email ?? '') },
    user: owner(tables, activity.ownerIndex),
    opened: /open|click/i.test(activity.outcome ?? ''),
  });
}

function common(id: string, row: { createdAt: number; changedAt: number; ownerIndex: number }, tables: Tables) {
  const { full_name: name, id: user, email } = owner(tables, row.ownerIndex);
  const by = { name, id: user, email };
  return {
    id,
    Owner: by,
    Created_By: by,
    Modified_By: by,
    Created_Time: stamp(row.createdAt),
    Modified_Time: stamp(row.changedAt),
    Tag: [],
    $currency_symbol: CURRENCY === 'EUR' ? '€' : '',
    $approved: true,
    $editable: true,
  };
}

function owner(tables: Tables, index: number): User {
  const found = tables.users[index] ?? tables.users[0];
  if (!found) throw new RangeError('nobody works here');
  return found;
}

/** What a lookup shows of a row. */
export function lookup(row: Row): Lookup {
  return {
    name: String(row.Full_Name ?? row.Product_Name ?? row.File_Name ?? row.Account_Name ?? row.Deal_Name ?? row.Subject ?? ''),
    id: row.id,
  };
}

/** The module a row with this id lives in. */
export function moduleOf(id: string, tables: Tables): Module | undefined {
  return (Object.keys(tables.rows) as Module[]).find((module) => tables.rows[module].has(id));
}

function major(minor: number, currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Number((minor / 10 ** digits).toFixed(digits));
}
