import { CAST_CUSTOM_FIELDS } from '../cast.ts';
import type { VendorContext } from '../vendor.ts';
import { answer, type Json } from './answers.ts';
import { ACCOUNT, type Module, STAGES, type Tables } from './tables.ts';

export interface Column {
  api_name: string;
  data_type: string;
  label?: string;
  custom?: boolean;
  readOnly?: boolean;
  values?: readonly { value: string; probability?: number }[];
}

const COMMON: readonly Column[] = [
  { api_name: 'id', data_type: 'bigint', readOnly: true },
  { api_name: 'Owner', data_type: 'ownerlookup' },
  { api_name: 'Created_Time', data_type: 'datetime', readOnly: true },
  { api_name: 'Modified_Time', data_type: 'datetime', readOnly: true },
  { api_name: 'Created_By', data_type: 'ownerlookup', readOnly: true },
  { api_name: 'Modified_By', data_type: 'ownerlookup', readOnly: true },
  { api_name: 'Tag', data_type: 'text' },
];
const PERSON = plain('First_Name Last_Name Title Department Lead_Source Description');
const CUSTOM: readonly Column[] = CAST_CUSTOM_FIELDS.map(({ key, label, type }) => ({
  api_name: customName(key),
  data_type: type === 'number' ? 'integer' : 'text',
  label,
  custom: true,
}));
const ENTRY: readonly Column[] = [
  { api_name: 'Description', data_type: 'textarea' },
  { api_name: 'Who_Id', data_type: 'lookup' },
  { api_name: 'What_Id', data_type: 'multi_module_lookup' },
];

/** Columns of each module: what lists may ask for, queries may name and writes may set. */
const COLUMNS: Readonly<Record<Module, readonly Column[]>> = {
  Contacts: [
    ...COMMON,
    ...PERSON,
    { api_name: 'Full_Name', data_type: 'text', readOnly: true },
    ...typed('email', 'Email Secondary_Email'),
    ...typed('phone', 'Phone Mobile Home_Phone Other_Phone'),
    { api_name: 'Account_Name', data_type: 'lookup' },
    ...plain('Mailing_City Mailing_Country'),
    ...CUSTOM,
  ],
  Leads: [
    ...COMMON,
    ...PERSON,
    { api_name: 'Full_Name', data_type: 'text', readOnly: true },
    ...typed('email', 'Email Secondary_Email'),
    ...typed('phone', 'Phone Mobile'),
    ...plain('Company Designation City Country Lead_Status'),
    ...['Converted_Contact', 'Converted_Account', 'Converted_Deal'].map((api_name) => ({ api_name, data_type: 'lookup', readOnly: true })),
    { api_name: 'Converted__s', data_type: 'boolean', readOnly: true },
    { api_name: 'Converted_Date_Time', data_type: 'datetime', readOnly: true },
    ...CUSTOM,
  ],
  Accounts: [
    ...COMMON,
    ...plain('Account_Name Industry Billing_City Billing_Country Description'),
    { api_name: 'Website', data_type: 'website' },
    { api_name: 'Phone', data_type: 'phone' },
    { api_name: 'Employees', data_type: 'integer' },
    { api_name: 'Annual_Revenue', data_type: 'currency' },
    { api_name: 'Currency', data_type: 'picklist' },
  ],
  Deals: [
    ...COMMON,
    ...plain('Deal_Name Next_Step Description Lead_Source'),
    { api_name: 'Amount', data_type: 'currency' },
    { api_name: 'Currency', data_type: 'picklist' },
    { api_name: 'Stage', data_type: 'picklist', values: STAGES },
    { api_name: 'Pipeline', data_type: 'picklist' },
    { api_name: 'Probability', data_type: 'integer' },
    { api_name: 'Closing_Date', data_type: 'date' },
    { api_name: 'Account_Name', data_type: 'lookup' },
    { api_name: 'Contact_Name', data_type: 'lookup' },
  ],
  Cases: [
    ...COMMON,
    ...plain('Subject Status Priority Description'),
    { api_name: 'Case_Number', data_type: 'autonumber', readOnly: true },
    { api_name: 'Account_Name', data_type: 'lookup' },
    { api_name: 'Related_To', data_type: 'lookup' },
    { api_name: 'Deal_Name', data_type: 'lookup' },
  ],
  Products: [...COMMON, ...plain('Product_Name Product_Code Product_Category'), { api_name: 'Unit_Price', data_type: 'currency' }],
  Attachments: [...COMMON, ...plain('File_Name Size'), { api_name: 'Parent_Id', data_type: 'lookup' }],
  Tasks: [...COMMON, ...ENTRY, ...plain('Subject Status Priority'), ...typed('date', 'Due_Date'), ...typed('datetime', 'Closed_Time')],
  Calls: [
    ...COMMON,
    ...ENTRY,
    ...plain('Subject Call_Type Call_Duration Call_Result Call_Purpose Outgoing_Call_Status'),
    ...typed('datetime', 'Call_Start_Time'),
  ],
  Events: [
    ...COMMON,
    ...ENTRY,
    ...plain('Event_Title'),
    ...typed('datetime', 'Start_DateTime End_DateTime'),
    { api_name: 'Participants', data_type: 'jsonarray' },
  ],
  Notes: [
    ...COMMON,
    ...plain('Note_Title'),
    { api_name: 'Note_Content', data_type: 'textarea' },
    { api_name: 'Parent_Id', data_type: 'lookup' },
  ],
};

