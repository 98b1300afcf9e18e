import { htmlToText } from '../../lib/systems/html-text.ts';
import { boardView, listView, type Markup, pageResponse, type RecordSection, recordView } from '../shell.ts';
import { MODEL } from './model.ts';
import { ACTIVITIES, type Row, type Store } from './store.ts';

const PAGE_SIZE = 50;
const APP = 'aef19262-6ded-e911-a819-000d3a4a16f3';
const TABS = ['contact', 'account', 'opportunity', 'lead'] as const;
type Tab = (typeof TABS)[number];
const COLUMNS: Readonly<Record<Tab, readonly (readonly [label: string, column: string])[]>> = {
  contact: [
    ['Full Name', 'fullname'],
    ['Email', 'emailaddress1'],
    ['Company Name', '_parentcustomerid_value'],
    ['Business Phone', 'telephone1'],
  ],
  account: [
    ['Account Name', 'name'],
    ['Main Phone', 'telephone1'],
    ['Website', 'websiteurl'],
    ['City', 'address1_city'],
  ],
  opportunity: [
    ['Topic', 'name'],
    ['Potential Customer', '_customerid_value'],
    ['Est. Revenue', 'estimatedvalue'],
    ['Est. Close Date', 'estimatedclosedate'],
  ],
  lead: [
    ['Name', 'fullname'],
    ['Company', 'companyname'],
    ['Email', 'emailaddress1'],
  ],
};
const LABELS: Readonly<Record<Tab, string>> = { contact: 'Contacts', account: 'Accounts', opportunity: 'Opportunities', lead: 'Leads' };
const FORMS: Readonly<Record<string, readonly string[]>> = {
  contact: [
    'jobtitle',
    '_parentcustomerid_value',
    'emailaddress1',
    'emailaddress2',
    'telephone1',
    'mobilephone',
    'address1_city',
    'address1_country',
    'new_language',
    'new_source',
  ],
  lead: ['companyname', 'jobtitle', 'emailaddress1', 'telephone1', 'address1_city', 'new_source'],
  account: ['telephone1', 'websiteurl', 'numberofemployees', 'revenue', 'address1_city', 'address1_country'],
  opportunity: [
    '_customerid_value',
    '_parentcontactid_value',
    'estimatedvalue',
    '_transactioncurrencyid_value',
    'estimatedclosedate',
    'stepname',
  ],
  task: ['description', 'scheduledend', '_regardingobjectid_value'],
  phonecall: ['description', 'actualdurationminutes', '_regardingobjectid_value'],
};

/** The pages of the Sales Hub app: every one at `/main.aspx`, told apart by the query, navigation by pushState. */
export function pageOf(store: Store, url: URL): Response {
  if (url.pathname === '/') return new Response(null, { status: 302, headers: { location: listPath('contact') } });
  if (url.pathname !== '/main.aspx') return notFound();
  const native = url.searchParams.get('etn') ?? 'contact';
  const type = url.searchParams.get('pagetype') ?? 'entitylist';
  if (type === 'entityrecord') return record(store, native, (url.searchParams.get('id') ?? '').replace(/[{}]/g, '').toLowerCase());
  const tab = TABS.find((each) => each === native);
  if (type !== 'entitylist' || !tab) return notFound();
  if (tab === 'opportunity' && url.searchParams.get('view') === 'board') return respond('Opportunities', board(store), 'board');
  return list(store, tab, Math.max(0, Number(url.searchParams.get('from') ?? 0) || 0));
}

const listPath = (native: string) => `/main.aspx?appid=${APP}&pagetype=entitylist&etn=${native}`;
const recordPath = (native: string, row: Row) =>
  `/main.aspx?appid=${APP}&pagetype=entityrecord&etn=${native}&id=${row[MODEL[native]?.key ?? '']}`;

function list(store: Store, tab: Tab, from: number): Response {
  const all = store.all(tab);
  const rows = all.slice(from, from + PAGE_SIZE).map((row) => ({
    href: recordPath(tab, row),
    cells: COLUMNS[tab].map(([, column]) => String(shown(store, row, column) ?? '')),
  }));
  const more = from + PAGE_SIZE < all.length ? { more: `${listPath(tab)}&from=${from + PAGE_SIZE}` } : {};
  return respond(LABELS[tab], listView({ heading: LABELS[tab], columns: COLUMNS[tab].map(([label]) => label), rows, ...more }), tab);
}

