import { Hono } from 'hono';
import { boardView, html, listView, type Markup, pageResponse, type RecordSection, recordView } from '../shell.ts';
import { flowOf } from './flow.ts';
import { type Activity, COMPANY, type Deal, HOST, type Organization, type Person, PIPELINES, STAGES, type Tables } from './tables.ts';

const PAGE_ROWS = 50;
const NAV = [
  { label: 'Leads', href: '/leads/inbox' },
  { label: 'Deals', href: '/pipeline' },
  { label: 'People', href: '/persons/list' },
  { label: 'Organizations', href: '/organizations/list' },
  { label: 'Activities', href: '/activities/list' },
];

/** Dialogs live in the hash: a click on an activity changes nothing but the hash, and closing it takes the hash away. */
const SCRIPT = `
let dialog;
const draw = () => {
  dialog?.remove();
  const activity = /^#dialog\\/activity\\/(\\d+)$/.exec(location.hash);
  if (!activity) return;
  dialog = document.createElement('dialog');
  const title = document.createElement('h2');
  const close = document.createElement('button');
  title.textContent = [...document.querySelectorAll('a')].find((link) => link.hash === location.hash)?.textContent ?? 'Activity';
  close.textContent = 'Close';
  close.addEventListener('click', () => { location.hash = ''; });
  dialog.append(title, close);
  document.body.append(dialog);
  dialog.show();
};
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#dialog/"]') : null;
  if (!link || event.ctrlKey || event.metaKey || event.button !== 0) return;
  event.preventDefault();
  location.hash = link.hash;
}, true);
addEventListener('hashchange', draw);
draw();
`;

/** Record pages, lists and the board on the company's host; `app.pipedrive.com` redirects there. */
export function pageRoutes(tables: Tables): Hono {
  const app = new Hono();
  app.use(async ({ req }, next) => {
    const url = new URL(req.url);
    if (url.hostname === 'app.pipedrive.com')
      return new Response(null, { status: 302, headers: { location: `https://${HOST}${url.pathname}${url.search}` } });
    await next();
    return undefined;
  });
  app.get('/', () => new Response(null, { status: 302, headers: { location: `https://${HOST}/pipeline` } }));
  app.get('/pipeline/:id{\\d+}?', ({ req }) => page('Deals', board(Number(req.param('id') ?? 1), tables), '/pipeline'));
  app.get('/deals', () => page('Deals', dealList(tables), '/pipeline'));
  app.get('/deals/list', () => page('Deals', dealList(tables), '/pipeline'));
  app.get('/persons/list', ({ req }) => page('People', personList(start(req.url), tables), '/persons/list'));
  app.get('/organizations/list', ({ req }) => page('Organizations', organizationList(start(req.url), tables), '/organizations/list'));
  app.get('/leads/inbox', () => page('Leads Inbox', leadList(tables), '/leads/inbox'));
  app.get('/activities/list', () => page('Activities', activityList(tables), '/activities/list'));
  app.get('/settings/api', () => page('Personal API', listView({ heading: 'Personal API', columns: [], rows: [] }), ''));
  app.get('/person/:id{\\d+}', ({ req }) => record(tables.persons.get(Number(req.param('id'))), (row) => personPage(row, tables)));
  app.get('/organization/:id{\\d+}', ({ req }) =>
    record(tables.organizations.get(Number(req.param('id'))), (row) => organizationPage(row, tables)),
  );
  app.get('/deal/:id{\\d+}', ({ req }) => record(tables.deals.get(Number(req.param('id'))), (row) => dealPage(row, tables)));
  app.get('/leads/inbox/:id', ({ req }) => record(tables.leads.get(req.param('id').toLowerCase()), (row) => leadPage(row, tables)));
  app.notFound(() => page('Page not found', listView({ heading: 'Page not found', columns: [], rows: [] }), '', 404));
  return app;
}

function page(title: string, view: Markup, current: string, status = 200): Response {
  const nav = NAV.map((item) => ({ ...item, current: item.href === current }));
  // Older views stay in the document, hidden by style.
  const body = html`<div class="viewContainer" style="display:none"><p>An earlier view</p></div><div class="viewContainer">${view}</div>`;
  return pageResponse(
    { title: `${title} - Pipedrive`, vendor: `Pipedrive · ${COMPANY}`, nav, body, navigation: 'push', script: SCRIPT },
    status,
  );
}