function columnsOf(module: Module, { columns }: Pick<Tables, 'columns'>): readonly Column[] {
  return [...COLUMNS[module], ...(columns.get(module) ?? [])];
}

export function hasColumn(module: Module, name: string, tables: Pick<Tables, 'columns'>): boolean {
  return columnsOf(module, tables).some((column) => column.api_name === name);
}

/** `POST /settings/fields`: one verdict per field; the API name is made of the label, which must be free. */
export function addColumns(module: Module, body: unknown, tables: Tables, context: VendorContext): Response {
  const { fields } = Object(body) as { fields?: unknown };
  const wish: unknown = Array.isArray(fields) && fields.length === 1 ? fields[0] : undefined;
  const { field_label: label, data_type } = Object(wish) as { field_label?: unknown; data_type?: unknown };
  if (typeof label !== 'string' || label.trim() === '')
    return verdict(400, 'MANDATORY_NOT_FOUND', 'required field not found', {
      api_name: 'field_label',
      json_path: '$.fields[0].field_label',
    });
  if (typeof data_type !== 'string' || !ADDABLE.has(data_type))
    return verdict(400, 'INVALID_DATA', 'invalid data', { api_name: 'data_type', json_path: '$.fields[0].data_type' });
  if (fieldList(module, tables).some((each) => each.field_label.toLowerCase() === label.toLowerCase()))
    return verdict(400, 'ALREADY_USED', 'the field label is already used', {
      api_name: 'field_label',
      json_path: '$.fields[0].field_label',
    });
  const api_name = nameOf(label);
  tables.columns.set(module, [...(tables.columns.get(module) ?? []), { api_name, data_type, label, custom: true }]);
  const ref = { system: 'zoho', account: ACCOUNT, object: 'custom' as const, native: 'field', id: api_name };
  context.record({ method: 'POST', path: '/crm/v8/settings/fields', ref, actionKind: 'field-definition' });
  return verdict(201, 'SUCCESS', 'field created', { id: tables.nextId() });
}

const ADDABLE = new Set('text textarea integer double currency date datetime boolean email phone website'.split(' '));

function verdict(status: number, code: string, message: string, details: Json): Response {
  return answer(status, { fields: [{ code, details, message, status: code === 'SUCCESS' ? 'success' : 'error' }] });
}

/** A custom field's API name: made of its label, as the vendor makes it. */
export function customName(key: string): string {
  const label = CAST_CUSTOM_FIELDS.find((field) => field.key === key)?.label ?? key;
  return nameOf(label);
}

function nameOf(label: string): string {
  return label
    .split(/\W+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('_');
}

/** Field metadata as `GET /settings/fields` gives it. */
export function fieldList(module: Module, tables: Pick<Tables, 'columns'>) {
  return columnsOf(module, tables).map((column, index) => ({
    id: `57257670000000${String(index + 100).padStart(5, '0')}`,
    api_name: column.api_name,
    field_label: column.label ?? column.api_name.replaceAll('_', ' '),
    display_label: column.label ?? column.api_name.replaceAll('_', ' '),
    data_type: column.data_type,
    custom_field: column.custom === true,
    read_only: column.readOnly === true,
    field_read_only: column.readOnly === true,
    operation_type: { web_update: column.readOnly !== true, api_create: true, web_create: true, api_update: column.readOnly !== true },
    pick_list_values: (column.values ?? []).map(({ value, probability }, place) => ({
      display_value: value,
      actual_value: value,
      sequence_number: place + 1,
      ...(probability !== undefined && { probability }),
    })),
  }));
}

function plain(names: string): Column[] {
  return typed('text', names);
}

function typed(data_type: string, names: string): Column[] {
  return names.split(' ').map((api_name) => ({ api_name, data_type }));
}
