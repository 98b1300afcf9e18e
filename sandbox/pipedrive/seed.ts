import type { Cast, CastActivity, CastDeal } from '../cast-types.ts';
import { customKey, industries } from './custom-fields.ts';
import { seedDetails } from './details.ts';
import { type Contactable, nextId, STAGES, stamp, type Tables } from './tables.ts';

const FIRST_USER = 15_310_001;

/** The cast's share in this account. Numbers start at 1 in every table, so person 5 and deal 5 both exist. */
export function seedTables(cast: Cast): Tables {
  const tables: Tables = {
    users: cast.owners.map((owner, index) => ({
      id: FIRST_USER + index,
      name: `${owner.firstName} ${owner.lastName}`,
      email: owner.email,
    })),
    persons: new Map(),
    organizations: new Map(),
    deals: new Map(),
    leads: new Map(),
    activities: new Map(),
    notes: new Map(),
    mails: new Map(),
    lines: new Map(),
    files: new Map(),
    fields: new Map(),
    written: new WeakMap(),
    personIds: new Map(),
  };
  const orgIds = seedOrganizations(cast, tables);
  seedPersons(cast, tables, orgIds);
  const dealIds = seedDeals(cast, tables, orgIds);
  for (const activity of cast.activities) if (activity.system === 'pipedrive') seedActivity(activity, tables, { orgIds, dealIds });
  seedDetails(tables);
  return tables;
}

function seedOrganizations(cast: Cast, tables: Tables): Map<string, number> {
  const ids = new Map<string, number>();
  const options = industries(cast);
  for (const { key, copies } of cast.companies) {
    for (const copy of copies.filter((each) => each.system === 'pipedrive')) {
      const id = nextId(tables.organizations);
      if (!ids.has(key)) ids.set(key, id);
      tables.organizations.set(id, {
        ...common(id, copy, tables),
        name: copy.name,
        address: address(copy),
        website: copy.domain === undefined ? null : `https://www.${copy.domain}`,
        linkedin: null,
        industry: copy.industry === undefined ? null : options.indexOf(copy.industry) + 1,
        annual_revenue: copy.revenueMinor === undefined ? null : major(copy.revenueMinor, copy.currency),
        employee_count: copy.employees ?? null,
        custom_fields: { [customKey('phone')]: copy.phone ?? null },
      });
    }
  }
  return ids;
}

function seedPersons(cast: Cast, tables: Tables, orgIds: ReadonlyMap<string, number>): void {
  for (const { key, companyKey, copies } of cast.people) {
    for (const copy of copies.filter((each) => each.system === 'pipedrive')) {
      const id = nextId(tables.persons);
      tables.personIds.set(key, [...(tables.personIds.get(key) ?? []), id]);
      tables.persons.set(id, {
        ...common(id, copy, tables),
        name: [copy.firstName, copy.lastName].filter(Boolean).join(' '),
        first_name: copy.firstName ?? null,
        last_name: copy.lastName ?? null,
        org_id: (companyKey === undefined ? undefined : orgIds.get(companyKey)) ?? null,
        emails: contactable(copy.emails),
        phones: contactable(copy.phones),
        picture_id: null,
        job_title: copy.title ?? null,
        postal_address: address(copy),
        custom_fields: Object.fromEntries(Object.entries(copy.custom).map(([name, value]) => [customKey(name), value])),
      });
      if (id % 9 === 0) seedLead(id, tables);
    }
  }
}

/** Every ninth person has a lead beside whatever deals there are. */
function seedLead(personId: number, tables: Tables): void {
  const person = tables.persons.get(personId);
  if (!person) return;
  const id = `9f2c4e10-7a1b-11ef-8d30-${personId.toString(16).padStart(12, '0')}`;
  tables.leads.set(id, {
    id,
    title: `${person.name} lead`,
    owner_id: person.owner_id,
    creator_id: person.owner_id,
    person_id: personId,
    organization_id: person.org_id,
    value: { amount: 1_000 + personId * 10, currency: 'EUR' },
    source_name: 'Web forms',
    expected_close_date: null,
    label_ids: [],
    add_time: person.add_time,
    update_time: person.update_time,
  });
}

function seedDeals(cast: Cast, tables: Tables, orgIds: ReadonlyMap<string, number>): Map<string, number> {
  const ids = new Map<string, number>();
  for (const deal of cast.deals.filter((each) => each.system === 'pipedrive')) {
    const id = nextId(tables.deals);
    ids.set(deal.key, id);
    tables.deals.set(id, dealRow(id, deal, tables, orgIds));
  }
  return ids;
}

