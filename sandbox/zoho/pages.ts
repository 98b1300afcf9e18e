import { Hono } from 'hono';
import { boardView, listView, type Markup, pageResponse, type RecordSection, recordView } from '../shell.ts';
import { ACCOUNT, type Module, PAGES, type Row, STAGES, type Tables } from './tables.ts';

const BASE = `/crm/${ACCOUNT}/tab`;
const PAGE_ROWS = 50;
/** Tabs and the modules behind them; deals keep their first name. */
const TABS: Readonly<Record<string, { module: Module; label: string }>> = {
  Leads: { module: 'Leads', label: 'Leads' },
  Contacts: { module: 'Contacts', label: 'Contacts' },
  Accounts: { module: 'Accounts', label: 'Accounts' },
  Potentials: { module: 'Deals', label: 'Deals' },
  Tasks: { module: 'Tasks', label: 'Tasks' },
  Events: { module: 'Events', label: 'Meetings' },
  Calls: { module: 'Calls', label: 'Calls' },
  Cases: { module: 'Cases', label: 'Cases' },
};

/** Record pages, lists and the deals board on the page host; old links and links without an account lead to them. */
export function pageRoutes(tables: Tables): Hono {
  const app = new Hono();
  app.get('/', () => redirect(`${BASE}/Contacts/custom-view/5725767000000087501/list`));
  app.get('/crm/EntityInfo.do', ({ req }) => {
    const given = new URL(req.url).searchParams;
    return redirect(`${BASE}/${encodeURIComponent(given.get('module') ?? '')}/${encodeURIComponent(given.get('id') ?? '')}`);
  });
  app.get('/crm/tab/*', ({ req }) => redirect(new URL(req.url).pathname.replace('/crm/tab', BASE)));
  app.get(`${BASE}/:tab/:id{\\d+}`, ({ req }) => {
    const tab = tabOf(req.param('tab'));
    const row = tab && tables.rows[tab.module].get(req.param('id'));
    return row && tab ? recordPage(req.param('tab'), tab.module, row, tables) : missing();
  });
  app.get(`${BASE}/Potentials`, () => page('Deals', board(tables), 'Potentials'));
  app.get(`${BASE}/:tab`, ({ req }) => list(req.param('tab'), req.url, tables));
  app.get(`${BASE}/:tab/custom-view/:view/list`, ({ req }) => list(req.param('tab'), req.url, tables));
  app.notFound(() => missing());
  return app;
}

function tabOf(name: string) {
  return Object.hasOwn(TABS, name) ? TABS[name] : undefined;
}

function redirect(path: string): Response {
  return new Response(null, { status: 302, headers: { location: `https://${PAGES}${path}` } });
}

function missing(): Response {
  return page('Not found', listView({ heading: 'This record is not available', columns: [], rows: [] }), '', 404);
}

function page(title: string, body: Markup, current: string, status = 200): Response {
  const nav = Object.entries(TABS).map(([tab, { label }]) => ({ label, href: `${BASE}/${tab}`, current: tab === current }));
  return pageResponse({ title: `${title} - Zoho CRM`, vendor: `Zoho CRM · ${ACCOUNT}`, nav, body, navigation: 'push' }, status);
}

function list(name: string, url: string, tables: Tables): Response {
  const tab = tabOf(name);
  if (!tab) return missing();
  const from = Math.max(0, Number(new URL(url).searchParams.get('from')) || 0);
  const all = [...tables.rows[tab.module].values()];
  const rows = all.slice(from, from + PAGE_ROWS).map((row) => ({
    href: hrefOf(tab.module, row.id),
    cells: [titleOf(row), nameIn(row.Account_Name) || text(row.Company), text(row.Email), text(row.Phone)],
  }));
  const more = from + PAGE_ROWS < all.length ? { more: `${BASE}/${name}?from=${from + PAGE_ROWS}` } : {};
  return page(tab.label, listView({ heading: tab.label, columns: ['Name', 'Account', 'Email', 'Phone'], rows, ...more }), name);
}