function board(store: Store): Markup {
  const places = new Map(store.all('opportunitysalesprocess').map((row) => [row._opportunityid_value, row._activestageid_value]));
  const open = store.all('opportunity').filter(({ statecode }) => statecode === 0);
  const columns = store.all('processstage').map((stage) => ({
    label: String(stage.stagename),
    cards: open
      .filter(({ opportunityid }) => places.get(opportunityid ?? '') === stage.processstageid)
      .map((row) => ({
        href: recordPath('opportunity', row),
        title: String(row.name),
        detail: String(shown(store, row, '_customerid_value') ?? ''),
      })),
  }));
  return boardView({ heading: 'Opportunities', columns });
}

function record(store: Store, native: string, id: string): Response {
  const row = MODEL[native] && store.get(native, id);
  if (!row) return notFound();
  const title = String(row[MODEL[native]?.name ?? ''] ?? '');
  const fields = (FORMS[native] ?? []).map((column) => ({ label: column.replace(/^_|_value$/g, ''), value: shown(store, row, column) }));
  const body = recordView({ title, kind: native, fields, links: linksOf(store, native, row), activities: timelineOf(store, id) });
  return respond(`${title} - Dynamics 365`, body);
}

function shown(store: Store, row: Row, column: string): string | number | null {
  const lookup = /^_(.+)_value$/.exec(column)?.[1];
  const value = row[column] ?? null;
  if (lookup === undefined) return typeof value === 'boolean' ? String(value) : value;
  const target = String(row[`_${lookup}_type`] ?? '');
  const name = store.get(target, value)?.[MODEL[target]?.name ?? ''];
  return typeof name === 'string' ? name : null;
}

function linksOf(store: Store, native: string, row: Row): RecordSection[] {
  const id = row[MODEL[native]?.key ?? ''];
  const section = (heading: string, table: string, rows: readonly (Row | undefined)[]): RecordSection => ({
    heading,
    rows: rows.flatMap((each) => (each ? [{ href: recordPath(table, each), label: String(each[MODEL[table]?.name ?? ''] ?? '') }] : [])),
  });
  const where = (table: string, column: string) => store.all(table).filter((each) => each[column] === id);
  const sections =
    native === 'contact'
      ? [
          section('Account', 'account', [store.get('account', row._parentcustomerid_value)]),
          section('Opportunities', 'opportunity', where('opportunity', '_parentcontactid_value')),
        ]
      : native === 'account'
        ? [
            section('Contacts', 'contact', where('contact', '_parentcustomerid_value')),
            section('Opportunities', 'opportunity', where('opportunity', '_parentaccountid_value')),
          ]
        : native === 'opportunity'
          ? [
              section('Account', 'account', [store.get('account', row._parentaccountid_value)]),
              section('Contact', 'contact', [store.get('contact', row._parentcontactid_value)]),
            ]
          : [];
  return sections.filter(({ rows }) => rows.length > 0);
}

function timelineOf(store: Store, id: string): { kind: string; at: number; title?: string; text?: string; done?: boolean }[] {
  const involved = new Set(store.all('activityparty').flatMap((party) => (party._partyid_value === id ? [party._activityid_value] : [])));
  const activities = ACTIVITIES.flatMap((native) => store.all(native))
    .filter((row) => row._regardingobjectid_value === id || involved.has(row.activityid ?? ''))
    .map((row) => ({
      kind: String(row.activitytypecode),
      at: Date.parse(String(row.createdon)),
      ...texts(row.subject, row.description),
      done: row.statecode === 1,
    }));
  const notes = store
    .all('annotation')
    .filter((row) => row._objectid_value === id)
    .map((row) => ({ kind: 'note', at: Date.parse(String(row.createdon)), ...texts(row.subject, row.notetext) }));
  return [...activities, ...notes].sort((a, b) => b.at - a.at);
}

function texts(title: unknown, text: unknown): { title?: string; text?: string } {
  const plain = typeof text === 'string' && text.startsWith('<div') ? htmlToText(text) : text;
  return { ...(typeof title === 'string' && { title }), ...(typeof plain === 'string' && { text: plain }) };
}

function respond(title: string, body: Markup, current?: string): Response {
  const tabs = TABS.map((tab) => ({ label: LABELS[tab], href: listPath(tab), current: current === tab }));
  const pipeline = { label: 'Pipeline', href: `${listPath('opportunity')}&view=board`, current: current === 'board' };
  return pageResponse({ title, vendor: 'Dynamics 365', nav: [...tabs, pipeline], body, navigation: 'push' });
}

function notFound(): Response {
  const body = recordView({ title: 'Record is unavailable', kind: 'Error', fields: [], links: [], activities: [] });
  return pageResponse({ title: 'Record is unavailable', vendor: 'Dynamics 365', nav: [], body, navigation: 'push' }, 404);
}
