import * as v from 'valibot';
import { type Flaw, invalid, json } from './answers.ts';
import type { Property } from './properties.ts';
import { searchable } from './seed.ts';
import type { StoredObject, Tables, Values } from './tables.ts';
import { type TypePath, typeNamed } from './types.ts';

const filterSchema = v.looseObject({
  propertyName: v.string(),
  operator: v.picklist([
    ...(['EQ', 'NEQ', 'LT', 'LTE', 'GT', 'GTE', 'BETWEEN', 'IN', 'NOT_IN'] as const),
    ...(['HAS_PROPERTY', 'NOT_HAS_PROPERTY', 'CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'] as const),
  ]),
  value: v.optional(v.string()),
  highValue: v.optional(v.string()),
  values: v.optional(v.array(v.string())),
});
const bodySchema = v.looseObject({
  filterGroups: v.optional(v.array(v.looseObject({ filters: v.array(filterSchema) })), []),
  query: v.optional(v.string()),
  properties: v.optional(v.array(v.string()), []),
  sorts: v.optional(v.array(v.union([v.string(), v.looseObject({ propertyName: v.string(), direction: v.optional(v.string()) })])), []),
  limit: v.optional(v.number(), 10),
  after: v.optional(v.union([v.string(), v.number()]), 0),
});
type Filter = v.InferOutput<typeof filterSchema>;

/** HubSpot's default searchable properties. */
const FULL_TEXT: Readonly<Partial<Record<TypePath, readonly string[]>>> = {
  contacts: ['firstname', 'lastname', 'email', 'hs_additional_emails', 'phone', 'company'],
  companies: ['name', 'domain', 'website', 'phone'],
  deals: ['dealname'],
  tickets: ['subject', 'content'],
  notes: ['hs_note_body'],
  tasks: ['hs_task_subject', 'hs_task_body'],
};

/** What the index knows of one object at `visibleUntil`: writes after that are not in it yet. */
interface Indexed {
  object: StoredObject;
  properties: Values;
}

/** The search endpoint: limits of the API, an index that may lag, offset paging up to 10,000. */
export function searchAnswer(options: {
  tables: Tables;
  type: TypePath;
  known: readonly Property[];
  text: string;
  visibleUntil: number;
  correlationId: string;
  render: (object: StoredObject, properties: Values, wanted: readonly string[]) => unknown;
}): Response {
  const { tables, type, known, text, visibleUntil, correlationId } = options;
  const parsed = v.safeParse(bodySchema, parse(text));
  if (text.length > 3_000 || !parsed.success) return invalid(correlationId, 'Invalid input JSON');
  const { filterGroups, query, properties, sorts, limit } = parsed.output;
  const after = Number(parsed.output.after);
  const filters = filterGroups.flatMap((group) => group.filters);
  const tooMany = filterGroups.length > 5 || filters.length > 18 || filterGroups.some((group) => group.filters.length > 6);
  const isPaged = Number.isInteger(after) && after >= 0 && after < 10_000 && limit >= 1 && limit <= 200;
  if (tooMany || !isPaged || sorts.length > 1) return invalid(correlationId, 'There was a problem with the request.');
  const flaws = filters.flatMap((filter) => flawOf(known, filter));
  if (flaws.length > 0) return invalid(correlationId, 'There was a problem with the request.', flaws);

  const hits = indexed(tables, type, visibleUntil)
    .filter(
      (each) => filterGroups.length === 0 || filterGroups.some((group) => group.filters.every((filter) => passes(tables, each, filter))),
    )
    .filter((each) => query === undefined || matchesQuery(type, each.properties, query));
  const sorted = sortBy(hits, sorts[0]);
  const page = sorted.slice(after, after + limit);
  const next = after + limit < sorted.length ? { paging: { next: { after: String(after + limit) } } } : {};
  return json({ total: sorted.length, results: page.map((each) => options.render(each.object, each.properties, properties)), ...next });
}

