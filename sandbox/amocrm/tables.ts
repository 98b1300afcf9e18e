/** What the stand-in keeps. Times are Unix seconds, as in the API. */
export type EntityType = 'contacts' | 'companies' | 'leads';

interface FieldValue {
  field_id: number;
  values: { value: string | number; enum_code?: string; enum_id?: number }[];
}

export interface Entity {
  type: EntityType;
  id: number;
  name: string;
  first_name: string;
  last_name: string;
  price: number;
  pipeline_id: number;
  status_id: number;
  responsible_user_id: number;
  created_by: number;
  created_at: number;
  updated_at: number;
  closed_at: number | null;
  loss_reason_id: number | null;
  /** Of a lead in the recycle bin: when it was put there. */
  deleted_at?: number;
  fields: FieldValue[];
  tags: { id: number; name: string }[];
  /** Of a lead: things of the product list, and how many. */
  products: { id: number; quantity: number }[];
  companyId?: number;
  /** Of a lead: the main contact first. */
  contactIds: number[];
  /** Epoch ms of the last write through the API; 0 for the story's own rows. The search index lags behind it. */
  writtenAt: number;
}

export interface NoteRow {
  id: number;
  owner: EntityType;
  entity_id: number;
  created_by: number;
  updated_by: number;
  created_at: number;
  updated_at: number;
  responsible_user_id: number;
  note_type: string;
  params: Record<string, unknown>;
}

export interface TaskRow {
  id: number;
  entity_id: number;
  entity_type: string;
  created_by: number;
  created_at: number;
  updated_at: number;
  responsible_user_id: number;
  is_completed: boolean;
  task_type_id: number;
  text: string;
  duration: number;
  complete_till: number;
  result: { text: string } | [];
}

export interface EventRow {
  id: string;
  type: string;
  entity_id: number;
  entity_type: 'lead' | 'contact' | 'company' | 'task';
  created_by: number;
  created_at: number;
  value_after: unknown[];
  value_before: unknown[];
}

export interface FieldRow {
  id: number;
  type: string;
  name: string;
  code: string | null;
  predefined: boolean;
  apiOnly?: boolean;
  enums?: { id: number; value: string; code: string }[];
}

export interface State {
  contacts: Map<number, Entity>;
  companies: Map<number, Entity>;
  leads: Map<number, Entity>;
  notes: Map<number, NoteRow>;
  tasks: Map<number, TaskRow>;
  events: EventRow[];
  fields: Record<EntityType, FieldRow[]>;
  /** Cast person key → contact ids. */
  people: Map<string, number[]>;
  nextId(): number;
}

export const ACCOUNT = {
  id: 31_415_926,
  subdomain: 'vektordemo',
  host: 'vektordemo.amocrm.ru',
  currency: 'RUB',
  timezone: 'Europe/Moscow',
};
export const FIRST_USER = 504_101;

export const MAIN_PIPELINE = 7_104_455;
export const WON = 142;
export const LOST = 143;
/** The five open stages of the main pipeline. */
export const OPEN_STAGES = [61_000_011, 61_000_012, 61_000_013, 61_000_014, 61_000_015] as const;

const CLOSED = [
  { id: WON, name: 'Успешно реализовано', sort: 10_000, type: 0 },
  { id: LOST, name: 'Закрыто и не реализовано', sort: 11_000, type: 0 },
];

export const PIPELINES = [
  {
    id: MAIN_PIPELINE,
    name: 'Продажи',
    sort: 1,
    is_main: true,
    statuses: [
      { id: 61_000_010, name: 'Неразобранное', sort: 10, type: 1 },
      ...['Первичный контакт', 'Переговоры', 'Коммерческое предложение', 'Согласование договора', 'Оплата'].map((name, index) => ({
        id: OPEN_STAGES[index] ?? 0,
        name,
        sort: 20 + index * 10,
        type: 0,
      })),
      ...CLOSED,
    ],
  },
  {
    id: 7_104_460,
    name: 'Сервис',
    sort: 2,
    is_main: false,
    statuses: [
      { id: 61_000_030, name: 'Неразобранное', sort: 10, type: 1 },
      { id: 61_000_031, name: 'Заявка', sort: 20, type: 0 },
      { id: 61_000_032, name: 'Диагностика', sort: 30, type: 0 },
      ...CLOSED,
    ],
  },
];

