import { Hono } from 'hono';
import type { VendorContext } from '../vendor.ts';
import { createActivity, updateActivity } from './activity-writes.ts';
import { answer, failV2, type Json } from './answers.ts';
import { addField, fieldList } from './custom-fields.ts';
import { asksTooMuch } from './include-fields.ts';
import { createRecord } from './new-records.ts';
import { deleteRow, patchRecord } from './record-writes.ts';
import { itemSearch } from './search.ts';
import { dealAnswer, extras, lineAnswer, organizationAnswer, personAnswer, takesPart } from './shapes.ts';
import { type Deal, type Organization, type Person, PIPELINES, PRODUCTS, STAGES, type Tables } from './tables.ts';

const MAX_LIMIT = 500;
const MAX_IDS = 100;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

type Row = { id: number; is_deleted: boolean; add_time: string; update_time: string };

/** Everything under `/api/v2`. */
export function v2Routes(tables: Tables, context: VendorContext): Hono {
  const app = new Hono();
  const person = (row: Person, query: URLSearchParams) => ({ ...personAnswer(row), ...included('person', row.id, query, tables) });
  const organization = (row: Organization, query: URLSearchParams) => ({
    ...organizationAnswer(row, context.cast, query.get('include_option_labels') === 'true'),
    ...included('org', row.id, query, tables),
  });
  const deal = (row: Deal, query: URLSearchParams) => ({ ...dealAnswer(row), ...included('deal', row.id, query, tables) });

  collection(app, 'persons', 'Person', tables.persons, person, ['owner_id', 'org_id', 'deal_id'], {
    deal_id: (row, id) => tables.deals.get(id)?.participants.includes(row.id) === true,
  });
  app.get('/deals/products', ({ req }) => {
    const ids = new URL(req.url).searchParams.get('deal_ids')?.split(',').map(Number) ?? [];
    if (ids.length === 0 || ids.length > MAX_IDS || ids.some((id) => !Number.isInteger(id))) return invalid('deal_ids');
    return list([...tables.lines.values()].filter((line) => ids.includes(line.deal_id)).map(lineAnswer));
  });
  app.get('/products/:id', ({ req }) => {
    const found = PRODUCTS.find(({ id }) => id === Number(req.param('id')));
    if (!found) return failV2(404, 'Product not found', 'ERR_NOT_FOUND');
    const { price, ...product } = found;
    const times = { add_time: '2025-01-07T09:00:00Z', update_time: '2025-06-01T09:00:00Z' };
    const prices = [{ product_id: product.id, price, currency: 'EUR', cost: 0, direct_cost: null, notes: '' }];
    return answer(200, {
      success: true,
      data: { ...product, unit: '', tax: 0, is_deleted: false, owner_id: tables.users[0]?.id, ...times, custom_fields: {}, prices },
    });
  });
  collection(app, 'organizations', 'Organization', tables.organizations, organization, ['owner_id'], {});
  collection(app, 'deals', 'Deal', tables.deals, deal, ['owner_id', 'org_id', 'person_id', 'stage_id', 'pipeline_id'], {
    person_id: (row, id) => row.person_id === id,
  });
  // Only the primary participant is found by person.
  collection(app, 'activities', 'Activity', tables.activities, (row) => ({ ...row }), ['owner_id', 'deal_id', 'org_id', 'person_id'], {
    person_id: (row, id) => takesPart(row, id) && row.person_id === id,
  });

  app.get('/itemSearch', ({ req }) => itemSearch(new URL(req.url).searchParams, tables, context));
  app.get('/pipelines', () => list(PIPELINES.map((each, index) => ({ ...each, order_nr: index + 1, is_deleted: false }))));
  app.get('/stages', () =>
    list(
      STAGES.map((each, index) => ({ ...each, order_nr: index + 1, is_deleted: false, is_deal_rot_enabled: false, days_to_rotten: null })),
    ),
  );
  for (const kind of ['person', 'organization', 'deal'] as const) {
    app.get(`/${kind}Fields`, () => list(fieldList(kind, context.cast, tables)));
    app.post(`/${kind}Fields`, async ({ req }) => addField(kind, await body(req.raw), tables, context));
  }

  const tableOf = { persons: tables.persons, organizations: tables.organizations, deals: tables.deals, activities: tables.activities };
  for (const name of ['persons', 'organizations', 'deals', 'activities'] as const)
    app.delete(`/${name}/:id{\\d+}`, ({ req }) => deleteRow(name, tableOf[name], Number(req.param('id')), context));
  app.post('/activities', async ({ req }) => createActivity(await body(req.raw), tables, context));
  app.patch('/activities/:id{\\d+}', async ({ req }) => updateActivity(Number(req.param('id')), await body(req.raw), tables, context));
  for (const name of ['persons', 'organizations', 'deals'] as const)
    app.post(`/${name}`, async ({ req }) => createRecord(name, await body(req.raw), tables, context));
  for (const name of ['persons', 'organizations', 'deals'] as const)
    app.patch(`/${name}/:id{\\d+}`, async ({ req }) => patchRecord(name, Number(req.param('id')), await body(req.raw), tables, context));
  return app;
}

