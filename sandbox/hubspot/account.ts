import type { VendorContext } from '../vendor.ts';
import type { Added } from './properties.ts';
import { type Seeded, seed } from './seed.ts';

/** The portal number of the stand-in, as in all its page addresses. */
export const PORTAL = '4471209';

/** Tokens the stand-in accepts, with what each may do. */
export const FULL_TOKEN = 'pat-na1-00000000-sandbox-full';
/** Reads contacts and companies, and nothing else. */
export const LIMITED_TOKEN = 'pat-na1-limited';

const ALL_SCOPES = [
  ...['contacts', 'companies', 'deals', 'leads'].flatMap((name) => [`crm.objects.${name}.read`, `crm.objects.${name}.write`]),
  'crm.objects.line_items.read',
  ...['contacts', 'companies', 'deals'].flatMap((name) => [`crm.schemas.${name}.read`, `crm.schemas.${name}.write`]),
  ...['crm.objects.owners.read', 'tickets', 'sales-email-read', 'files'],
];
const SCOPES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [FULL_TOKEN, new Set(ALL_SCOPES)],
  [LIMITED_TOKEN, new Set(['crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.schemas.contacts.read'])],
]);

/** The rights of a token; undefined = nobody knows it. */
export function scopesOf(token: string): ReadonlySet<string> | undefined {
  return SCOPES.get(token);
}

/** Everything one stand-in holds. */
export interface Account extends Seeded {
  context: VendorContext;
  properties: Added;
  correlation(): string;
}

export function openAccount(context: VendorContext): Account {
  const hex = (length: number) => Array.from({ length }, () => Math.floor(context.random() * 16).toString(16)).join('');
  return {
    ...seed(context.cast),
    context,
    properties: new Map(),
    correlation: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