function record<T>(row: T | undefined, show: (row: T) => Response): Response {
  return row === undefined ? page('Page not found', listView({ heading: 'Page not found', columns: [], rows: [] }), '', 404) : show(row);
}

function start(url: string): number {
  return Math.max(0, Number(new URL(url).searchParams.get('start')) || 0);
}

function board(pipelineId: number, tables: Tables): Markup {
  const columns = STAGES.filter((stage) => stage.pipeline_id === pipelineId).map((stage) => ({
    label: stage.name,
    cards: [...tables.deals.values()]
      .filter((deal) => deal.status === 'open' && !deal.is_deleted && deal.stage_id === stage.id)
      .map((deal) => ({ href: `/deal/${deal.id}`, title: deal.title, detail: amount(deal) })),
  }));
  return boardView({ heading: PIPELINES.find((each) => each.id === pipelineId)?.name ?? 'Deals', columns });
}

function dealList(tables: Tables): Markup {
  const rows = [...tables.deals.values()].map((deal) => ({
    href: `/deal/${deal.id}`,
    cells: [deal.title, amount(deal), deal.status, nameOf(tables.organizations, deal.org_id)],
  }));
  return listView({ heading: 'Deals', columns: ['Title', 'Value', 'Status', 'Organization'], rows });
}

function personList(from: number, tables: Tables): Markup {
  const all = [...tables.persons.values()].filter((each) => !each.is_deleted);
  const rows = all.slice(from, from + PAGE_ROWS).map((each) => ({
    href: `/person/${each.id}`,
    cells: [each.name, nameOf(tables.organizations, each.org_id), each.emails[0]?.value ?? '', each.phones[0]?.value ?? ''],
  }));
  return listView({
    heading: 'People',
    columns: ['Name', 'Organization', 'E-mail', 'Phone'],
    rows,
    ...next('/persons/list', from, all.length),
  });
}

function organizationList(from: number, tables: Tables): Markup {
  const all = [...tables.organizations.values()].filter((each) => !each.is_deleted);
  const rows = all
    .slice(from, from + PAGE_ROWS)
    .map((each) => ({ href: `/organization/${each.id}`, cells: [each.name, each.address?.value ?? ''] }));
  return listView({ heading: 'Organizations', columns: ['Name', 'Address'], rows, ...next('/organizations/list', from, all.length) });
}

function leadList(tables: Tables): Markup {
  const rows = [...tables.leads.values()].map((lead) => ({
    href: `/leads/inbox/${lead.id}`,
    cells: [lead.title, nameOf(tables.persons, lead.person_id)],
  }));
  return listView({ heading: 'Leads Inbox', columns: ['Title', 'Person'], rows });
}

function activityList(tables: Tables): Markup {
  const open = [...tables.activities.values()].filter((each) => !each.done && !each.is_deleted);
  const rows = open.map((each) => ({
    href: dialogOf(each.id),
    cells: [each.subject, each.type, [each.due_date, each.due_time].filter(Boolean).join(' ')],
  }));
  return listView({ heading: 'Activities', columns: ['Subject', 'Type', 'Due'], rows });
}

function personPage(person: Person, tables: Tables): Response {
  const deals = [...tables.deals.values()].filter((deal) => deal.participants.includes(person.id));
  const fields = [
    { label: 'E-mail', value: person.emails.map((each) => each.value).join(', ') },
    { label: 'Phone', value: person.phones.map((each) => each.value).join(', ') },
    { label: 'Job title', value: person.job_title },
    { label: 'Owner', value: ownerOf(tables, person.owner_id) },
  ];
  const planned = plannedSection(tables, (each) => each.person_id === person.id);
  const links = [organizationSection(tables, person.org_id), dealSection(deals), planned];
  return recordPage('Person', person.name, fields, links, flowOf('person', person.id, null, tables), '/persons/list');
}

function organizationPage(organization: Organization, tables: Tables): Response {
  const people = [...tables.persons.values()].filter((each) => each.org_id === organization.id);
  const deals = [...tables.deals.values()].filter((deal) => deal.org_id === organization.id);
  const fields = [
    { label: 'Website', value: organization.website },
    { label: 'Address', value: organization.address?.value },
    { label: 'Employees', value: organization.employee_count },
    { label: 'Owner', value: ownerOf(tables, organization.owner_id) },
  ];
  return recordPage(
    'Organization',
    organization.name,
    fields,
    [personSection(people), dealSection(deals)],
    flowOf('org', organization.id, null, tables),
    '/organizations/list',
  );
}

