import { html, type Markup } from '../markup.ts';
import { boardView, listView, pageResponse, recordView } from '../shell.ts';
import { leadsOf } from './render.ts';
import { type Entity, type EntityType, FIELDS, type NoteRow, PIPELINES, type State, type TaskRow } from './tables.ts';

const NAV = [
  { label: 'Сделки', href: '/leads/pipeline/' },
  { label: 'Список сделок', href: '/leads/list/' },
  { label: 'Контакты', href: '/contacts/list/contacts/' },
  { label: 'Компании', href: '/contacts/list/companies/' },
];
const KINDS: Readonly<Record<EntityType, string>> = { contacts: 'Контакт', companies: 'Компания', leads: 'Сделка' };
const PAGE = 60;

/** A page of the web UI, by the shapes of its real addresses. A card is drawn over the list it was opened from. */
export function page(url: URL, state: State): Response {
  const path = url.pathname.replace(/\/+$/, '');
  const card = /^\/(contacts|companies|leads)\/detail\/(\d+)$/.exec(path);
  const entity = card ? state[card[1] as EntityType].get(Number(card[2])) : undefined;
  if (entity)
    return shell(entity.name, html`${drawCard(entity, state)}<div class="list-behind">${listOf(entity.type, state, 1)}</div>`, path);
  if (card) return shell('Не найдено', html`<h1>Карточка не найдена</h1>`, path, 404);
  const number = Math.max(1, Number(url.searchParams.get('PAGEN_1') ?? 1) || 1);
  if (path === '' || path === '/leads' || /^\/leads\/pipeline(\/\d+)?$/.test(path)) return shell('Сделки', board(path, state), path);
  if (path.startsWith('/leads/list')) return shell('Сделки', listOf('leads', state, number), path);
  if (path.startsWith('/contacts/list/companies') || path === '/companies/list')
    return shell('Компании', listOf('companies', state, number), path);
  if (path.startsWith('/contacts/list')) return shell('Контакты', listOf('contacts', state, number), path);
  if (/^\/(todo|dashboard|stats|settings|mail)(\/|$)/.test(path)) return shell('amoCRM', html`<h1>amoCRM</h1>`, path);
  return shell('Не найдено', html`<h1>Страница не найдена</h1>`, path, 404);
}

function shell(title: string, body: Markup, path: string, status = 200): Response {
  const nav = NAV.map((item) => ({ ...item, current: `${path}/` === item.href }));
  return pageResponse({ title: `${title} - amoCRM`, vendor: 'amoCRM', nav, body, navigation: 'push' }, status);
}

function board(path: string, state: State): Markup {
  const pipeline = PIPELINES.find(({ id }) => path.endsWith(`/${id}`)) ?? PIPELINES[0];
  const leads = [...state.leads.values()].filter(({ pipeline_id }) => pipeline_id === pipeline?.id);
  const columns = (pipeline?.statuses ?? []).map((status) => ({
    label: status.name,
    cards: leads
      .filter(({ status_id }) => status_id === status.id)
      .map((lead) => ({ href: hrefOf(lead), title: lead.name, detail: price(lead) })),
  }));
  return boardView({ heading: pipeline?.name ?? 'Сделки', columns });
}

function listOf(type: EntityType, state: State, number: number): Markup {
  const all = [...state[type].values()];
  const rows = all.slice((number - 1) * PAGE, number * PAGE).map((row) => ({ href: hrefOf(row), cells: cellsOf(row, state) }));
  const home = type === 'leads' ? '/leads/list/' : `/contacts/list/${type}/`;
  const columns = type === 'leads' ? ['Название', 'Бюджет', 'Компания'] : ['Имя', 'Email', 'Телефон'];
  const heading = type === 'leads' ? 'Сделки' : type === 'contacts' ? 'Контакты' : 'Компании';
  return listView({ heading, columns, rows, ...(all.length > number * PAGE && { more: `${home}?PAGEN_1=${number + 1}` }) });
}

