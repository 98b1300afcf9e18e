import type { ObjectKind } from '../../model/page.ts';
import { crmPage, IGNORE, NUMBER, type PageRules, recordPage } from '../page-rules.ts';

/** `app.hubspot.com` and the hublets `app-eu1`, `app-na2` …; www, knowledge, api and the like are other sites. */
const HOST = /^app(?:-[a-z]+\d+)?\.hubspot\.com$/;

/** Rest of a record path: nothing, or the tab. */
const TAIL = `(?:/view/\\d+)?/?$`;
/** The word `contacts` is the same for every object; the object type id decides. */
const RECORD = new RegExp(`^/contacts/(${NUMBER})/record/(\\d{1,3}-\\d{1,12})/(${NUMBER})${TAIL}`);
/** Still emitted by integrations; HubSpot redirects them. */
const LEGACY = new RegExp(`^/(?:contacts|sales)/(${NUMBER})/(contact|company|deal|ticket)/(${NUMBER})${TAIL}`);
/** The list stays in the path while a ticket is open: `/help-desk/1/view/7/ticket/5/thread`. */
const HELP_DESK = new RegExp(`^/help-desk/(${NUMBER})/(?:[\\w-]+/)*?ticket/(${NUMBER})(?:/thread(?:/\\d+)?)?/?$`);
/** Windows of the calling tools: the rep is still with the record she called from. */
const CALLING = /^\/calling/;
/** Nearly every page names its portal second; `settings` and the like too. */
const PORTAL = new RegExp(`^/[\\w-]+/(${NUMBER})(?:/|$)`);

const LEGACY_TYPES: Readonly<Record<string, string>> = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5' };
const OBJECTS: Readonly<Record<string, ObjectKind>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  '0-136': 'lead',
};

/** Products, invoices, tasks and portal-defined objects are `custom`. */
function hubspotObject(objectTypeId: string): ObjectKind {
  return OBJECTS[objectTypeId] ?? 'custom';
}

/** Source: "Which record is open?" fact page, HubSpot; account = portal number from the path. */
export const hubspotPages: PageRules = (page) => {
  const host = page.hostname;
  if (!HOST.test(host)) return undefined;
  const path = page.pathname;
  if (CALLING.test(path)) return IGNORE;

  const found = match(path);
  if (!found) return crmPage('hubspot', PORTAL.exec(path)?.[1]);
  const { portal: account, native, id } = found;
  return recordPage({ system: 'hubspot', object: hubspotObject(native), native, id, account, host });
};

function match(path: string): { portal: string; native: string; id: string } | undefined {
  const [, portal, type, id] = RECORD.exec(path) ?? LEGACY.exec(path) ?? [];
  if (portal && type && id) return { portal, native: LEGACY_TYPES[type] ?? type, id };
  const [, desk, ticket] = HELP_DESK.exec(path) ?? [];
  return desk && ticket ? { portal: desk, native: '0-5', id: ticket } : undefined;
}
