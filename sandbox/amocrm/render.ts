import {
  ACCOUNT,
  CATALOG,
  type Entity,
  type EntityType,
  type EventRow,
  type FieldRow,
  type NoteRow,
  type PIPELINES,
  type PRODUCTS,
  type State,
  type TaskRow,
} from './tables.ts';

const API = `https://${ACCOUNT.host}/api/v4`;

function self(path: string): { _links: { self: { href: string } } } {
  return { _links: { self: { href: `${API}/${path}` } } };
}

const link = (type: EntityType) => (id: number) => ({ id, ...self(`${type}/${id}`) });

/** A row of the recycle bin: all that is told of it. */
export function deleted(row: Entity): unknown {
  return { id: row.id, updated_at: row.updated_at, updated_by: row.created_by, is_deleted: true, ...self(`${row.type}/${row.id}`) };
}

/** A contact, company or lead; what is linked comes as ids, most of it only through `with`. */
export function entity(row: Entity, state: State, wanted: ReadonlySet<string>): unknown {
  const person = { first_name: row.first_name, last_name: row.last_name };
  const deal = {
    price: row.price,
    status_id: row.status_id,
    pipeline_id: row.pipeline_id,
    loss_reason_id: row.loss_reason_id,
    closed_at: row.closed_at,
    score: null,
    labor_cost: null,
    ...(wanted.has('source') && { source: null }),
  };
  return {
    id: row.id,
    name: row.name,
    ...(row.type === 'contacts' && person),
    ...(row.type === 'leads' && deal),
    responsible_user_id: row.responsible_user_id,
    group_id: 0,
    created_by: row.created_by,
    updated_by: row.created_by,
    created_at: row.created_at,
    updated_at: row.updated_at,
    closest_task_at: closestTask(row, state),
    is_deleted: row.deleted_at !== undefined,
    custom_fields_values: row.fields.length === 0 ? null : row.fields.map((field) => fieldValues(state.fields[row.type], field)),
    account_id: ACCOUNT.id,
    ...self(`${row.type}/${row.id}`),
    _embedded: embedded(row, state, wanted),
  };
}

function embedded(row: Entity, state: State, wanted: ReadonlySet<string>): Record<string, unknown> {
  const tags = row.tags.map(({ id, name }) => ({ id, name, color: null }));
  const companies = row.companyId === undefined ? [] : [link('companies')(row.companyId)];
  const leads = () => leadsOf(row, state).map((lead) => link('leads')(lead.id));
  const none = Object.fromEntries(
    ['customers', 'loss_reason', ...(row.type === 'leads' ? [] : ['catalog_elements'])]
      .filter((each) => wanted.has(each))
      .map((each) => [each, []]),
  );
  if (row.type === 'leads') {
    const contacts = row.contactIds.map((id, index) => ({ id, is_main: index === 0, ...self(`contacts/${id}`) }));
    const catalog_elements = row.products.map(({ id, quantity }) => ({ id, metadata: { quantity, catalog_id: CATALOG.id } }));
    return {
      tags,
      companies,
      ...none,
      ...(wanted.has('contacts') && { contacts }),
      ...(wanted.has('catalog_elements') && { catalog_elements }),
    };
  }
  if (row.type === 'contacts') return { tags, companies, ...none, ...(wanted.has('leads') && { leads: leads() }) };
  const contacts = () => [...state.contacts.values()].filter(({ companyId }) => companyId === row.id).map(({ id }) => link('contacts')(id));
  return { tags, ...none, ...(wanted.has('contacts') && { contacts: contacts() }), ...(wanted.has('leads') && { leads: leads() }) };
}

export function leadsOf(row: Entity, state: State): Entity[] {
  return [...state.leads.values()].filter(
    (lead) => lead.deleted_at === undefined && (row.type === 'contacts' ? lead.contactIds.includes(row.id) : lead.companyId === row.id),
  );
}

function closestTask(row: Entity, state: State): number | null {
  const open = [...state.tasks.values()].filter((task) => task.entity_type === row.type && task.entity_id === row.id && !task.is_completed);
  return open.length === 0 ? null : Math.min(...open.map(({ complete_till }) => complete_till));
}

function fieldValues(fields: readonly FieldRow[], { field_id, values }: Entity['fields'][number]): unknown {
  const field = fields.find(({ id }) => id === field_id);
  return {
    field_id,
    field_name: field?.name ?? '',
    field_code: field?.code ?? null,
    field_type: field?.type ?? 'text',
    values,
    is_computed: false,
  };
}

export function note({ owner, ...row }: NoteRow): unknown {
  return { ...row, group_id: 0, account_id: ACCOUNT.id, is_editable: true, ...self(`${owner}/${row.entity_id}/notes/${row.id}`) };
}

export function task(row: TaskRow): unknown {
  return { ...row, group_id: 0, updated_by: row.created_by, account_id: ACCOUNT.id, ...self(`tasks/${row.id}`) };
}

