import type { Hono } from 'hono';
import type { VendorContext } from '../vendor.ts';
import { hal, many, nothing, ordered, paged, problem, within } from './answers.ts';
import * as render from './render.ts';
import { CATALOG, type Entity, type EntityType, FIRST_USER, PIPELINES, PRODUCTS, type State } from './tables.ts';

export const TYPES = ['contacts', 'companies', 'leads'] as const;
const EVENT_ENTITY: Readonly<Record<string, string>> = { lead: 'lead', contact: 'contact', company: 'company', task: 'task' };

/** Everything that can be asked. Source: amoCRM API v4. */
export function addReads(app: Hono, state: State, context: VendorContext): void {
  app.get('/api/v4/account', ({ req }) => hal(render.account(wanted(new URL(req.url)))));
  app.get('/api/v4/users', ({ req }) =>
    paged(new URL(req.url), 'users', context.cast.owners, (owner) => userAt(context.cast.owners.indexOf(owner))),
  );
  app.get('/api/v4/users/:id', ({ req }) => {
    const index = Number(req.param('id')) - FIRST_USER;
    return context.cast.owners[index] ? hal(userAt(index)) : nothing();
  });
  app.get('/api/v4/leads/pipelines', ({ req }) => {
    const { origin } = new URL(req.url);
    const pipelines = PIPELINES.map(render.pipeline);
    return hal({
      _total_items: pipelines.length,
      _links: { self: { href: `${origin}/api/v4/leads/pipelines` } },
      _embedded: { pipelines },
    });
  });
  app.get('/api/v4/customers', () => problem(402, 'Payment Required'));
  app.get('/api/v4/customers/*', () => problem(402, 'Payment Required'));
  app.get('/api/v4/catalogs', ({ req }) => paged(new URL(req.url), 'catalogs', [0], render.catalog));
  app.get('/api/v4/catalogs/:list/elements', ({ req }) => {
    const ids = many(new URL(req.url), 'filter[id]').map(Number);
    const rows = PRODUCTS.filter(({ id }) => Number(req.param('list')) === CATALOG.id && (ids.length === 0 || ids.includes(id)));
    return paged(new URL(req.url), 'elements', rows, render.element, 100);
  });
  app.get('/api/v4/catalogs/:list/elements/:id', ({ req }) =>
    one(
      PRODUCTS.find(({ id }) => id === Number(req.param('id')) && Number(req.param('list')) === CATALOG.id),
      render.element,
    ),
  );
  app.get('/api/v4/tasks', ({ req }) => tasks(new URL(req.url), state));
  app.get('/api/v4/tasks/:id', ({ req }) => one(state.tasks.get(Number(req.param('id'))), render.task));
  app.get('/api/v4/events', ({ req }) => events(new URL(req.url), state));
  for (const type of TYPES) addEntityReads(app, type, state, context);

  function userAt(index: number): unknown {
    const owner = context.cast.owners[index];
    return owner && render.user(FIRST_USER + index, owner, index === 0);
  }
}

function addEntityReads(app: Hono, type: EntityType, state: State, context: VendorContext): void {
  app.get(`/api/v4/${type}/custom_fields`, ({ req }) => {
    const draw = render.field(type);
    return paged(new URL(req.url), 'custom_fields', state.fields[type], (row) => draw(row, state.fields[type].indexOf(row)));
  });
  app.get(`/api/v4/${type}/notes`, ({ req }) => notes(new URL(req.url), state, type));
  app.get(`/api/v4/${type}/notes/:id`, ({ req }) => {
    const row = state.notes.get(Number(req.param('id')));
    return one(row?.owner === type ? row : undefined, render.note);
  });
  app.get(`/api/v4/${type}/links`, ({ req }) => {
    const url = new URL(req.url);
    return links(
      many(url, 'filter[entity_id]').flatMap((id) => state[type].get(Number(id)) ?? []),
      state,
    );
  });
  app.get(`/api/v4/${type}`, ({ req }) => entities(new URL(req.url), type, state, context));
  app.get(`/api/v4/${type}/:id`, ({ req }) =>
    one(state[type].get(Number(req.param('id'))), (row) => render.entity(row, state, wanted(new URL(req.url)))),
  );
  app.get(`/api/v4/${type}/:id/notes`, ({ req }) => notes(new URL(req.url), state, type, Number(req.param('id'))));
  app.get(`/api/v4/${type}/:id/notes/:note`, ({ req }) => one(state.notes.get(Number(req.param('note'))), render.note));
  app.get(`/api/v4/${type}/:id/links`, ({ req }) =>
    links(
      [state[type].get(Number(req.param('id')))].flatMap((row) => row ?? []),
      state,
    ),
  );
}

