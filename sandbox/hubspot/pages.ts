import { boardView, html, listView, pageResponse, type RecordSection, recordView, type ShellPage } from '../shell.ts';
import { type Account, PORTAL } from './account.ts';
import { STAGES } from './stages.ts';
import type { StoredObject } from './tables.ts';
import { type HubspotType, TYPES, type TypePath } from './types.ts';

const PER_PAGE = 50;
const HOME = `/contacts/${PORTAL}`;
const INDEXED = TYPES.slice(0, 3);
const LABELS: Readonly<Record<string, string>> = { contacts: 'Contacts', companies: 'Companies', deals: 'Deals', tickets: 'Tickets' };
const OF_LEGACY: Readonly<Record<string, string>> = { contact: '0-1', company: '0-2', deal: '0-3', ticket: '0-5' };

/** Test ids HubSpot itself uses; its class names change with every build. */
const PREVIEW = {
  container: { 'data-selenium-test': 'sidebar-preview-panel' },
  header: { 'data-selenium-test': 'preview-panel-header' },
} as const;
/** Index and record are separate bundles: from a record, the navigation loads a page. */
const LEAVE_RECORD = `document.addEventListener('click', (event) => {
  const link = event.target.closest('.side a');
  if (link && location.pathname.includes('/record/')) link.dataset.full = '';
}, true);`;

/** Pages of app.hubspot.com under their real addresses. */
export function answerPage(account: Account, request: Request): Response {
  const url = new URL(request.url);
  const { pathname } = url;
  if (pathname === '/' || pathname === HOME) return redirect(indexPath('0-1', 'list'));
  const [, legacy, legacyId] = new RegExp(`^${HOME}/(contact|company|deal|ticket)/(\\d+)/?$`).exec(pathname) ?? [];
  if (legacy && legacyId) return redirect(`${HOME}/record/${OF_LEGACY[legacy]}/${legacyId}`);
  const [, typeId, id] = new RegExp(`^${HOME}/record/(\\d+-\\d+)/(\\d+)(?:/view/\\d+)?/?$`).exec(pathname) ?? [];
  if (typeId && id) return recordPage(account, typeId, id);
  const [, listed, layout] = new RegExp(`^${HOME}/objects/(\\d+-\\d+)/views/(?:all|\\d+)/(list|board)/?$`).exec(pathname) ?? [];
  const type = INDEXED.find((each) => each.id === listed);
  if (type)
    return layout === 'board' && type.path === 'deals' ? board(account) : index(account, type, Number(url.searchParams.get('page') ?? 1));
  const portal = /^\/contacts\/(\d+)\//.exec(pathname)?.[1];
  if (portal !== undefined && portal !== PORTAL) return otherPortal(portal, pathname);
  return plain('Nothing here', 404, html`<h1>There is nothing here</h1>`);
}

function index(account: Account, type: HubspotType, page: number): Response {
  const rows = account.tables.all(type.path).filter((object) => !object.archived);
  const start = (Math.max(1, Math.trunc(page) || 1) - 1) * PER_PAGE;
  const shown = rows.slice(start, start + PER_PAGE);
  const body = listView({
    heading: LABELS[type.path] ?? type.path,
    columns: ['Name', ...columnsOf(type).map(([label]) => label)],
    rows: shown.map((object) => ({
      href: recordPath(object),
      cells: [nameOf(object), ...columnsOf(type).map(([, name]) => object.properties[name] ?? '')],
      preview: recordPath(object),
      full: true,
    })),
    ...(start + PER_PAGE < rows.length && { more: `${indexPath(type.id, 'list')}?page=${start / PER_PAGE + 2}` }),
  });
  return pageResponse(shell(LABELS[type.path] ?? type.path, body, indexPath(type.id, 'list')));
}

function board(account: Account): Response {
  const deals = account.tables.all('deals').filter((deal) => !deal.archived);
  const columns = STAGES.map((stage) => ({
    label: stage.label,
    cards: deals
      .filter((deal) => deal.properties.dealstage === stage.id)
      .map((deal) => ({
        href: recordPath(deal),
        title: nameOf(deal),
        detail: `${deal.properties.amount ?? '-'} ${deal.properties.deal_currency_code ?? ''}`,
        preview: recordPath(deal),
        full: true,
      })),
  }));
  return pageResponse(shell('Deals board', boardView({ heading: 'Sales Pipeline', columns }), indexPath('0-3', 'board')));
}

function recordPage(account: Account, typeId: string, id: string): Response {
  const type = TYPES.slice(0, 4).find((each) => each.id === typeId);
  const object = type && account.tables.get(type.path, id);
  if (!type || !object) return plain('Record not found', 404, html`<h1>This record does not exist or was deleted</h1>`);
  const body = recordView({
    title: nameOf(object),
    kind: type.word,
    fields: fieldsOf(type).map(([label, name]) => ({ label, value: object.properties[name] })),
    links: TYPES.slice(0, 4)
      .filter((each) => each.path !== type.path)
      .map((each) => section(account, object, each.path))
      .filter((each) => each.rows.length > 0),
    activities: activitiesOf(account, object),
    headingAttributes: { 'data-selenium-test': 'highlightTitle' },
  });
  return pageResponse({ ...shell(nameOf(object), body), script: LEAVE_RECORD });
}