export function event(row: EventRow): unknown {
  const plural = { lead: 'leads', contact: 'contacts', company: 'companies', task: 'tasks' }[row.entity_type];
  const entity = { id: row.entity_id, ...self(`${plural}/${row.entity_id}`) };
  return { ...row, account_id: ACCOUNT.id, ...self(`events/${row.id}`), _embedded: { entity } };
}

/** A thing of the product list. */
export function element({ id, name, price }: (typeof PRODUCTS)[number]): unknown {
  const values = [{ field_id: 740_001, field_name: 'Цена', field_code: 'PRICE', field_type: 'price', values: [{ value: String(price) }] }];
  return {
    id,
    catalog_id: CATALOG.id,
    name,
    created_by: 504_101,
    updated_by: 504_101,
    created_at: 1_700_000_000,
    updated_at: 1_700_000_000,
    is_deleted: false,
    custom_fields_values: values,
    account_id: ACCOUNT.id,
    ...self(`catalogs/${CATALOG.id}/elements/${id}`),
  };
}

export function catalog(): unknown {
  return {
    ...CATALOG,
    sort: 1,
    can_add_elements: true,
    can_link_multiple: true,
    account_id: ACCOUNT.id,
    ...self(`catalogs/${CATALOG.id}`),
  };
}

export function field(type: EntityType) {
  return (row: FieldRow, index: number): unknown => ({
    id: row.id,
    name: row.name,
    code: row.code,
    type: row.type,
    sort: 500 + index,
    account_id: ACCOUNT.id,
    entity_type: type,
    is_predefined: row.predefined,
    is_deletable: !row.predefined,
    is_computed: false,
    is_api_only: row.apiOnly === true,
    group_id: null,
    required_statuses: [],
    enums: row.enums?.map((each, sort) => ({ ...each, sort })) ?? null,
    ...self(`${type}/custom_fields/${row.id}`),
  });
}

export function pipeline({ statuses, ...row }: (typeof PIPELINES)[number]): unknown {
  return {
    ...row,
    is_unsorted_on: true,
    is_archive: false,
    account_id: ACCOUNT.id,
    ...self(`leads/pipelines/${row.id}`),
    _embedded: {
      statuses: statuses.map((status) => ({
        ...status,
        is_editable: status.type === 0 && status.sort < 10_000,
        pipeline_id: row.id,
        color: '#99ccff',
        account_id: ACCOUNT.id,
        ...self(`leads/pipelines/${row.id}/statuses/${status.id}`),
      })),
    },
  };
}

export function user(id: number, owner: { firstName: string; lastName: string; email: string }, isAdmin: boolean): unknown {
  const all = { view: 'A', edit: 'A', add: 'A', delete: 'A', export: 'A' };
  return {
    id,
    name: `${owner.firstName} ${owner.lastName}`,
    email: owner.email,
    lang: 'ru',
    rights: {
      leads: all,
      contacts: all,
      companies: all,
      tasks: { edit: 'A', delete: 'A' },
      mail_access: true,
      catalog_access: true,
      is_admin: isAdmin,
      is_free: false,
      is_active: true,
      group_id: null,
      role_id: null,
    },
    ...self(`users/${id}`),
  };
}

/** Extra blocks come only where `with` asks for them. */
export function account(wanted: ReadonlySet<string>): unknown {
  return {
    id: ACCOUNT.id,
    name: 'Вектор Демо',
    subdomain: ACCOUNT.subdomain,
    created_at: 1_600_000_000,
    created_by: 0,
    updated_at: 1_700_000_000,
    updated_by: 0,
    current_user_id: 504_101,
    country: 'RU',
    currency: ACCOUNT.currency,
    currency_symbol: '₽',
    customers_mode: 'unavailable',
    is_unsorted_on: true,
    is_loss_reason_enabled: true,
    is_helpbot_enabled: false,
    is_technical_account: false,
    contact_name_display_order: 1,
    ...(wanted.has('version') && { version: 12 }),
    ...(wanted.has('is_api_filter_enabled') && { is_api_filter_enabled: true }),
    ...self('account'),
    _embedded: {
      ...(wanted.has('datetime_settings') && {
        datetime_settings: {
          date_pattern: 'H:i d.m.Y',
          short_date_pattern: 'd.m.Y',
          timezone: ACCOUNT.timezone,
          timezone_offset: '+03:00',
        },
      }),
      ...(wanted.has('task_types') && {
        task_types: [
          { id: 1, name: 'Связаться', color: null, icon_id: null, code: 'FOLLOW_UP' },
          { id: 2, name: 'Встреча', color: null, icon_id: null, code: 'MEETING' },
        ],
      }),
      ...(wanted.has('users_groups') && { users_groups: [{ id: 0, name: 'Отдел продаж', uuid: null }] }),
    },
  };
}
