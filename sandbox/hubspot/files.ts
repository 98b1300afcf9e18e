import type { Account } from './account.ts';
import { PORTAL } from './account.ts';
import { invalid, json, notFound } from './answers.ts';
import { iso } from './seed.ts';
import type { StoredFile } from './seed-extras.ts';

const ACCESS = new Set([
  'PUBLIC_INDEXABLE',
  'PUBLIC_NOT_INDEXABLE',
  'PRIVATE',
  'HIDDEN_INDEXABLE',
  'HIDDEN_NOT_INDEXABLE',
  'HIDDEN_PRIVATE',
]);

/** GET files/{id}. */
export function readFile(account: Account, correlationId: string, id: string): Response {
  const file = account.files.get(id);
  return file && !file.archived ? json(shown(file)) : notFound(correlationId);
}

/** DELETE files/{id}. */
export function removeFile(account: Account, correlationId: string, id: string): Response {
  const file = account.files.get(id);
  if (!file || file.archived) return notFound(correlationId);
  file.archived = true;
  return new Response(null, { status: 204 });
}

/** POST files: a multipart form with the file, where it goes (one of two ways) and who may see it. */
export async function uploadFile(account: Account, correlationId: string, request: Request): Promise<Response> {
  const form = await request.formData().catch(() => undefined);
  const file = form?.get('file');
  const options = access(form?.get('options'));
  const places = ['folderId', 'folderPath'].filter((name) => form?.get(name));
  if (!(file instanceof Blob)) return invalid(correlationId, 'A file is required');
  if (places.length !== 1) return invalid(correlationId, 'Exactly one of folderId and folderPath is required');
  if (options === undefined) return invalid(correlationId, 'options.access is required');
  const whole = 'name' in file ? String(file.name) : 'file';
  const [, name = whole, extension = ''] = /^(.*)\.(\w+)$/.exec(whole) ?? [];
  const id = String(9_200_000_000 + account.files.size * 11);
  const stored: StoredFile = {
    ...{ id, name, extension, type: file.type.startsWith('image/') ? 'IMG' : 'DOCUMENT' },
    ...{ size: file.size, createdAt: account.context.now(), archived: false },
  };
  account.files.set(id, stored);
  return json(shown(stored), 201);
}

function access(options: unknown): string | undefined {
  try {
    const { access: wanted } = JSON.parse(String(options)) as { access?: unknown };
    return typeof wanted === 'string' && ACCESS.has(wanted) ? wanted : undefined;
  } catch {
    return undefined;
  }
}

function shown(file: StoredFile) {
  const { id, name, extension, type, size, createdAt, archived } = file;
  return {
    ...{ id, name, extension, type, size, archived, access: 'PRIVATE', encoding: 'binary', isUsableInContent: true },
    createdAt: iso(createdAt),
    updatedAt: iso(createdAt),
    path: `/sidelight/${name}`,
    parentFolderId: '77',
    url: `https://${PORTAL}.fs1.hubspotusercontent-na1.net/hubfs/${PORTAL}/${encodeURIComponent(name)}.${extension}`,
  };
}
