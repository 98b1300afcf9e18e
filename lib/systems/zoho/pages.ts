import type { ObjectKind } from '../../model/page.ts';
import { crmPage, NUMBER, type PageRules, recordPage } from '../page-rules.ts';

/** The product, its suite and its sandboxes in every data centre; Canada has a domain of its own. */
const HOST = /^(?:crm|crmplus|crmsandbox)\.(?:zoho\.(?:com|eu|in|com\.au|jp|com\.cn|sa)|zohocloud\.ca)$/;
/** In the suite the product lies under a path of the suite's own. */
const SUITE = /^\/[^/]{1,100}\/index\.do\/cxapp(?=\/crm\/)/;
/** An account is named by its number, or by an alias that says nothing about the number; older links name none. */
const PLACE = /^\/crm(?:\/([^/]{1,100}))?\/tab\//;
/** Nothing may follow the id but the view it is shown in; `custom-view/<id>/list`, `create` and `settings` are screens. */
const TAB = new RegExp(`^/crm(?:/([^/]{1,100}))?/tab/([A-Za-z]\\w{0,99})/(${NUMBER})(?:/canvas/\\d{1,20})?/?$`);
const ENTITY = /^\/crm\/EntityInfo\.do$/;
const ORG = /^org\d{1,20}$/;
const WHOLE = new RegExp(`^${NUMBER}$`);

/** Tabs keep the first names of things: deals are `Potentials` there. */
const OBJECTS: ReadonlyMap<string, ObjectKind> = new Map([
  ['Leads', 'lead'],
  ['Contacts', 'contact'],
  ['Accounts', 'company'],
  ['Potentials', 'deal'],
  ['Deals', 'deal'],
  ['Cases', 'ticket'],
]);

/** Source: "Which record is open?" fact page, Zoho CRM. Account = the `org…` part of the path, where it is there. */
export const zohoPages: PageRules = (page) => {
  const host = page.hostname;
  if (!HOST.test(host)) return undefined;
  const path = page.pathname.replace(SUITE, '');

  if (ENTITY.test(path)) {
    const [native, id] = [page.searchParams.get('module') ?? '', page.searchParams.get('id') ?? ''];
    if (/^[A-Za-z]\w{0,99}$/.test(native) && WHOLE.test(id)) return recordOf(native, id, undefined, host);
  }
  const [, org, native, id] = TAB.exec(path) ?? [];
  if (native && id) return recordOf(native, id, org, host);
  const place = PLACE.exec(path)?.[1] ?? /^\/crm\/(org\d{1,20})(?:\/|$)/i.exec(path)?.[1];
  return crmPage('zoho', accountIn(place));
};

function recordOf(native: string, id: string, org: string | undefined, host: string) {
  return recordPage({ system: 'zoho', object: OBJECTS.get(native) ?? 'custom', native, id, account: accountIn(org), host });
}

function accountIn(org: string | undefined): string | undefined {
  const account = org?.toLowerCase();
  return account !== undefined && ORG.test(account) ? account : undefined;
}