type Test<T> = (row: T, id: number) => boolean;

function collection<T extends Row>(
  app: Hono,
  path: string,
  label: string,
  table: Map<number, T>,
  show: (row: T, query: URLSearchParams) => Json,
  filters: readonly string[],
  tests: Readonly<Record<string, Test<T>>>,
): void {
  app.get(`/${path}`, ({ req }) => {
    const query = new URL(req.url).searchParams;
    return asksTooMuch(path, query) ? invalid('include_fields') : listRows(query, [...table.values()], show, filters, tests);
  });
  app.get(`/${path}/:id`, ({ req }) => {
    const query = new URL(req.url).searchParams;
    if (asksTooMuch(path, query)) return invalid('include_fields');
    const id = Number(req.param('id'));
    if (!Number.isInteger(id)) return failV2(400, 'Validation failed: id: must be a number', 'ERR_SCHEMA_VALIDATION_FAILED');
    const row = table.get(id);
    if (!row || row.is_deleted) return failV2(404, `${label} not found`, 'ERR_NOT_FOUND');
    return answer(200, { success: true, data: show(row, query) });
  });
}

function listRows<T extends Row>(
  query: URLSearchParams,
  all: readonly T[],
  show: (row: T, query: URLSearchParams) => Json,
  filters: readonly string[],
  tests: Readonly<Record<string, Test<T>>>,
): Response {
  const limit = Number(query.get('limit') ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) return invalid('limit');
  const statuses = query.get('status')?.split(',') ?? [];
  if (statuses.some((each) => !['open', 'won', 'lost', 'deleted'].includes(each))) return invalid('status');
  // Deals alone list what was deleted, for 30 days, and only when asked.
  let rows = all.filter((row) => !row.is_deleted || statuses.includes('deleted'));
  const ids = query.get('ids');
  if (ids !== null) {
    const wanted = ids.split(',').map(Number);
    if (wanted.length > MAX_IDS || wanted.some((id) => !Number.isInteger(id))) return invalid('ids');
    rows = rows.filter((row) => wanted.includes(row.id));
  }
  for (const name of filters) {
    const value = query.get(name);
    if (value === null) continue;
    const id = Number(value);
    if (!Number.isInteger(id)) return invalid(name);
    const test = tests[name] ?? ((row: T) => (row as Record<string, unknown>)[name] === id);
    rows = rows.filter((row) => test(row, id));
  }
  const plain: Readonly<Record<string, (row: Record<string, unknown>, value: string) => boolean>> = {
    lead_id: (row, value) => row.lead_id === value,
    status: (row, value) => value.split(',').includes(String(row.status)),
    done: (row, value) => String(row.done) === value,
    updated_since: (row, value) => Date.parse(String(row.update_time)) >= Date.parse(value),
  };
  const since = query.get('updated_since');
  if (since !== null && !RFC3339.test(since)) return invalid('updated_since');
  for (const [name, test] of Object.entries(plain)) {
    const value = query.get(name);
    if (value !== null) rows = rows.filter((row) => test(row as Record<string, unknown>, value));
  }
  const sortBy = query.get('sort_by') ?? 'id';
  if (!['id', 'add_time', 'update_time', 'due_date'].includes(sortBy)) return invalid('sort_by');
  const sign = query.get('sort_direction') === 'desc' ? -1 : 1;
  rows.sort((a, b) => sign * (compare(key(a, sortBy), key(b, sortBy)) || a.id - b.id));
  const start = readCursor(query.get('cursor'));
  if (start === undefined) return invalid('cursor');
  const next_cursor = start + limit < rows.length ? btoa(JSON.stringify({ offset: start + limit })) : null;
  return list(
    rows.slice(start, start + limit).map((row) => show(row, query)),
    next_cursor,
  );
}

function list(data: unknown[], next_cursor: string | null = null): Response {
  return answer(200, { success: true, data, additional_data: { next_cursor } });
}

function included(kind: 'person' | 'org' | 'deal', id: number, query: URLSearchParams, tables: Tables): Json {
  const names = query.get('include_fields')?.split(',') ?? [];
  if (names.length === 0) return {};
  const all = extras(kind, id, tables);
  return Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]]));
}

function key(row: Row, by: string): string | number {
  const value = (row as unknown as Record<string, unknown>)[by];
  if (typeof value === 'number') return value;
  return by === 'due_date' ? `${value ?? ''} ${(row as unknown as Record<string, unknown>).due_time ?? ''}` : String(value ?? '');
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function readCursor(cursor: string | null): number | undefined {
  if (cursor === null || cursor === '') return 0;
  try {
    const { offset } = JSON.parse(atob(cursor));
    return Number.isInteger(offset) ? offset : undefined;
  } catch {
    return undefined;
  }
}

function invalid(field: string): Response {
  return failV2(400, `Validation failed: ${field}`, 'ERR_SCHEMA_VALIDATION_FAILED');
}

async function body(request: Request): Promise<unknown> {
  return request.json().catch(() => undefined);
}
