import type { VendorContext } from '../vendor.ts';
import { answer, failV2 } from './answers.ts';
import type { Deal, Organization, Person, Tables } from './tables.ts';

/** `GET /api/v2/itemSearch`: stored text only, no normalising of phones, summary fields in the answer, an index that may lag. */
export function itemSearch(query: URLSearchParams, tables: Tables, context: VendorContext): Response {
  const term = (query.get('term') ?? '').trim().toLowerCase();
  const exact = flag(query.get('exact_match'));
  if ([...term].length < (exact ? 1 : 2)) return failV2(400, 'term must be at least 2 characters long', 'ERR_SCHEMA_VALIDATION_FAILED');
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    return failV2(400, 'limit must be between 1 and 100', 'ERR_SCHEMA_VALIDATION_FAILED');
  const types = list(query.get('item_types'), ['deal', 'person', 'organization']);
  const fields = list(query.get('fields'), ['name', 'title', 'email', 'phone', 'address']);
  const indexed = (row: object) => (tables.written.get(row) ?? 0) <= context.now() - context.searchLagMs();
  const matches = (texts: readonly (string | null | undefined)[]) =>
    texts.some((text) => (exact ? text?.toLowerCase() === term : text?.toLowerCase().includes(term)));
  const people = [...tables.persons.values()].filter(
    (each) =>
      types.includes('person') &&
      !each.is_deleted &&
      indexed(each) &&
      ((fields.includes('email') && matches(each.emails.map((way) => way.value))) ||
        (fields.includes('phone') && matches(each.phones.map((way) => way.value))) ||
        (fields.includes('name') && matches([each.name]))),
  );
  const organizations = [...tables.organizations.values()].filter(
    (each) =>
      types.includes('organization') &&
      !each.is_deleted &&
      indexed(each) &&
      ((fields.includes('name') && matches([each.name])) || (fields.includes('address') && matches([each.address?.value]))),
  );
  const deals = [...tables.deals.values()].filter(
    (each) => types.includes('deal') && !each.is_deleted && indexed(each) && fields.includes('title') && matches([each.title]),
  );
  const found = [
    ...people.map((each) => personItem(each, tables)),
    ...organizations.map(organizationItem),
    ...deals.map((each) => dealItem(each, tables)),
  ];
  const related = flag(query.get('search_for_related_items')) ? dealsOf(people, organizations, tables) : [];
  const start = Number(atob(query.get('cursor') ?? '') || 0);
  const items = found.slice(start, start + limit).map((item) => ({ result_score: exact ? 1 : 0.5, item }));
  const next_cursor = start + limit < found.length ? btoa(String(start + limit)) : null;
  const related_items = related.map((item) => ({ result_score: 0, item }));
  return answer(200, { success: true, data: { items, related_items }, additional_data: { next_cursor } });
}

function personItem(person: Person, tables: Tables) {
  const organization = person.org_id === null ? undefined : tables.organizations.get(person.org_id);
  return {
    id: person.id,
    type: 'person',
    name: person.name,
    phones: person.phones.map((each) => each.value),
    emails: person.emails.map((each) => each.value),
    visible_to: person.visible_to,
    owner: { id: person.owner_id },
    organization: organization ? { id: organization.id, name: organization.name, address: organization.address?.value ?? null } : null,
    custom_fields: [],
    notes: [],
  };
}

function organizationItem(organization: Organization) {
  const { id, name, visible_to } = organization;
  return {
    id,
    type: 'organization',
    name,
    address: organization.address?.value ?? null,
    visible_to,
    owner: { id: organization.owner_id },
    custom_fields: [],
    notes: [],
  };
}

function dealItem(deal: Deal, tables: Tables) {
  const person = deal.person_id === null ? undefined : tables.persons.get(deal.person_id);
  const { id, title, value, currency, status, visible_to, is_archived } = deal;
  const stage = { id: deal.stage_id };
  return {
    id,
    type: 'deal',
    title,
    value,
    currency,
    status,
    visible_to,
    owner: { id: deal.owner_id },
    stage,
    person: person ? { id: person.id, name: person.name } : null,
    is_archived,
  };
}

function dealsOf(people: readonly Person[], organizations: readonly Organization[], tables: Tables) {
  const persons = new Set(people.map((each) => each.id));
  const companies = new Set(organizations.map((each) => each.id));
  return [...tables.deals.values()]
    .filter((each) => (each.person_id !== null && persons.has(each.person_id)) || (each.org_id !== null && companies.has(each.org_id)))
    .slice(-100)
    .map((each) => dealItem(each, tables));
}

function list(value: string | null, all: readonly string[]): readonly string[] {
  return value === null ? all : value.split(',').map((each) => each.trim());
}

function flag(value: string | null): boolean {
  return value === 'true' || value === '1';
}
