import type { Cast, CastDeal } from '../cast-types.ts';
import { addNote, seedActivity } from './seed-timeline.ts';
import { seconds } from './stamps.ts';
import {
  type Entity,
  type EntityType,
  FIELDS,
  FIRST_USER,
  fieldValue,
  LOST,
  MAIN_PIPELINE,
  OPEN_STAGES,
  PRODUCTS,
  type State,
  WON,
} from './tables.ts';

/** Everything in this account is priced in roubles; the story's other currencies are converted once, at round rates. */
const ROUBLES: Readonly<Record<string, number>> = { RUB: 1, USD: 90, EUR: 100, MXN: 5, JPY: 0.6, KWD: 290 };
const MINOR: Readonly<Record<string, number>> = { JPY: 1, KWD: 1000 };
/** Custom facts of the story → codes of the fields of contacts. */
const FACTS: Readonly<Record<string, string>> = {
  language: 'LANGUAGE',
  source: 'SOURCE',
  pageViews: 'PAGE_VIEWS',
  visits: 'VISITS',
  emailOpens: 'EMAIL_OPENS',
  emailClicks: 'EMAIL_CLICKS',
  contentDownloads: 'CONTENT_DOWNLOADS',
  utmCampaign: 'UTM_CAMPAIGN_TEXT',
};

/** The cast's own share of amoCRM, as its tables hold it. */
export function seed(cast: Cast): State {
  let last = 42_000_000;
  const state: State = {
    contacts: new Map(),
    companies: new Map(),
    leads: new Map(),
    notes: new Map(),
    tasks: new Map(),
    events: [],
    fields: structuredClone(FIELDS) as State['fields'],
    people: new Map(),
    nextId: () => {
      last += 1;
      return last;
    },
  };
  const companies = seedCompanies(cast, state);
  seedContacts(cast, state, companies);
  const leads = seedLeads(cast, state, companies);
  for (const activity of cast.activities) if (activity.system === 'amocrm') seedActivity(activity, state, companies, leads);
  state.events.sort((a, b) => b.created_at - a.created_at);
  return state;
}

function seedCompanies(cast: Cast, state: State): Map<string, number> {
  const byKey = new Map<string, number>();
  for (const { key, copies } of cast.companies)
    for (const copy of copies) {
      if (copy.system !== 'amocrm') continue;
      const company: Entity = {
        ...blank('companies', state.nextId(), copy),
        name: copy.name,
        fields: [
          ...fieldValue('companies', 'PHONE', copy.phone),
          ...fieldValue('companies', 'WEB', copy.domain && `https://${copy.domain}`),
          ...fieldValue('companies', 'INDUSTRY', copy.industry),
          ...fieldValue('companies', 'EMPLOYEES', copy.employees),
          ...fieldValue('companies', 'REVENUE', copy.revenueMinor && roubles(copy.revenueMinor, copy.currency)),
          ...fieldValue('companies', 'COUNTRY', copy.country),
          ...fieldValue('companies', 'CITY', copy.city),
        ],
      };
      state.companies.set(company.id, company);
      if (!byKey.has(key)) byKey.set(key, company.id);
    }
  return byKey;
}

function seedContacts(cast: Cast, state: State, companies: ReadonlyMap<string, number>): void {
  for (const { key, companyKey, copies } of cast.people) {
    const ids: number[] = [];
    for (const copy of copies) {
      if (copy.system !== 'amocrm') continue;
      const companyId = companyKey === undefined ? undefined : companies.get(companyKey);
      const facts = Object.entries(copy.custom).flatMap(([fact, value]) => fieldValue('contacts', FACTS[fact] ?? '', value));
      const contact: Entity = {
        ...blank('contacts', state.nextId(), copy),
        name: [copy.firstName, copy.lastName].filter(Boolean).join(' '),
        first_name: copy.firstName ?? '',
        last_name: copy.lastName ?? '',
        ...(companyId !== undefined && { companyId }),
        fields: [
          ...fieldValue('contacts', 'POSITION', copy.title),
          ...fieldValue('contacts', 'PHONE', ...copy.phones),
          ...fieldValue('contacts', 'EMAIL', ...copy.emails),
          ...facts,
          ...fieldValue('contacts', 'COUNTRY', copy.country),
          ...fieldValue('contacts', 'CITY', copy.city),
        ],
      };
      state.contacts.set(contact.id, contact);
      ids.push(contact.id);
    }
    if (ids.length > 0) state.people.set(key, ids);
  }
}

