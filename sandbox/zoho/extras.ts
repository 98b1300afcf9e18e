import type { VendorContext } from '../vendor.ts';
import { answer, fail, type Json } from './answers.ts';
import { lookup } from './seed.ts';
import { type Module, stamp, type Tables } from './tables.ts';
import { refOf } from './writes.ts';

const MAX_TAG = 25;

/** `POST /{module}/{id}/Attachments`: one file per request, in the member `file` of a form. */
export function attachFile(
  module: Module,
  id: string,
  file: FormDataEntryValue | null | undefined,
  tables: Tables,
  context: VendorContext,
): Response {
  const on = tables.rows[module].get(id);
  if (!on) return fail(400, 'INVALID_DATA', 'the related id given seems to be invalid', { resource_path_index: 1 });
  if (!(file instanceof File))
    return fail(400, 'REQUIRED_PARAM_MISSING', 'One of the expected parameter is missing', { param_name: 'file' });
  if (file.size > 20_000_000) return fail(413, 'INVALID_REQUEST', 'the size is too large');
  const [user] = tables.users;
  const by = { name: user?.full_name ?? '', id: user?.id ?? '', email: user?.email ?? '' };
  const now = stamp(context.now());
  const row = {
    id: tables.nextId(),
    Owner: by,
    Created_By: by,
    Modified_By: by,
    Created_Time: now,
    Modified_Time: now,
    File_Name: file.name,
    Size: String(file.size),
    Parent_Id: lookup(on),
    $se_module: module,
    $type: 'Attachment',
  };
  tables.rows.Attachments.set(row.id, row);
  tables.written.set(row, context.now());
  const ref = { ...refOf('Attachments', row.id), object: 'file' as const };
  context.record({ method: 'POST', path: `/crm/v8/${module}/${id}/Attachments`, ref, actionKind: 'file' });
  const details = { id: row.id, Created_Time: now, Modified_Time: now, Created_By: by, Modified_By: by };
  return answer(200, { data: [{ code: 'SUCCESS', details, message: 'attachment uploaded successfully', status: 'success' }] });
}

/** `POST /{module}/{id}/actions/add_tags` and its counterpart; a tag that nobody knew is made. */
export function changeTags(
  module: Module,
  id: string,
  action: 'add_tags' | 'remove_tags',
  body: unknown,
  tables: Tables,
  context: VendorContext,
): Response {
  const wish: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'tags') : undefined;
  const names = Array.isArray(wish)
    ? wish.map((each: unknown) => (typeof each === 'object' && each !== null ? Reflect.get(each, 'name') : undefined))
    : [];
  if (names.length === 0) return fail(400, 'MANDATORY_NOT_FOUND', 'required field not found', { api_name: 'tags' });
  if (!names.every((name): name is string => typeof name === 'string' && name !== '' && name.length <= MAX_TAG))
    return fail(400, 'INVALID_DATA', 'invalid data', { api_name: 'name' });
  const row = tables.rows[module].get(id);
  if (!row)
    return answer(400, { data: [{ code: 'INVALID_DATA', details: { id }, message: 'the id given seems to be invalid', status: 'error' }] });
  const had = (Array.isArray(row.Tag) ? row.Tag : []) as { name: string; id: string }[];
  const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
  row.Tag =
    action === 'add_tags'
      ? [
          ...had,
          ...names
            .filter((name) => !had.some((tag) => same(tag.name, name)))
            .map((name) => ({ name, id: tables.nextId(), color_code: null })),
        ]
      : had.filter((tag) => !names.some((name) => same(tag.name, name)));
  row.Modified_Time = stamp(context.now());
  context.record({ method: 'POST', path: `/crm/v8/${module}/${id}/actions/${action}`, ref: refOf(module, id), actionKind: 'tag' });
  const details: Json = { id, tags: (row.Tag as { name: string }[]).map(({ name }) => name) };
  return answer(200, {
    data: [{ code: 'SUCCESS', details, message: 'tags updated successfully', status: 'success' }],
    wf_scheduler: null,
    success_count: '1',
    locked_count: 0,
  });
}