function dealRow(id: number, deal: CastDeal, tables: Tables, orgIds: ReadonlyMap<string, number>) {
  const people = deal.personKeys.flatMap((key) => tables.personIds.get(key)?.[0] ?? []);
  const stage = STAGES[deal.stageIndex] ?? STAGES[0];
  const closed = stamp(deal.closeAt ?? deal.changedAt);
  return {
    ...common(id, deal, tables),
    title: deal.title,
    creator_user_id: userId(tables, deal.ownerIndex),
    value: deal.amountMinor === undefined ? 0 : major(deal.amountMinor, deal.currency),
    currency: deal.currency,
    status: deal.status,
    stage_id: stage.id,
    pipeline_id: stage.pipeline_id,
    person_id: people[0] ?? null,
    org_id: (deal.companyKey === undefined ? undefined : orgIds.get(deal.companyKey)) ?? null,
    participants: people,
    probability: null,
    lost_reason: null,
    stage_change_time: stamp(deal.changedAt),
    close_time: deal.status === 'open' ? null : closed,
    won_time: deal.status === 'won' ? closed : null,
    lost_time: deal.status === 'lost' ? closed : null,
    expected_close_date: deal.closeAt === undefined ? null : stamp(deal.closeAt).slice(0, 10),
    is_archived: false,
  };
}

interface Keys {
  orgIds: ReadonlyMap<string, number>;
  dealIds: ReadonlyMap<string, number>;
}

function seedActivity(activity: CastActivity, tables: Tables, keys: Keys): void {
  const person_id = (activity.personKey === undefined ? undefined : tables.personIds.get(activity.personKey)?.[0]) ?? null;
  const org_id = (activity.companyKey === undefined ? undefined : keys.orgIds.get(activity.companyKey)) ?? null;
  const deal_id = (activity.dealKey === undefined ? undefined : keys.dealIds.get(activity.dealKey)) ?? null;
  const links = { person_id, org_id, deal_id };
  const user = userId(tables, activity.ownerIndex);
  const at = stamp(activity.at);
  if (activity.kind === 'note') {
    const id = nextId(tables.notes);
    const content = markup([activity.title, activity.text]);
    tables.notes.set(id, { id, content, user_id: user, ...links, lead_id: null, add_time: at, update_time: at, active_flag: true });
    return;
  }
  if (activity.kind === 'email') {
    const id = nextId(tables.mails);
    const { title = '(no subject)', text = '', outcome } = activity;
    const mail = { id, user_id: user, subject: title, snippet: text.slice(0, 225), ...links, sent: activity.direction !== 'in' };
    tables.mails.set(id, { ...mail, opened: outcome !== undefined && /open|click/i.test(outcome), message_time: at });
    return;
  }
  const id = nextId(tables.activities);
  const due = activity.dueAt ?? (activity.kind === 'task' ? undefined : activity.at);
  const done = activity.done ?? activity.kind !== 'task';
  tables.activities.set(id, {
    id,
    subject: activity.title ?? { task: 'Task', call: 'Call', meeting: 'Meeting' }[activity.kind],
    type: activity.kind,
    owner_id: user,
    creator_user_id: user,
    is_deleted: false,
    add_time: at,
    update_time: at,
    ...links,
    lead_id: null,
    due_date: due === undefined ? null : stamp(due).slice(0, 10),
    due_time: due === undefined ? null : stamp(due).slice(11, 19),
    duration: activity.durationMs === undefined ? null : new Date(activity.durationMs).toISOString().slice(11, 19),
    busy: false,
    done,
    marked_as_done_time: done ? at : null,
    participants: person_id === null ? [] : [{ person_id, primary: true }],
    public_description: null,
    priority: null,
    note: activity.text === undefined ? null : markup([activity.text]),
  });
}

function common(id: number, row: { createdAt: number; changedAt: number; ownerIndex: number }, tables: Tables) {
  return {
    id,
    owner_id: userId(tables, row.ownerIndex),
    add_time: stamp(row.createdAt),
    update_time: stamp(row.changedAt),
    is_deleted: false,
    visible_to: 3,
    label_ids: [],
    custom_fields: {},
  };
}

function userId(tables: Tables, index: number): number {
  return tables.users[index]?.id ?? FIRST_USER;
}

function contactable(values: readonly string[]): Contactable[] {
  return values.map((value, index) => ({ value, primary: index === 0, label: index === 0 ? 'work' : 'other' }));
}

function address(copy: { country?: string; city?: string }) {
  if (copy.country === undefined && copy.city === undefined) return null;
  const value = [copy.city, copy.country].filter(Boolean).join(', ');
  return { value, ...(copy.country !== undefined && { country: copy.country }), ...(copy.city !== undefined && { locality: copy.city }) };
}

function major(minor: number, currency: string): number {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return Number((minor / 10 ** digits).toFixed(digits));
}

function markup(lines: readonly (string | undefined)[]): string {
  const shown = lines.filter((line) => line !== undefined);
  return shown
    .map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')}</p>`)
    .join('');
}
