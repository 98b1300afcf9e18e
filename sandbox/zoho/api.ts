import { Hono } from 'hono';
import type { VendorContext } from '../vendor.ts';
import { answer, fail, invalidToken, nothing, page } from './answers.ts';
import { runQuery } from './coql.ts';
import { attachFile, changeTags } from './extras.ts';
import { LISTS } from './related-lists.ts';
import { at, body, query } from './routing.ts';
import { isAsked, searchRows } from './search.ts';
import { addSettings } from './settings.ts';
import { CLIENT_ID, type Mail, type Module, REFRESH_TOKEN, type Row, stamp, type Tables, TOKEN } from './tables.ts';
import { deleteRow, insertRows, updateRow } from './writes.ts';

const MAIL_PAGE = 10;

/** Everything under `/crm/v8` of the API host, behind the token. */
export function apiRoutes(tables: Tables, context: VendorContext): Hono {
  const app = new Hono().basePath('/crm/v8');
  app.use(async ({ req }, next) => {
    if (req.header('authorization') !== `Zoho-oauthtoken ${TOKEN}`) return invalidToken();
    await next();
    return undefined;
  });
  app.use(async (c, next) => {
    await next();
    c.res.headers.set('date', new Date(context.now()).toUTCString());
  });
  addSettings(app, tables, context);
  app.post('/coql', async ({ req }) => runQuery(await body(req.raw), tables));
  app.get('/:module/search', ({ req }) => at(req.param('module'), (module) => searchRows(module, query(req.url), tables, context)));
  app.get('/:module/deleted', ({ req }) =>
    at(req.param('module'), (module) => deletedRows(module, req.header('if-modified-since'), req.url, tables)),
  );
  app.get('/:module', ({ req }) => at(req.param('module'), (module) => listRows(module, req.header('if-modified-since'), req.url, tables)));
  app.get('/:module/:id{\\d+}', ({ req }) =>
    at(req.param('module'), (module) => {
      const row = tables.rows[module].get(req.param('id'));
      return row && isAsked(row, query(req.url)) ? answer(200, { data: [row] }) : nothing();
    }),
  );
  app.get('/:module/:id{\\d+}/Emails', ({ req }) =>
    at(req.param('module'), (module) => mailRows(module, req.param('id'), req.url, tables)),
  );
  app.get('/:module/:id{\\d+}/:list', ({ req }) =>
    at(req.param('module'), (module) => relatedRows(module, req.param('id'), req.param('list'), req.url, tables)),
  );
  app.post('/:module', async ({ req }) => {
    const wish = await body(req.raw);
    return at(req.param('module'), (module) => insertRows(module, wish, tables, context));
  });
  app.put('/:module/:id{\\d+}', async ({ req }) => {
    const wish = await body(req.raw);
    return at(req.param('module'), (module) => updateRow(module, req.param('id'), wish, tables, context));
  });
  app.post('/:module/:id{\\d+}/Attachments', async ({ req }) => {
    const form = await req.raw.formData().catch(() => undefined);
    return at(req.param('module'), (module) => attachFile(module, req.param('id'), form?.get('file'), tables, context));
  });
  app.delete('/:module/:id{\\d+}/Attachments/:file{\\d+}', ({ req }) =>
    at(req.param('module'), () => deleteRow('Attachments', req.param('file'), tables, context)),
  );
  for (const action of ['add_tags', 'remove_tags'] as const)
    app.post(`/:module/:id{\\d+}/actions/${action}`, async ({ req }) => {
      const wish = await body(req.raw);
      return at(req.param('module'), (module) => changeTags(module, req.param('id'), action, wish, tables, context));
    });
  app.delete('/:module/:id{\\d+}', ({ req }) => at(req.param('module'), (module) => deleteRow(module, req.param('id'), tables, context)));
  return app;
}

/** The accounts server: renews a token; what is wrong it says inside a 200. */
export async function tokenAnswer(request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  if (new URL(request.url).pathname !== '/oauth/v2/token' || request.method !== 'POST') return answer(404, { error: 'not_found' });
  if (form.get('client_id') !== CLIENT_ID) return answer(200, { error: 'invalid_client' });
  if (form.get('refresh_token') !== REFRESH_TOKEN) return answer(200, { error: 'invalid_code' });
  return answer(200, { access_token: TOKEN, api_domain: 'https://www.zohoapis.eu', token_type: 'Bearer', expires_in: 3600 });
}