function section(account: Account, object: StoredObject, path: TypePath): RecordSection {
  const linked = account.tables.links(object, path).flatMap((link) => account.tables.get(link.type, link.id) ?? []);
  const rows = linked.map((each) => ({
    href: recordPath(each),
    label: nameOf(each),
    detail: each.properties.email ?? each.properties.domain ?? each.properties.dealstage ?? '',
    preview: recordPath(each),
  }));
  return { heading: LABELS[path] ?? path, rows };
}

function activitiesOf(account: Account, object: StoredObject) {
  const linked = TYPES.slice(4).flatMap((type) =>
    account.tables.links(object, type.path).flatMap((link) => {
      const each = account.tables.get(link.type, link.id);
      return each ? [{ word: type.word, p: each.properties, createdAt: each.createdAt }] : [];
    }),
  );
  return linked
    .map(({ word, p, createdAt }) => ({
      kind: word,
      at: timeOf(p.hs_timestamp) ?? createdAt,
      title: p.hs_task_subject ?? p.hs_call_title ?? p.hs_meeting_title ?? p.hs_email_subject ?? undefined,
      text: plainText(p.hs_note_body ?? p.hs_task_body ?? p.hs_call_body ?? p.hs_meeting_body ?? p.hs_email_text),
      ...(word === 'task' && { done: p.hs_task_status === 'COMPLETED' }),
    }))
    .sort((a, b) => b.at - a.at);
}

function timeOf(value: string | null | undefined): number | undefined {
  if (!value) return undefined;
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}

/** HubSpot's own page shows the body as text of the reader; line breaks are all the stand-in keeps. */
function plainText(body: string | null | undefined): string | undefined {
  const text = body
    ?.replace(/<br\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
  return text || undefined;
}

/** Pages of an account nobody has connected: the address tells whose, the content is none of ours. */
function otherPortal(portal: string, pathname: string): Response {
  const title = pathname.includes('/record/') ? `Record in account ${portal}` : `Account ${portal}`;
  return plain(
    title,
    200,
    html`<h1 data-selenium-test="highlightTitle">${title}</h1><p class="quiet">This is another HubSpot account.</p>`,
  );
}

function plain(title: string, status: number, body: ShellPage['body']): Response {
  return pageResponse(shell(title, body), status);
}

function shell(title: string, body: ShellPage['body'], current?: string): ShellPage {
  const items = [
    ...INDEXED.map((type) => ({ label: LABELS[type.path] ?? type.path, href: indexPath(type.id, 'list') })),
    { label: 'Deals board', href: indexPath('0-3', 'board') },
  ];
  const nav = items.map((item) => ({ ...item, current: item.href === current }));
  return { title: `${title} | HubSpot`, vendor: 'HubSpot', nav, body, navigation: 'push', preview: PREVIEW };
}

function indexPath(typeId: string, layout: 'list' | 'board'): string {
  return `${HOME}/objects/${typeId}/views/all/${layout}`;
}

function recordPath(object: StoredObject): string {
  return `${HOME}/record/${TYPES.find((type) => type.path === object.type)?.id}/${object.id}`;
}

function nameOf(object: StoredObject): string {
  const p = object.properties;
  const person = [p.firstname, p.lastname].filter(Boolean).join(' ');
  return (object.type === 'contacts' ? person || p.email : (p.name ?? p.dealname ?? p.subject)) || object.id;
}

function columnsOf(type: HubspotType): [string, string][] {
  if (type.path === 'contacts')
    return [
      ['Email', 'email'],
      ['Phone', 'phone'],
      ['Job title', 'jobtitle'],
    ];
  if (type.path === 'companies')
    return [
      ['Domain', 'domain'],
      ['City', 'city'],
      ['Industry', 'industry'],
    ];
  return [
    ['Stage', 'dealstage'],
    ['Amount', 'amount'],
    ['Currency', 'deal_currency_code'],
  ];
}

function fieldsOf(type: HubspotType): [string, string][] {
  if (type.path === 'contacts')
    return [...columnsOf(type), ['Mobile', 'mobilephone'], ['City', 'city'], ['Country', 'country'], ['Lifecycle stage', 'lifecyclestage']];
  if (type.path === 'companies')
    return [...columnsOf(type), ['Phone', 'phone'], ['Employees', 'numberofemployees'], ['Country', 'country']];
  return [...columnsOf(type), ['Close date', 'closedate']];
}

function redirect(path: string): Response {
  return new Response(null, { status: 302, headers: { location: path } });
}