const PHONE: FieldRow = {
  id: 700_001,
  type: 'multitext',
  name: 'Телефон',
  code: 'PHONE',
  predefined: true,
  enums: [
    { id: 901, value: 'WORK', code: 'WORK' },
    { id: 902, value: 'MOB', code: 'MOB' },
    { id: 903, value: 'OTHER', code: 'OTHER' },
  ],
};
const EMAIL: FieldRow = {
  id: 700_003,
  type: 'multitext',
  name: 'Email',
  code: 'EMAIL',
  predefined: true,
  enums: [
    { id: 911, value: 'WORK', code: 'WORK' },
    { id: 912, value: 'PRIV', code: 'PRIV' },
    { id: 913, value: 'OTHER', code: 'OTHER' },
  ],
};

/** The account's one list, its products. */
export const CATALOG = { id: 4521, name: 'Товары', type: 'products' };
export const PRODUCTS = [
  { id: 525_439, name: 'Станок токарный', price: 850_000 },
  { id: 525_440, name: 'Пусконаладка', price: 45_000 },
] as const;

const own = (id: number, name: string, code: string, type = 'text'): FieldRow => ({ id, type, name, code, predefined: false });
const tracking = (id: number, code: string): FieldRow => ({ id, type: 'tracking_data', name: code.toLowerCase(), code, predefined: true });

/** Field definitions per type. Those with our codes are what an administrator of this account made. */
export const FIELDS: Readonly<Record<EntityType, readonly FieldRow[]>> = {
  contacts: [
    { id: 700_005, type: 'text', name: 'Должность', code: 'POSITION', predefined: true },
    PHONE,
    EMAIL,
    own(710_001, 'Язык', 'LANGUAGE'),
    own(710_002, 'Источник', 'SOURCE'),
    own(710_003, 'Просмотры страниц', 'PAGE_VIEWS', 'numeric'),
    own(710_004, 'Визиты на сайт', 'VISITS', 'numeric'),
    own(710_005, 'Открытые письма', 'EMAIL_OPENS', 'numeric'),
    own(710_006, 'Клики в письмах', 'EMAIL_CLICKS', 'numeric'),
    own(710_007, 'Загрузки материалов', 'CONTENT_DOWNLOADS', 'numeric'),
    own(710_008, 'Рекламная кампания', 'UTM_CAMPAIGN_TEXT'),
    own(710_009, 'Страна', 'COUNTRY'),
    own(710_010, 'Город', 'CITY'),
  ],
  companies: [
    PHONE,
    EMAIL,
    { id: 700_007, type: 'url', name: 'Web', code: 'WEB', predefined: true },
    own(720_001, 'Отрасль', 'INDUSTRY'),
    own(720_002, 'Сотрудники', 'EMPLOYEES', 'numeric'),
    own(720_003, 'Выручка', 'REVENUE', 'monetary'),
    own(720_004, 'Страна', 'COUNTRY'),
    own(720_005, 'Город', 'CITY'),
  ],
  leads: [
    tracking(730_001, 'UTM_SOURCE'),
    tracking(730_002, 'UTM_MEDIUM'),
    tracking(730_003, 'UTM_CAMPAIGN'),
    tracking(730_004, 'UTM_CONTENT'),
    tracking(730_005, 'UTM_TERM'),
    tracking(730_006, 'UTM_REFERRER'),
    tracking(730_007, 'YCLID'),
    { ...own(730_020, 'Приоритет', 'PRIORITY', 'select'), enums: [{ id: 921, value: 'Высокий', code: 'HIGH' }] },
  ],
};

/** A value for a field by its code; nothing for a value nobody knows. */
export function fieldValue(type: EntityType, code: string, ...values: (string | number | undefined)[]): FieldValue[] {
  const field = FIELDS[type].find((each) => each.code === code);
  const known = values.flatMap((value) => (value === undefined || value === '' ? [] : [value]));
  if (!field || known.length === 0) return [];
  const preset = field.type === 'multitext' ? field.enums?.[0] : undefined;
  return [{ field_id: field.id, values: known.map((value) => ({ value, ...(preset && { enum_id: preset.id, enum_code: preset.code }) })) }];
}
