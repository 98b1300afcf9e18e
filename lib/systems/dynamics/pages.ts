import type { ObjectKind } from '../../model/page.ts';
import { crmPage, type PageRules, recordPage } from '../page-rules.ts';
import { environmentOf } from './environment.ts';

const KINDS: Readonly<Record<string, ObjectKind>> = {
  contact: 'contact',
  lead: 'lead',
  account: 'company',
  opportunity: 'deal',
  incident: 'ticket',
};
/** The type numbers that old links carry instead of a name. */
const CODES: Readonly<Record<string, string>> = { '1': 'account', '2': 'contact', '3': 'opportunity', '4': 'lead', '112': 'incident' };
const GUID = /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i;
const NAME = /^[a-z][a-z0-9_]{0,127}$/;

/**
 * A model-driven app shows every record at `/main.aspx`; the query alone tells which. Without an id it is the form of a new record.
 * Source: "Which record is open?" fact page, Dynamics 365.
 */
export const dynamicsPages: PageRules = (page) => {
  const host = page.hostname;
  const account = environmentOf(host);
  if (account === undefined) return undefined;
  const crm = crmPage('dynamics', account);
  if (page.pathname.toLowerCase() !== '/main.aspx' || page.searchParams.get('pagetype') !== 'entityrecord') return crm;
  // Links from e-mails wrap the id in a query of its own.
  const extra = new URLSearchParams(page.searchParams.get('extraqs')?.replace(/^\?/, '') ?? '');
  const read = (name: string) => page.searchParams.get(name) ?? extra.get(name) ?? '';
  const native = read('etn').toLowerCase() || CODES[read('etc')];
  const id = GUID.exec(unquoted(read('id')))?.[1]?.toLowerCase();
  if (id === undefined || native === undefined || !NAME.test(native)) return crm;
  const object = Object.hasOwn(KINDS, native) ? KINDS[native] : undefined;
  return recordPage({ system: 'dynamics', object: object ?? 'custom', native, id, account, host });
};

/** Inside `extraqs` the braces are encoded once more. */
function unquoted(id: string): string {
  return id.replace(/^%7b/i, '{').replace(/%7d$/i, '}');
}
