import { type Context, Hono } from 'hono';
import { boardView, listView, pageResponse, type RecordSection, recordView } from '../shell.ts';
import { typeNamed } from './objects.ts';
import type { Org } from './org.ts';
import { recordOf, timelineOf } from './record-page.ts';
import type { Row } from './tables.ts';

const PAGE_SIZE = 50;
const TABS = ['Contact', 'Account', 'Opportunity', 'Lead'] as const;
type Tab = (typeof TABS)[number];
const COLUMNS: Readonly<Record<Tab, readonly (readonly [string, string])[]>> = {
  Contact: [
    ['Name', 'Name'],
    ['Account Name', 'Account'],
    ['Title', 'Title'],
    ['Phone', 'Phone'],
    ['Email', 'Email'],
  ],
  Account: [
    ['Account Name', 'Name'],
    ['Phone', 'Phone'],
    ['Website', 'Website'],
    ['Billing City', 'BillingCity'],
  ],
  Opportunity: [
    ['Opportunity Name', 'Name'],
    ['Account Name', 'Account'],
    ['Stage', 'StageName'],
    ['Amount', 'Amount'],
    ['Close Date', 'CloseDate'],
  ],
  Lead: [
    ['Name', 'Name'],
    ['Company', 'Company'],
    ['Email', 'Email'],
    ['Lead Status', 'Status'],
  ],
};

/**
 * The Lightning pages of the org: lists, the Opportunity board, record pages; one document with pushState navigation.
 * On an Account's page related records open as console sub-tabs (`?ws=` names the workspace).
 */
export function recordPages(org: Org): Hono {
  const app = new Hono();
  app.get('/', (c) => c.redirect('/lightning/o/Contact/list?filterName=AllContacts'));
  app.get('/lightning/page/home', (c) => c.redirect('/lightning/o/Contact/list?filterName=AllContacts'));
  app.get('/lightning/o/:type/list', (c) => list(org, c, c.req.param('type')));
  app.get('/lightning/r/:type/:id/view', (c) => record(org, c, c.req.param('type'), c.req.param('id')));
  app.get('/lightning/r/:id/view', (c) => record(org, c, undefined, c.req.param('id')));
  app.notFound(() =>
    pageResponse(
      shell('Page not found', recordView({ title: "Page doesn't exist", kind: 'Error', fields: [], links: [], activities: [] })),
      404,
    ),
  );
  return app;
}

function list(org: Org, c: Context, name: string): Response {
  const tab = TABS.find((each) => each === name);
  if (!tab) return c.notFound() as Response;
  const view = c.req.query('displayAs');
  if (tab === 'Opportunity' && view === 'kanban') return pageResponse(shell('Opportunities | Salesforce', board(org), 'Board'));
  const from = Math.max(0, Number(c.req.query('from') ?? 0) || 0);
  const all = org.tables.all(tab).filter((row) => row.IsDeleted !== true && row.IsConverted !== true);
  const rows = all.slice(from, from + PAGE_SIZE).map((row) => ({
    href: pathOf(tab, row),
    cells: COLUMNS[tab].map(([, field]) => String((field === 'Account' ? accountName(org, row) : row[field]) ?? '')),
  }));
  const more = from + PAGE_SIZE < all.length ? { more: `/lightning/o/${tab}/list?filterName=All&from=${from + PAGE_SIZE}` } : {};
  const body = listView({ heading: plural(tab), columns: COLUMNS[tab].map(([label]) => label), rows, ...more });
  return pageResponse(shell(`${plural(tab)} | Salesforce`, body, tab));
}

function board(org: Org): ReturnType<typeof boardView> {
  const open = org.tables.all('Opportunity').filter((row) => row.IsDeleted !== true);
  const columns = org.tables.all('OpportunityStage').map((stage) => ({
    label: String(stage.MasterLabel),
    cards: open
      .filter(({ StageName }) => StageName === stage.ApiName)
      .map((row) => ({
        href: pathOf('Opportunity', row),
        title: String(row.Name),
        detail: [row.Amount !== null && `${row.CurrencyIsoCode} ${row.Amount}`, accountName(org, row)].filter(Boolean).join(' · '),
      })),
  }));
  return boardView({ heading: 'Opportunities', columns });
}

function record(org: Org, c: Context, name: string | undefined, id: string): Response {
  const found = org.tables.find(id);
  const type = name === undefined ? found && typeNamed(found.type) : typeNamed(name);
  const row = type && org.tables.get(type.name, id);
  if (!type || !row || row.IsDeleted === true) return c.notFound() as Response;
  const { fields, links } = recordOf(org, type.name, row);
  const sections: RecordSection[] = links.map(({ heading, type: linked, rows }) => ({
    heading,
    rows: rows.map((each) => ({ href: pathOf(linked, each, type.name === 'Account' ? row : undefined), label: String(each.Name ?? '') })),
  }));
  const title = String(row.Name ?? row.Subject ?? row.Title ?? '');
  const body = recordView({ title, kind: type.label, fields, links: sections, activities: timelineOf(org, row.Id) });
  return pageResponse(shell(`${title} | ${type.label} | Salesforce`, body));
}

/** A record's address; inside an Account's workspace it is a sub-tab. */
function pathOf(type: string, row: Row, workspace?: Row): string {
  const path = `/lightning/r/${type}/${row.Id}/view`;
  return workspace ? `${path}?ws=${encodeURIComponent(`/lightning/r/Account/${workspace.Id}/view`)}` : path;
}

function accountName(org: Org, row: Row): string | undefined {
  const name = typeof row.AccountId === 'string' ? org.tables.get('Account', row.AccountId)?.Name : undefined;
  return typeof name === 'string' ? name : undefined;
}

const plural = (tab: Tab) => (tab === 'Opportunity' ? 'Opportunities' : `${tab}s`);

function shell(title: string, body: ReturnType<typeof recordView>, current?: string): Parameters<typeof pageResponse>[0] {
  const tabs = TABS.map((tab) => ({
    label: plural(tab),
    href: `/lightning/o/${tab}/list?filterName=All${plural(tab)}`,
    current: current === tab,
  }));
  const kanban = {
    label: 'Opportunity board',
    href: '/lightning/o/Opportunity/list?filterName=AllOpportunities&displayAs=kanban',
    current: current === 'Board',
  };
  return { title, vendor: 'Salesforce', nav: [...tabs, kanban], body, navigation: 'push' };
}
