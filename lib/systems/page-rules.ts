import type { ObjectKind, PageRecord, PageState, SystemId } from '../model/page.ts';

/** One vendor's reading of a URL; `undefined` = not a host of this vendor. Gets only what `parsePageUrl` let through. */
export type PageRules = (page: URL) => PageState | undefined;

/** An example beside a rule: `is` is what `classifyPage` must answer, in short. Kept in `pages.examples.ts`, out of every bundle. */
export interface PageExample {
  url: string;
  is: 'ignore' | 'crm' | Pick<PageRecord, 'object' | 'id'> | PageRecord;
  account?: string;
  why?: string;
}

/** A page that shows no CRM record of ours and must not change what the panel shows. */
export const IGNORE: PageState = { kind: 'ignore' };

/** A positive whole number as vendors write ids: no sign, no leading zero, at most 20 digits. For use inside anchored patterns. */
export const NUMBER = '[1-9]\\d{0,19}';

/**
 * A URL that may be a CRM page: https, no user-info, no port. Everything else (also what is no string) gives `undefined`.
 * The port matters: vendors serve their UI on 443 only, and `https://host:8443` is a different origin.
 */
export function parsePageUrl(url: unknown): URL | undefined {
  if (typeof url !== 'string') return undefined;
  const page = URL.parse(url);
  if (page?.protocol !== 'https:' || page.username || page.password || page.port) return undefined;
  return page;
}

/** Inside the CRM, but no record. */
export function crmPage(system: SystemId, account?: string): PageState {
  return account === undefined ? { kind: 'crm', system } : { kind: 'crm', system, account };
}

/** A record page; what is unknown is left out, as optional means unknown. */
export function recordPage(record: {
  system: SystemId;
  object: ObjectKind;
  native: string | undefined;
  id: string;
  account: string | undefined;
  host: string;
}): PageState {
  const { native, account, ...rest } = record;
  return { kind: 'record', record: { ...rest, ...(native !== undefined && { native }), ...(account !== undefined && { account }) } };
}

/**
 * One string per record a page can show: equal strings = the same record, whatever query, hash or trailing slash its URL had.
 * Salesforce ids are unique over all types, and some of its URLs do not tell the type, so the type is left out there.
 * amoCRM accounts are told apart by host: acme.amocrm.ru is not acme.kommo.com.
 */
function pageRecordKey(record: PageRecord): string {
  const tenant = record.system === 'amocrm' ? record.host : (record.account ?? record.host);
  const type = record.system === 'salesforce' ? '' : (record.native ?? record.object);
  return [record.system, tenant, type, record.id].map((part) => encodeURIComponent(part.toWellFormed())).join('/');
}

/** Do two URLs' records name the same record? */
export function sameRecord(a: PageRecord, b: PageRecord): boolean {
  return pageRecordKey(a) === pageRecordKey(b);
}