function entities(url: URL, type: EntityType, state: State, context: VendorContext): Response {
  const ids = many(url, 'filter[id]').map(Number);
  const query = url.searchParams.get('query');
  const owners = many(url, 'filter[responsible_user_id]').map(Number);
  const bin = wanted(url).has('only_deleted');
  const indexed = context.now() - context.searchLagMs();
  const rows = [...state[type].values()].filter(
    (row) =>
      (row.deleted_at !== undefined) === bin &&
      (ids.length === 0 || ids.includes(row.id)) &&
      (owners.length === 0 || owners.includes(row.responsible_user_id)) &&
      within(url, 'filter[updated_at]', row.updated_at) &&
      (query === null || (row.writtenAt <= indexed && contains(row, query))),
  );
  const draw = (row: Entity) => (bin ? render.deleted(row) : render.entity(row, state, wanted(url)));
  return paged(url, type, ordered(url, rows, ['updated_at', 'created_at', 'id']), draw);
}

/** Full text over filled fields; digits alone also find a phone written with other signs between them. */
function contains(row: Entity, query: string): boolean {
  const needle = query.trim().toLowerCase();
  const texts = [
    row.name,
    `${row.last_name} ${row.first_name}`,
    ...row.fields.flatMap(({ values }) => values.map(({ value }) => String(value))),
  ];
  if (texts.some((text) => text.toLowerCase().includes(needle))) return true;
  const digits = needle.replace(/\D/g, '');
  return digits.length >= 5 && /^[\d\s()+-]+$/.test(needle) && texts.some((text) => text.replace(/\D/g, '').includes(digits));
}

function notes(url: URL, state: State, type: EntityType, entityId?: number): Response {
  const ids = many(url, 'filter[id]').map(Number);
  const types = many(url, 'filter[note_type]');
  const owners = entityId === undefined ? many(url, 'filter[entity_id]').map(Number) : [entityId];
  const rows = [...state.notes.values()].filter(
    (row) =>
      row.owner === type &&
      (owners.length === 0 || owners.includes(row.entity_id)) &&
      (ids.length === 0 || ids.includes(row.id)) &&
      (types.length === 0 || types.includes(row.note_type)) &&
      within(url, 'filter[updated_at]', row.updated_at),
  );
  return paged(url, 'notes', ordered(url, rows, ['updated_at', 'id']), render.note);
}

function tasks(url: URL, state: State): Response {
  const ids = many(url, 'filter[id]').map(Number);
  const type = url.searchParams.get('filter[entity_type]');
  const owners = many(url, 'filter[entity_id]').map(Number);
  const users = many(url, 'filter[responsible_user_id]').map(Number);
  const completed = url.searchParams.get('filter[is_completed]');
  const rows = [...state.tasks.values()].filter(
    (row) =>
      (ids.length === 0 || ids.includes(row.id)) &&
      (type === null || row.entity_type === type) &&
      (owners.length === 0 || owners.includes(row.entity_id)) &&
      (users.length === 0 || users.includes(row.responsible_user_id)) &&
      (completed === null || row.is_completed === (completed === '1' || completed === 'true')) &&
      within(url, 'filter[updated_at]', row.updated_at),
  );
  return paged(url, 'tasks', ordered(url, rows, ['created_at', 'complete_till', 'id']), render.task);
}

/** Newest first. Ids go with exactly one kind of record, ten at most; a page holds a hundred at most. */
function events(url: URL, state: State): Response {
  const kinds = many(url, 'filter[entity]');
  const ids = many(url, 'filter[entity_id]').map(Number);
  const types = many(url, 'filter[type]');
  if (ids.length > 10 || (ids.length > 0 && (kinds.length !== 1 || !EVENT_ENTITY[kinds[0] ?? '']))) return problem(400, 'Bad filter');
  const rows = state.events.filter(
    (row) =>
      (kinds.length === 0 || kinds.includes(row.entity_type)) &&
      (ids.length === 0 || ids.includes(row.entity_id)) &&
      (types.length === 0 || types.includes(row.type)) &&
      within(url, 'filter[created_at]', row.created_at),
  );
  return paged(
    url,
    'events',
    rows.sort((a, b) => b.created_at - a.created_at),
    render.event,
    100,
    100,
  );
}

function links(rows: readonly Entity[], state: State): Response {
  const to = (from: Entity, type: EntityType, id: number, metadata: unknown) => ({
    entity_id: from.id,
    entity_type: from.type,
    to_entity_id: id,
    to_entity_type: type,
    metadata,
  });
  const all = rows.flatMap((row) => [
    ...(row.companyId === undefined ? [] : [to(row, 'companies', row.companyId, null)]),
    ...row.contactIds.map((id, index) => to(row, 'contacts', id, { main_contact: index === 0 })),
    ...(row.type === 'leads' ? [] : render.leadsOf(row, state).map((lead) => to(row, 'leads', lead.id, null))),
  ]);
  return all.length === 0 ? nothing() : hal({ _total_items: all.length, _embedded: { links: all } });
}

function one<T>(row: T | undefined, draw: (row: T) => unknown): Response {
  return row === undefined ? nothing() : hal(draw(row));
}

function wanted(url: URL): ReadonlySet<string> {
  return new Set((url.searchParams.get('with') ?? '').split(',').map((each) => each.trim()));
}
