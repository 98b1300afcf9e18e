import type { ObjectKind, PageState } from '../../model/page.ts';
import { crmPage, type PageRules, recordPage } from '../page-rules.ts';
import { hasValidChecksum, isCustomId, isIdShaped, nativeOfId, toId18 } from './ids.ts';

const LABEL = '([a-z0-9](?:[a-z0-9-]*[a-z0-9])?)';
/** Kinds of org that stand between label and domain, and the instance of an older sandbox (`acme--uat.cs33.my…`). */
const INFIX = '(?:\\.(?:sandbox|develop|scratch|trailblaze|patch|demo|free|stage|[a-z]{2,4}\\d{1,4}))?';
const DOMAINS = [
  'lightning\\.(?:force\\.com|force\\.com\\.mcas\\.ms|force\\.mil|crmforce\\.mil|sfcrmapps\\.cn)',
  'my\\.(?:salesforce\\.com|salesforce\\.com\\.mcas\\.ms|salesforce\\.mil|salesforce-setup\\.com|sfcrmproducts\\.cn)',
].join('|');
/** A My Domain may itself be called `test` or `help`: the marketing hosts (`test.salesforce.com` …) simply do not fit. */
const ORG_HOST = new RegExp(`^${LABEL}${INFIX}\\.(?:${DOMAINS})$`);
/** Visualforce pages: the label carries the package's namespace behind `--` (`acme--uat--c`). */
const VF_HOST = new RegExp(`^${LABEL}--[a-z0-9]+${INFIX}\\.(?:vf\\.force\\.com|visual\\.force\\.com|visualforce\\.com)$`);
/** `na15.salesforce.com`: shared by many orgs, so it names no account. */
const INSTANCE = /^[a-z]{2,4}\d{1,4}$/;
const INSTANCE_HOST = /^[a-z]{2,4}\d{1,4}\.(?:my\.)?salesforce\.com$/;

const ID = '([a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)';
/** The focused record is the one in the path; `ws` in a console's query is only its workspace. The type may be missing. */
const LIGHTNING = new RegExp(`^/lightning/r/(?:([a-zA-Z]\\w*)/)?${ID}(?:/(?:view|edit|related/\\w+/view))?/?$`);
const OLD_LIGHTNING = new RegExp(`^#/sObject/${ID}(?:/view)?/?$`);
const CLASSIC = new RegExp(`^/${ID}(/e)?/?$`);
const VISUALFORCE = /^\/apex\/\w+\/?$/;

/** A Map, as the name comes from the URL: `constructor` must find nothing. */
const OBJECTS: ReadonlyMap<string | undefined, ObjectKind> = new Map([
  ['Account', 'company'],
  ['Contact', 'contact'],
  ['Opportunity', 'deal'],
  ['Lead', 'lead'],
  ['Case', 'ticket'],
]);
/** Have a record path and an id, but are views over records. */
const VIEWS = new Set(['Report', 'Dashboard', 'ListView', 'Folder']);

interface Found {
  native: string | undefined;
  id: string;
}

function salesforceObject(native: string | undefined): ObjectKind {
  return OBJECTS.get(native) ?? 'custom';
}

/** Source: "Which record is open?" fact page, Salesforce; account = My Domain label, without the domain that serves it. */
export const salesforcePages: PageRules = (page) => {
  const host = page.hostname;
  const org = orgOf(host);
  if (!org) return undefined;
  const found = lightningRecord(page) ?? classicRecord(page) ?? consoleRecord(page, org.account);
  return found ? toState(found, org.account, host) : crmPage('salesforce', org.account);
};

function toState({ native, id }: Found, account: string | undefined, host: string): PageState {
  return recordPage({ system: 'salesforce', object: salesforceObject(native), native, id: toId18(id), account, host });
}

/** `account` is absent on hosts that many orgs share. */
function orgOf(host: string): { account: string | undefined } | undefined {
  if (INSTANCE_HOST.test(host)) return { account: undefined };
  const label = (VF_HOST.exec(host) ?? ORG_HOST.exec(host))?.[1];
  if (label === undefined) return undefined;
  return { account: INSTANCE.test(label) ? undefined : label };
}

function lightningRecord(page: URL): Found | undefined {
  const [, native, id] = LIGHTNING.exec(page.pathname) ?? [];
  if (id && !(native && VIEWS.has(native)) && !isView(id)) return { native: native ?? nativeOfId(id), id };
  const old = page.pathname === '/one/one.app' ? OLD_LIGHTNING.exec(page.hash)?.[1] : undefined;
  return old && !isView(old) ? { native: nativeOfId(old), id: old } : undefined;
}

/** Reports, dashboards, list views and folders by their key prefix. */
function isView(id: string): boolean {
  return /^(?:00O|01Z|00B|00l)/.test(id);
}

/** Classic puts the bare id first, so any word of 15 letters fits: the id itself must be credible. */
function classicRecord(page: URL): Found | undefined {
  const [, id, edit] = CLASSIC.exec(page.pathname) ?? [];
  const cloning = edit !== undefined && page.searchParams.has('clone');
  if (id) return isCredible(id) && !cloning ? { native: nativeOfId(id), id } : undefined;
  if (!VISUALFORCE.test(page.pathname)) return undefined;
  const parameter = page.searchParams.get('id') ?? '';
  return isIdShaped(parameter) && isCredible(parameter) ? { native: nativeOfId(parameter), id: parameter } : undefined;
}

/**
 * A standard key prefix is evidence enough (`001…`). Custom objects (`a..`) and articles (`ka.`) begin like words: there an
 * 18-character id must have a fitting checksum, a 15-character one enough digits.
 */
function isCredible(id: string): boolean {
  if (/^\d/.test(id)) return nativeOfId(id) !== undefined;
  if (!isCustomId(id) && !nativeOfId(id)) return false;
  return id.length === 18 ? hasValidChecksum(id) : (id.match(/\d/g)?.length ?? 0) >= 4;
}

/** Classic console: the focused tab's address behind `#`, percent-encoded, relative or whole (then of the same org). */
function consoleRecord(page: URL, account: string | undefined): Found | undefined {
  if (page.pathname !== '/console' || page.hash.length < 2) return undefined;
  const tab = URL.parse(decoded(page.hash.slice(1)), page.origin);
  if (tab?.protocol !== 'https:' || tab.username) return undefined;
  const org = orgOf(tab.hostname);
  if (!org || (tab.hostname !== page.hostname && (org.account === undefined || org.account !== account))) return undefined;
  return classicRecord(tab);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