function cellsOf(row: Entity, state: State): string[] {
  if (row.type === 'leads') return [row.name, price(row), state.companies.get(row.companyId ?? 0)?.name ?? ''];
  return [row.name, textOf(row, 'EMAIL'), textOf(row, 'PHONE')];
}

/** The marks of a real card: its root, its form, the member that holds the name, the chip with the number. */
function drawCard(row: Entity, state: State): Markup {
  const name = row.type === 'leads' ? 'lead[NAME]' : 'contact[NAME]';
  return html`<div class="card-holder"><form class="card-entity-form" id="edit_card"><input type="hidden" name="${name}" value="${row.name}"><ul hidden><li data-id="lead_id">#${row.id}</li></ul></form>${recordView(
    {
      title: row.name,
      kind: KINDS[row.type],
      fields: fieldsOf(row, state),
      links: linksOf(row, state),
      activities: activitiesOf(row, state),
    },
  )}</div>`;
}

function fieldsOf(row: Entity, state: State): { label: string; value: string }[] {
  const stage = PIPELINES.find(({ id }) => id === row.pipeline_id)?.statuses.find(({ id }) => id === row.status_id);
  const deal =
    row.type === 'leads'
      ? [
          { label: 'Бюджет', value: price(row) },
          { label: 'Этап', value: stage?.name ?? '' },
        ]
      : [];
  const custom = row.fields.map(({ field_id, values }) => ({
    label: state.fields[row.type].find(({ id }) => id === field_id)?.name ?? String(field_id),
    value: values.map(({ value }) => value).join(', '),
  }));
  return [...deal, ...custom];
}

function linksOf(row: Entity, state: State) {
  const section = (heading: string, rows: readonly Entity[]) =>
    rows.length === 0 ? [] : [{ heading, rows: rows.map((each) => ({ href: hrefOf(each), label: each.name })) }];
  const company = state.companies.get(row.companyId ?? 0);
  const colleagues = [...state.contacts.values()].filter(({ companyId }) => row.type === 'companies' && companyId === row.id);
  return [
    ...section('Компания', company ? [company] : []),
    ...section('Контакты', row.type === 'leads' ? row.contactIds.flatMap((id) => state.contacts.get(id) ?? []) : colleagues),
    ...section('Сделки', row.type === 'leads' ? [] : leadsOf(row, state)),
  ];
}

function activitiesOf(row: Entity, state: State) {
  const notes = [...state.notes.values()].filter(({ owner, entity_id }) => owner === row.type && entity_id === row.id).map(fromNote);
  const tasks = [...state.tasks.values()]
    .filter(({ entity_type, entity_id }) => entity_type === row.type && entity_id === row.id)
    .map(fromTask);
  return [...notes, ...tasks].sort((a, b) => b.at - a.at);
}

function fromNote({ note_type, created_at, params }: NoteRow) {
  const { text, subject, content_summary, call_result } = params;
  const words = [text, subject, content_summary, call_result].filter((each) => typeof each === 'string' && each !== '');
  const kind =
    note_type === 'common' ? 'note' : note_type.startsWith('call') ? 'call' : note_type === 'amomail_message' ? 'email' : note_type;
  return { kind, at: created_at * 1000, text: words.join('\n') };
}

function fromTask({ created_at, text, is_completed }: TaskRow) {
  return { kind: 'task', at: created_at * 1000, text, done: is_completed };
}

function textOf(row: Entity, code: string): string {
  const id = FIELDS[row.type].find((each) => each.code === code)?.id;
  return String(row.fields.find(({ field_id }) => field_id === id)?.values[0]?.value ?? '');
}

function hrefOf({ type, id }: Entity): string {
  return `/${type}/detail/${id}`;
}

function price(row: Entity): string {
  return `${row.price.toLocaleString('ru-RU')} ₽`;
}