function indexed(tables: Tables, type: TypePath, visibleUntil: number): Indexed[] {
  return tables.all(type).flatMap((object) => {
    const state = object.states.findLast((each) => each.writtenAt <= visibleUntil);
    return state && !state.archived ? [{ object, properties: state.properties }] : [];
  });
}

function flawOf(known: readonly Property[], filter: Filter): Flaw[] {
  const name = filter.propertyName;
  if (name.startsWith('associations.') && typeNamed(name.slice(13))) return [];
  const isKnown = known.some((property) => property.name === name);
  return isKnown ? [] : [{ message: `There is no property with name ${name}`, code: 'PROPERTY_DOESNT_EXIST', propertyName: name }];
}

function passes(tables: Tables, { object, properties }: Indexed, filter: Filter): boolean {
  if (filter.propertyName.startsWith('associations.')) {
    const to = typeNamed(filter.propertyName.slice(13));
    return to !== undefined && tables.links(object, to.path).some((link) => link.id === filter.value);
  }
  const actual = properties[filter.propertyName] ?? '';
  const value = filter.value ?? '';
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return actual !== '';
    case 'NOT_HAS_PROPERTY':
      return actual === '';
    case 'EQ':
      return actual.toLowerCase() === value.toLowerCase();
    case 'NEQ':
      return actual !== '' && actual.toLowerCase() !== value.toLowerCase();
    case 'IN':
      return (filter.values ?? []).some((each) => each.toLowerCase() === actual.toLowerCase());
    case 'NOT_IN':
      return !(filter.values ?? []).some((each) => each.toLowerCase() === actual.toLowerCase());
    case 'CONTAINS_TOKEN':
      return actual !== '' && containsToken(actual, value);
    case 'NOT_CONTAINS_TOKEN':
      return !containsToken(actual, value);
    case 'BETWEEN':
      return actual !== '' && compare(actual, value) >= 0 && compare(actual, filter.highValue ?? '') <= 0;
    default: {
      if (actual === '') return false;
      const order = compare(actual, value);
      return { LT: order < 0, LTE: order <= 0, GT: order > 0, GTE: order >= 0 }[filter.operator];
    }
  }
}

/** Every word of the value is a word of the property; `*` stands for any characters. */
function containsToken(actual: string, value: string): boolean {
  const words = tokens(actual);
  const wanted = value
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((token) => token !== '');
  return (
    wanted.length > 0 &&
    wanted.every((token) => {
      const pattern = new RegExp(`^${token.replaceAll(/\*+/g, '.*')}$`, 'u');
      return words.some((word) => pattern.test(word));
    })
  );
}

function matchesQuery(type: TypePath, properties: Values, query: string): boolean {
  const words = (FULL_TEXT[type] ?? []).flatMap((name) => tokens(fold(properties[name] ?? '')));
  const digits = searchable(properties.phone) ?? '';
  return tokens(fold(query)).every((token) => words.some((word) => word.startsWith(token)) || (token.length > 5 && digits.includes(token)));
}

function sortBy(hits: Indexed[], sort: string | { propertyName: string; direction?: string | undefined } | undefined): Indexed[] {
  if (sort === undefined) return hits;
  const name = typeof sort === 'string' ? sort.replace(/^-/, '') : sort.propertyName;
  const down = typeof sort === 'string' ? sort.startsWith('-') : sort.direction === 'DESCENDING';
  const ordered = hits.toSorted((a, b) => compare(a.properties[name] ?? '', b.properties[name] ?? ''));
  return down ? ordered.reverse() : ordered;
}

/** Numbers and times by size (ISO or epoch ms alike), everything else by letters. */
function compare(a: string, b: string): number {
  const [left, right] = [sizeOf(a), sizeOf(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  return a < b ? -1 : a > b ? 1 : 0;
}

function sizeOf(value: string): number {
  if (value !== '' && Number.isFinite(Number(value))) return Number(value);
  return /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;
}

function tokens(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== '');
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