function seedLeads(cast: Cast, state: State, companies: ReadonlyMap<string, number>): Map<string, number> {
  const byKey = new Map<string, number>();
  for (const [index, deal] of cast.deals.filter(({ system }) => system === 'amocrm').entries()) {
    const companyId = deal.companyKey === undefined ? undefined : companies.get(deal.companyKey);
    const lead: Entity = {
      ...blank('leads', state.nextId(), deal),
      name: deal.title,
      price: deal.amountMinor === undefined ? 0 : roubles(deal.amountMinor, deal.currency),
      pipeline_id: MAIN_PIPELINE,
      status_id: deal.status === 'won' ? WON : deal.status === 'lost' ? LOST : (OPEN_STAGES[deal.stageIndex] ?? OPEN_STAGES[0]),
      closed_at: deal.status === 'open' ? null : seconds(deal.closeAt ?? deal.changedAt),
      contactIds: deal.personKeys.flatMap((key) => state.people.get(key)?.slice(0, 1) ?? []),
      ...(companyId !== undefined && { companyId }),
      fields: index % 3 === 1 ? advertised(index) : [],
      products: PRODUCTS.slice(0, index % 3).map(({ id }, nth) => ({ id, quantity: nth + 1 })),
    };
    state.leads.set(lead.id, lead);
    byKey.set(deal.key, lead.id);
    seedStory(deal, lead, state);
  }
  return byKey;
}

/** What an advertisement leaves on a lead, and the call that followed, as a telephone system writes it. */
function advertised(index: number): Entity['fields'] {
  return [
    ...fieldValue('leads', 'UTM_SOURCE', 'yandex'),
    ...fieldValue('leads', 'UTM_MEDIUM', 'cpc'),
    ...fieldValue('leads', 'UTM_CAMPAIGN', `poisk-${2025 + (index % 2)}`),
    ...fieldValue('leads', 'UTM_TERM', 'купить станок'),
    ...fieldValue('leads', 'YCLID', `12345678901234${String(index).padStart(5, '0')}`),
  ];
}

function seedStory(deal: CastDeal, lead: Entity, state: State): void {
  const event = (type: string, at: number, after: unknown[], before: unknown[] = []) =>
    state.events.push({
      id: `01h${state.nextId().toString(36).padStart(23, '0')}`,
      type,
      entity_id: lead.id,
      entity_type: 'lead',
      created_by: lead.responsible_user_id,
      created_at: seconds(at),
      value_after: after,
      value_before: before,
    });
  const stage = (id: number) => [{ lead_status: { id, pipeline_id: MAIN_PIPELINE } }];
  const first = Math.min(deal.createdAt, deal.changedAt);
  event('lead_added', first, []);
  if (lead.status_id !== OPEN_STAGES[0])
    event('lead_status_changed', Math.max(deal.changedAt, first), stage(lead.status_id), stage(OPEN_STAGES[0]));
  if (lead.fields.length === 0) return;
  addNote(state, lead, first + 1_800_000, lead.responsible_user_id, 'attachment', {
    file_uuid: `5f1c2f4e-0000-4000-8000-${String(lead.id).padStart(12, '0')}`,
    file_name: `offer-${lead.id}.pdf`,
    original_name: 'Коммерческое предложение.pdf',
    is_drive_attachment: true,
  });
  addNote(state, lead, first + 3_600_000, lead.responsible_user_id, 'call_in', {
    uniq: `demo-${lead.id}`,
    duration: 95,
    source: 'Манго',
    link: `https://records.example/${lead.id}.mp3`,
    phone: '+74951234567',
    call_responsible: 'Ольга Смирнова',
    call_status: 4,
  });
}

function blank(type: EntityType, id: number, copy: { createdAt: number; changedAt: number; ownerIndex: number }): Entity {
  return {
    type,
    id,
    name: '',
    first_name: '',
    last_name: '',
    price: 0,
    pipeline_id: 0,
    status_id: 0,
    responsible_user_id: FIRST_USER + copy.ownerIndex,
    created_by: FIRST_USER + copy.ownerIndex,
    created_at: seconds(copy.createdAt),
    updated_at: seconds(Math.max(copy.createdAt, copy.changedAt)),
    closed_at: null,
    loss_reason_id: null,
    fields: [],
    tags: [],
    products: [],
    contactIds: [],
    writtenAt: 0,
  };
}

function roubles(minor: number, currency: string): number {
  return Math.round((minor / (MINOR[currency] ?? 100)) * (ROUBLES[currency] ?? 1));
}
