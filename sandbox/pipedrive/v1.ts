import { Hono } from 'hono';
import type { VendorContext } from '../vendor.ts';
import { answer, failV1 } from './answers.ts';
import { fileRoutes } from './files.ts';
import { flowOf, mailsOf } from './flow.ts';
import { createLead, deleteLead, updateLead } from './lead-writes.ts';
import { leadAnswer, page } from './lists.ts';
import { createNote, deleteNote } from './note-writes.ts';
import { fileAnswer, mailAnswer, noteAnswer, v1Time } from './shapes.ts';
import { COMPANY, COMPANY_ID, LEAD_LABELS, type Tables, TIME_ZONE } from './tables.ts';

const NAMES = { persons: ['person', 'Person'], organizations: ['org', 'Organization'], deals: ['deal', 'Deal'] } as const;

/** What is left of v1: notes, leads, users, mail and the flow. Endpoints with a v2 twin are gone. */
export function v1Routes(tables: Tables, context: VendorContext): Hono {
  const app = new Hono();
  const users = tables.users.map((user, index) => ({
    id: user.id,
    name: user.name,
    email: user.email,
    default_currency: 'EUR',
    locale: 'en_US',
    lang: 1,
    phone: null,
    activated: true,
    active_flag: true,
    is_deleted: false,
    is_you: index === 0,
    timezone_name: TIME_ZONE,
    timezone_offset: '+01:00',
    role_id: 1,
    icon_url: null,
    access: [{ app: 'sales', admin: index === 0, permission_set_id: '62cc4d7f-4038-4352-abf3-a8c1c822b631' }],
  }));
  const company = {
    company_id: COMPANY_ID,
    company_name: 'Sidelight demo',
    company_domain: COMPANY,
    company_country: 'ES',
    company_industry: 'Software',
  };
  app.get('/users', () => answer(200, { success: true, data: users }));
  app.get('/users/me', () =>
    answer(200, { success: true, data: { ...users[0], ...company, language: { language_code: 'en', country_code: 'US' } } }),
  );

  app.get('/notes', ({ req }) => {
    const query = new URL(req.url).searchParams;
    const keys = ['person_id', 'org_id', 'deal_id', 'user_id'] as const;
    const rows = [...tables.notes.values()].filter(
      (note) =>
        note.active_flag &&
        changedSince(note, query) &&
        keys.every((key) => !query.has(key) || note[key] === Number(query.get(key))) &&
        (!query.has('lead_id') || note.lead_id === query.get('lead_id')),
    );
    const [column = 'id', direction = 'ASC'] = (query.get('sort') ?? '').split(/[ ,]+/);
    const sign = direction.toUpperCase() === 'DESC' ? -1 : 1;
    rows.sort((a, b) => sign * (column === 'add_time' ? a.add_time.localeCompare(b.add_time) || a.id - b.id : a.id - b.id));
    return page(
      rows.map((note) => noteAnswer(note, tables)),
      query,
    );
  });
  app.get('/notes/:id{\\d+}', ({ req }) => {
    const note = tables.notes.get(Number(req.param('id')));
    return note?.active_flag ? answer(200, { success: true, data: noteAnswer(note, tables) }) : failV1(404, 'Note not found');
  });
  app.delete('/notes/:id{\\d+}', ({ req }) => deleteNote(Number(req.param('id')), tables, context));
  app.post('/notes', async ({ req }) => createNote(await req.raw.json().catch(() => undefined), tables, context));

  app.get('/leads', ({ req }) => {
    const query = new URL(req.url).searchParams;
    const keys = ['person_id', 'organization_id', 'owner_id'] as const;
    const rows = [...tables.leads.values()].filter(
      (lead) => changedSince(lead, query) && keys.every((key) => !query.has(key) || lead[key] === Number(query.get(key))),
    );
    if (query.get('sort') === 'id') rows.sort((a, b) => a.id.localeCompare(b.id));
    return page(rows.map(leadAnswer), query);
  });
  app.get('/leads/:id', ({ req }) => {
    const lead = tables.leads.get(req.param('id').toLowerCase());
    return lead ? answer(200, { success: true, data: leadAnswer(lead) }) : failV1(404, 'Lead not found');
  });

  app.get('/leadLabels', () => answer(200, { success: true, data: LEAD_LABELS }));
  app.post('/leads', async ({ req }) => createLead(await req.raw.json().catch(() => undefined), tables, context));
  app.patch('/leads/:id', async ({ req }) =>
    updateLead(req.param('id').toLowerCase(), await req.raw.json().catch(() => undefined), tables, context),
  );
  app.delete('/leads/:id', ({ req }) => deleteLead(req.param('id').toLowerCase(), tables, context));
  fileRoutes(app, tables, context);

  for (const [name, [kind, label]] of Object.entries(NAMES)) {
    const exists = (id: number) => tables[name as keyof typeof NAMES].get(id)?.is_deleted === false;
    app.get(`/${name}/:id{\\d+}/flow`, ({ req }) => {
      const id = Number(req.param('id'));
      const query = new URL(req.url).searchParams;
      return exists(id) ? page(flowOf(kind, id, query.get('items'), tables), query) : failV1(404, `${label} not found`);
    });
    app.get(`/${name}/:id{\\d+}/files`, ({ req }) => {
      const id = Number(req.param('id'));
      const files = [...tables.files.values()].filter((file) => file.active_flag && file[`${kind}_id`] === id).reverse();
      return exists(id)
        ? page(
            files.map((file) => fileAnswer(file, tables)),
            new URL(req.url).searchParams,
          )
        : failV1(404, `${label} not found`);
    });
    app.get(`/${name}/:id{\\d+}/mailMessages`, ({ req }) => {
      const id = Number(req.param('id'));
      if (!exists(id)) return failV1(404, `${label} not found`);
      const mails = mailsOf(kind, id, tables).map((mail) => ({
        object: 'mailMessage',
        timestamp: v1Time(mail.message_time),
        data: mailAnswer(mail, tables),
      }));
      return page(mails, new URL(req.url).searchParams);
    });
  }
  return app;
}

/** Times are RFC 3339 in the query, whatever the rows are written in. */
function changedSince(row: { update_time: string }, query: URLSearchParams): boolean {
  const since = query.get('updated_since');
  return since === null || Date.parse(row.update_time) >= Date.parse(since);
}