function board(tables: Tables): Markup {
  const deals = [...tables.rows.Deals.values()];
  const columns = STAGES.map(({ value }) => ({
    label: value,
    cards: deals
      .filter((deal) => deal.Stage === value)
      .map((deal) => ({ href: hrefOf('Deals', deal.id), title: titleOf(deal), detail: amount(deal) })),
  }));
  return boardView({ heading: 'Deals', columns });
}

const SHOWN = [
  'Email',
  'Secondary_Email',
  'Phone',
  'Mobile',
  'Title',
  'Designation',
  'Company',
  'Website',
  'Industry',
  'Employees',
  'Stage',
  'Pipeline',
  'Closing_Date',
  'Status',
  'Due_Date',
  'Lead_Status',
];

function recordPage(tab: string, module: Module, row: Row, tables: Tables): Response {
  const fields = [
    ...SHOWN.map((name) => ({ label: name.replaceAll('_', ' '), value: text(row[name]) })),
    { label: 'Amount', value: amount(row) },
    { label: 'Owner', value: nameIn(row.Owner) },
  ];
  const view = recordView({
    title: titleOf(row),
    kind: TABS[tab]?.label ?? tab,
    fields,
    links: linksOf(module, row, tables),
    activities: activitiesOf(row.id, tables),
  });
  return page(titleOf(row), view, tab);
}

function linksOf(module: Module, row: Row, tables: Tables): RecordSection[] {
  const people = [...tables.rows.Contacts.values()].filter((each) =>
    module === 'Accounts' ? idIn(each.Account_Name) === row.id : tables.roles.get(row.id)?.includes(each.id),
  );
  const deals = [...tables.rows.Deals.values()].filter((each) =>
    module === 'Accounts' ? idIn(each.Account_Name) === row.id : tables.roles.get(each.id)?.includes(row.id),
  );
  const account = tables.rows.Accounts.get(idIn(row.Account_Name) ?? '');
  const section = (heading: string, of: Module, rows: readonly Row[]) => ({
    heading,
    rows: rows.map((each) => ({ href: hrefOf(of, each.id), label: titleOf(each), detail: amount(each) || text(each.Title) })),
  });
  return [
    section('Account', 'Accounts', account ? [account] : []),
    section('Contacts', 'Contacts', people),
    section('Deals', 'Deals', deals),
  ];
}

function activitiesOf(id: string, tables: Tables) {
  const rows = (['Notes', 'Tasks', 'Calls', 'Events'] as const).flatMap((module) =>
    [...tables.rows[module].values()]
      .filter((row) => [row.Who_Id, row.What_Id, row.Parent_Id].some((each) => idIn(each) === id))
      .map((row) => ({
        kind: { Notes: 'note', Tasks: 'task', Calls: 'call', Events: 'meeting' }[module],
        at: Date.parse(text(row.Call_Start_Time) || text(row.Start_DateTime) || row.Created_Time),
        title: text(row.Subject) || text(row.Event_Title) || text(row.Note_Title) || undefined,
        text: text(row.Note_Content) || text(row.Description) || undefined,
        done: module === 'Tasks' ? row.Status === 'Completed' : undefined,
      })),
  );
  const mails = tables.mails
    .filter((mail) => mail.on.includes(id))
    .map((mail) => ({ kind: 'email', at: Date.parse(mail.time), title: mail.subject, text: mail.summary, done: undefined }));
  return [...rows, ...mails].sort((a, b) => b.at - a.at);
}

function hrefOf(module: Module, id: string): string {
  return `${BASE}/${module === 'Deals' ? 'Potentials' : module}/${id}`;
}

function titleOf(row: Row): string {
  const first = [row.Full_Name, row.Deal_Name, row.Subject, row.Event_Title, row.Account_Name].find((each) => typeof each === 'string');
  return text(first);
}

function amount(row: Row): string {
  return typeof row.Amount === 'number'
    ? new Intl.NumberFormat('en', { style: 'currency', currency: text(row.Currency) || 'EUR' }).format(row.Amount)
    : '';
}

function nameIn(value: unknown): string {
  return typeof value === 'object' && value !== null ? text(Reflect.get(value, 'name')) : '';
}

function idIn(value: unknown): string | undefined {
  const id: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
