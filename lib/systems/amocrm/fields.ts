import type { Connection } from '../contract.ts';
import { domainOf } from '../matching.ts';
import type { Native } from './kinds.ts';
import type { Entity } from './schema.ts';

type Canonical = 'title' | 'companyName' | 'industry' | 'country' | 'city' | 'taxId' | 'employees' | 'revenue';
type Values = NonNullable<NonNullable<Entity['custom_fields_values']>[number]['values']>;

/** What `custom_fields_values` holds, sorted out. */
export interface Fields {
  emails: string[];
  phones: string[];
  domains: string[];
  /** Everything but e-mail and phone, under `field_code` where there is one, else the numeric id; several values = array. */
  custom: Record<string, unknown>;
  /** Canonical text fields: what the connection's field map names, else the account's fields that carry our code. */
  pick<K extends Canonical>(...names: K[]): { [P in K]?: string };
}

/**
 * Codes of fields by meaning. POSITION is the vendor's preset of contacts; the others are codes an account's administrator
 * gives to fields of his own.
 */
const CODES: Readonly<Record<Canonical, readonly string[]>> = {
  title: ['POSITION', 'JOB_TITLE'],
  companyName: ['COMPANY_NAME'],
  industry: ['INDUSTRY'],
  country: ['COUNTRY'],
  city: ['CITY'],
  taxId: ['INN', 'VAT_ID', 'TAX_ID'],
  employees: ['EMPLOYEES'],
  revenue: ['REVENUE'],
};

/** Sorts an entity's custom fields. Total; `custom_fields_values` is null on a record without any. */
export function customFields(entity: Entity, native: Native, connection: Connection): Fields {
  const custom: Record<string, unknown> = {};
  const emails: string[] = [];
  const phones: string[] = [];
  const sites: string[] = [];
  const place: Partial<Record<Canonical, string>> = {};
  for (const field of entity.custom_fields_values ?? []) {
    const values = field.values ?? [];
    const code = field.field_code?.toUpperCase();
    if (code === 'EMAIL') emails.push(...texts(values));
    else if (code === 'PHONE') phones.push(...texts(values));
    else {
      const key = field.field_code ?? field.field_id;
      if (key !== undefined) setOwn(custom, key, plain(values));
      if (code === 'WEB' || field.field_type === 'url') sites.push(...texts(values));
      if (field.field_type === 'smart_address') Object.assign(place, addressParts(values));
      if (field.field_type === 'legal_entity') Object.assign(place, legalParts(values));
    }
  }
  const map = connection.fieldMap?.[native];
  const find = (name: Canonical) => {
    const keys = map?.[name] === undefined ? CODES[name] : [map[name]];
    const key = keys.find((each) => Object.hasOwn(custom, each));
    return (key === undefined ? undefined : firstText(custom[key])) ?? place[name];
  };
  return {
    custom,
    emails: unique(emails),
    phones: unique(phones),
    domains: unique(sites.flatMap((site) => domainOf(site) ?? [])),
    pick: <K extends Canonical>(...names: K[]) =>
      Object.fromEntries(names.flatMap((name) => (find(name) ? [[name, find(name)]] : []))) as { [P in K]?: string },
  };
}

function plain(values: Values): unknown {
  const all = values.map((each) => each.value);
  return all.length > 1 ? all : all[0];
}

function texts(values: Values): string[] {
  return values.flatMap(({ value }) => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() || [] : []));
}

function addressParts(values: Values): Partial<Record<Canonical, string>> {
  const part = (code: string) => values.find((each) => (each.enum_code ?? each.enum) === code)?.value;
  const city = part('city');
  const country = part('country');
  return { ...(typeof city === 'string' && city && { city }), ...(typeof country === 'string' && country && { country }) };
}

function legalParts(values: Values): Partial<Record<Canonical, string>> {
  const first = values[0]?.value;
  if (typeof first !== 'object' || first === null) return {};
  const taxId = 'vat_id' in first && first.vat_id ? first.vat_id : 'inn' in first ? first.inn : undefined;
  return typeof taxId === 'string' && taxId ? { taxId } : {};
}

function firstText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first === 'string') return first.trim() || undefined;
  return typeof first === 'number' ? String(first) : undefined;
}

/** A field code may be any word, `__proto__` too: an ordinary assignment would lose it. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
