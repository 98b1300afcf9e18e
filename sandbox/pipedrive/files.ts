import type { Hono } from 'hono';
import type { VendorContext } from '../vendor.ts';
import { answer, failV1 } from './answers.ts';
import { addFile } from './details.ts';
import { effectRef } from './effects.ts';
import { page } from './lists.ts';
import { fileAnswer } from './shapes.ts';
import { stamp, type Tables } from './tables.ts';

/** `/v1/files`: one file per form, on one record of each kind at most. */
export function fileRoutes(app: Hono, tables: Tables, context: VendorContext): void {
  app.get('/files', ({ req }) => {
    const rows = [...tables.files.values()].filter((file) => file.active_flag).reverse();
    return page(
      rows.map((file) => fileAnswer(file, tables)),
      new URL(req.url).searchParams,
    );
  });
  app.get('/files/:id{\\d+}', ({ req }) => {
    const file = tables.files.get(Number(req.param('id')));
    return file?.active_flag ? answer(200, { success: true, data: fileAnswer(file, tables) }) : failV1(404, 'File not found');
  });
  app.post('/files', async ({ req }) => createFile(await req.raw.formData().catch(() => undefined), tables, context));
  app.delete('/files/:id{\\d+}', ({ req }) => {
    const id = Number(req.param('id'));
    const file = tables.files.get(id);
    if (!file?.active_flag) return failV1(404, 'File not found');
    Object.assign(file, { active_flag: false, update_time: stamp(context.now()) });
    context.record({ method: 'DELETE', path: `/api/v1/files/${id}`, ref: effectRef('file', String(id)), actionKind: 'delete' });
    return answer(200, { success: true, data: { id } });
  });
}

function createFile(form: FormData | undefined, tables: Tables, context: VendorContext): Response {
  const file = form?.get('file');
  if (!(file instanceof File)) return failV1(400, 'No files uploaded');
  const number = (name: string) => (form?.has(name) ? Number(form.get(name)) : null);
  const links = { person_id: number('person_id'), org_id: number('org_id'), deal_id: number('deal_id') };
  const lead = form?.get('lead_id');
  const lead_id = typeof lead === 'string' ? lead : null;
  const known =
    (links.person_id === null || tables.persons.has(links.person_id)) &&
    (links.org_id === null || tables.organizations.has(links.org_id)) &&
    (links.deal_id === null || tables.deals.has(links.deal_id)) &&
    (lead_id === null || tables.leads.has(lead_id));
  if (!known) return failV1(404, 'Item not found');
  const made = addFile(tables, { name: file.name, file_size: file.size, ...links, lead_id }, stamp(context.now()));
  context.record({ method: 'POST', path: '/api/v1/files', ref: effectRef('file', String(made.id)), actionKind: 'file' });
  return answer(201, { success: true, data: fileAnswer(made, tables) });
}