function listRows(module: Module, since: string | undefined, url: string, tables: Tables): Response {
  const given = query(url);
  const columns = columnsOf(given);
  if (columns instanceof Response) return columns;
  const by = given.get('sort_by') ?? 'id';
  if (!['id', 'Created_Time', 'Modified_Time'].includes(by)) return fail(400, 'INVALID_DATA', 'invalid data', { param_name: 'sort_by' });
  const changed = [...tables.rows[module].values()].filter(
    (row) => isAsked(row, given) && (since === undefined || Date.parse(row.Modified_Time) >= Date.parse(since)),
  );
  if (changed.length === 0 && since !== undefined) return new Response(null, { status: 304 });
  return page(
    sorted(changed, by, given).map((row) => pick(row, columns)),
    given,
  );
}

function relatedRows(module: Module, id: string, name: string, url: string, tables: Tables): Response {
  const given = query(url);
  const list = Object.hasOwn(LISTS, name) ? LISTS[name] : undefined;
  if (!list) return fail(400, 'INVALID_DATA', 'the relation name given seems to be invalid', { resource_path_index: 2 });
  if (!tables.rows[module].has(id)) return fail(404, 'INVALID_DATA', 'the id given seems to be invalid', { resource_path_index: 1 });
  const columns = columnsOf(given);
  if (columns instanceof Response) return columns;
  const rows = [...tables.rows[list.of].values()].filter((row) => list.belongs(row, id, tables));
  return page(
    sorted(rows, given.get('sort_by') ?? 'id', given).map((row) => pick(row, columns)),
    given,
  );
}

/** Ten e-mails per call, newest first, and an index of its own to go on from. */
function mailRows(module: Module, id: string, url: string, tables: Tables): Response {
  if (!tables.rows[module].has(id)) return nothing();
  const start = Number(/^m(\d+)$/.exec(query(url).get('index') ?? 'm0')?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) return fail(400, 'INVALID_DATA', 'invalid data', { param_name: 'index' });
  const all = tables.mails.filter((mail) => mail.on.includes(id)).sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
  const rows = all.slice(start, start + MAIL_PAGE);
  if (rows.length === 0) return nothing();
  const more = start + MAIL_PAGE < all.length;
  const info = {
    per_page: MAIL_PAGE,
    count: rows.length,
    more_records: more,
    next_index: more ? `m${start + MAIL_PAGE}` : null,
    prev_index: null,
  };
  return answer(200, { Emails: rows.map(shownMail), info });
}

function shownMail(mail: Mail) {
  const ours = { user_name: mail.user.full_name, email: mail.user.email };
  return {
    message_id: mail.message_id,
    subject: mail.subject,
    summary: mail.summary,
    sent: mail.sent,
    from: mail.sent ? ours : mail.person,
    to: [mail.sent ? mail.person : ours],
    cc: null,
    owner: { name: mail.user.full_name, id: mail.user.id },
    time: mail.time,
    status: [{ type: 'sent' }, ...(mail.opened ? [{ type: 'opened' }] : [])],
    source: 'crm',
    read: true,
    linked_record: null,
  };
}

function deletedRows(module: Module, since: string | undefined, url: string, tables: Tables): Response {
  const gone = tables.deleted
    .filter((each) => each.module === module && (since === undefined || each.at >= Date.parse(since)))
    .map(({ id, display_name, at: when }) => ({ id, display_name, deleted_time: stamp(when), deleted_by: null, type: 'recycle' }));
  return page(gone, query(url));
}

function columnsOf(given: URLSearchParams): string[] | Response {
  const fields = given.get('fields');
  if (!fields) return fail(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param_name: 'fields' });
  const columns = fields.split(',');
  return columns.length > 50 ? fail(400, 'LIMIT_EXCEEDED', 'limit exceeded', { param_name: 'fields', limit: 50 }) : columns;
}

function pick(row: Row, columns: readonly string[]): Record<string, unknown> {
  const kept = Object.entries(row).filter(([name]) => columns.includes(name) || name === '$se_module');
  return { id: row.id, ...Object.fromEntries(kept) };
}

function sorted(rows: readonly Row[], by: string, given: URLSearchParams): Row[] {
  const sign = given.get('sort_order') === 'asc' ? 1 : -1;
  const key = (row: Row) => (by === 'id' ? Number(BigInt(row.id) % 1_000_000_000n) : Date.parse(String(row[by])));
  return [...rows].sort((a, b) => sign * (key(a) - key(b) || (a.id < b.id ? -1 : 1)));
}