function dealPage(deal: Deal, tables: Tables): Response {
  const people = deal.participants.map((id) => tables.persons.get(id)).filter((each) => each !== undefined);
  const fields = [
    { label: 'Value', value: amount(deal) },
    { label: 'Stage', value: STAGES.find((stage) => stage.id === deal.stage_id)?.name },
    { label: 'Status', value: deal.status },
    { label: 'Owner', value: ownerOf(tables, deal.owner_id) },
  ];
  const planned = plannedSection(tables, (each) => each.deal_id === deal.id);
  const links = [personSection(people), organizationSection(tables, deal.org_id), planned];
  return recordPage('Deal', deal.title, fields, links, flowOf('deal', deal.id, null, tables), '/pipeline', {
    'data-testid': 'header-title',
  });
}

function leadPage(
  lead: { id: string; title: string; person_id: number | null; organization_id: number | null; source_name: string },
  tables: Tables,
): Response {
  const people = lead.person_id === null ? [] : [tables.persons.get(lead.person_id)].filter((each) => each !== undefined);
  const links = [personSection(people), organizationSection(tables, lead.organization_id)];
  const notes = [...tables.notes.values()].filter((each) => each.lead_id === lead.id);
  const entries = notes.map((each) => ({
    object: 'note',
    timestamp: each.add_time.slice(0, 19).replace('T', ' '),
    data: { content: each.content },
  }));
  return recordPage('Lead', lead.title, [{ label: 'Source', value: lead.source_name }], links, entries, '/leads/inbox', {
    'data-testid': 'SidebarLeadTitle',
  });
}

function recordPage(
  kind: string,
  title: string,
  fields: Parameters<typeof recordView>[0]['fields'],
  links: RecordSection[],
  entries: readonly { object: string; timestamp: string; data: Record<string, unknown> }[],
  current: string,
  headingAttributes: Readonly<Record<string, string>> = {},
): Response {
  const activities = entries.map(({ object, timestamp, data }) => ({
    kind: object === 'note' ? 'note' : object === 'mailMessage' ? 'email' : String(data.type ?? 'activity'),
    at: Date.parse(`${timestamp.replace(' ', 'T')}Z`),
    title: typeof data.subject === 'string' ? data.subject : undefined,
    text: readable(data.content ?? data.note ?? data.snippet),
    done: data.done === true,
  }));
  return page(title, recordView({ title, kind, fields, links, activities, headingAttributes }), current);
}

function plannedSection(tables: Tables, wanted: (activity: Activity) => boolean): RecordSection {
  const open = [...tables.activities.values()].filter((each) => !each.done && !each.is_deleted && wanted(each));
  return { heading: 'Planned', rows: open.map((each) => ({ href: dialogOf(each.id), label: each.subject, detail: each.due_date ?? '' })) };
}

function dialogOf(id: number): string {
  return `#dialog/activity/${id}`;
}

function personSection(people: readonly Person[]): RecordSection {
  return {
    heading: 'People',
    rows: people.map((each) => ({
      href: `/person/${each.id}`,
      label: each.name,
      ...(each.job_title !== null && { detail: each.job_title }),
    })),
  };
}

function dealSection(deals: readonly Deal[]): RecordSection {
  return { heading: 'Deals', rows: deals.map((deal) => ({ href: `/deal/${deal.id}`, label: deal.title, detail: amount(deal) })) };
}

function organizationSection(tables: Tables, id: number | null): RecordSection {
  const organization = id === null ? undefined : tables.organizations.get(id);
  return { heading: 'Organization', rows: organization ? [{ href: `/organization/${organization.id}`, label: organization.name }] : [] };
}

function amount(deal: Deal): string {
  return deal.value === null ? '' : new Intl.NumberFormat('en', { style: 'currency', currency: deal.currency }).format(deal.value);
}

function nameOf(table: ReadonlyMap<number, { name: string }>, id: number | null): string {
  return id === null ? '' : (table.get(id)?.name ?? '');
}

function ownerOf(tables: Tables, id: number): string {
  return tables.users.find((each) => each.id === id)?.name ?? '';
}

function next(path: string, from: number, total: number): { more?: string } {
  return from + PAGE_ROWS < total ? { more: `${path}?start=${from + PAGE_ROWS}` } : {};
}

/** Notes are stored as HTML; the page shows their text. */
function readable(html: unknown): string | undefined {
  if (typeof html !== 'string') return undefined;
  const text = html.replace(/<br>|<\/p>/g, '\n').replace(/<[^>]*>/g, '');
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}
