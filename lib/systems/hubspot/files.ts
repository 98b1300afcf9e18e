import { SystemError } from '../../model/errors.ts';
import type { Connection, Io, Receipt, RecordRef, SystemRecord } from '../contract.ts';
import { unless } from '../refusals.ts';
import { defined, distinctBy, objectOf, phrase, quantity } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { getFile, type Search, search, uploadFile } from './api.ts';
import { confirmEntry, createEntry, type Entry, entryOf } from './entry.ts';
import { NOTE, type ObjectType } from './objects.ts';
import { ATTACHED, FILE, filesOf, refTo } from './refs.ts';
import { targetsOf } from './targets.ts';
import { time } from './values.ts';

/** Most files that are listed for a record: each is a request of its own. */
const MOST = 20;

/** A file of HubSpot's file manager → a record. Total. */
export function toFile(raw: unknown, connection: Connection): SystemRecord {
  const file = objectOf(raw);
  const extension = phrase(file.extension);
  const name = phrase(file.name) ?? phrase(file.id) ?? '';
  const url = URL.parse(phrase(file.url) ?? '');
  return {
    kind: 'file',
    ref: refTo({ object: 'file', native: FILE }, phrase(file.id) ?? '', connection),
    name: extension && !name.endsWith(`.${extension}`) ? `${name}.${extension}` : name,
    links: [],
    custom: defined({ sizeBytes: quantity(file.size), type: phrase(file.type) ?? extension }),
    ...defined({
      url: url?.protocol === 'https:' ? url.href : undefined,
      createdAt: time(file.createdAt),
      changedAt: time(file.updatedAt),
    }),
  };
}

/** One file by id. @throws SystemError `not-found` for ids HubSpot never gives. */
export async function readFile(ref: RecordRef, io: Io): Promise<SystemRecord> {
  if (!/^\d+$/.test(ref.id)) throw new SystemError('not-found', { code: 'bad-id' });
  const file = await getFile(io, ref.id);
  if (objectOf(file).archived === true) throw new SystemError('not-found', { code: 'archived' });
  return toFile(file, io.connection);
}

/**
 * What is attached to the notes of a record, newest first: HubSpot has no other list of a record's files. By search, which may lag by
 * seconds, since it needs nothing to be read before, and of notes only, as searches are few. Empty without the right.
 */
export async function attachedTo(type: ObjectType, id: string, io: Io): Promise<RecordRef[]> {
  const filters = [{ propertyName: `associations.${String(type.object)}`, operator: 'EQ', value: id }];
  const body: Search = {
    filterGroups: [{ filters: [...filters, { propertyName: ATTACHED, operator: 'HAS_PROPERTY' }] }],
    sorts: [{ propertyName: 'hs_timestamp', direction: 'DESCENDING' }],
    properties: [ATTACHED],
    limit: MOST,
  };
  const found = await unless(search(io, NOTE, body), 'forbidden', []);
  const refs = found.flatMap(({ properties }) => filesOf(properties, io.connection));
  return distinctBy(refs, (ref) => ref.id).slice(0, MOST);
}

/** The files behind refs; what is gone or hidden is left out. */
export async function readFiles(refs: readonly RecordRef[], io: Io): Promise<SystemRecord[]> {
  const files = await Promise.all(refs.map(({ id }) => unless(getFile(io, id), ['forbidden', 'not-found'], undefined)));
  return files.flatMap((file) => (file === undefined || objectOf(file).archived === true ? [] : [toFile(file, io.connection)]));
}

/** Uploads, then hangs the file on its records with a note: HubSpot attaches files to entries only. */
export async function attachFile(action: ActionOf<'file'>, key: string, io: Io): Promise<Receipt> {
  const note = noteOf(action, io);
  // Nothing is uploaded that could hang nowhere.
  targetsOf(action.on, io);
  const id = await uploadFile(io, action);
  return createEntry({ ...note, properties: { ...note.properties, [ATTACHED]: id } }, key, io);
}

/** The note tells. An upload whose note never came is in no record's list: a file more in the folder is all it leaves. */
export async function confirmFile(action: ActionOf<'file'>, key: string, io: Io): Promise<Receipt | undefined> {
  return confirmEntry(noteOf(action, io), key, io);
}

function noteOf({ name, on, at }: ActionOf<'file'>, io: Io): Entry {
  return entryOf({ kind: 'note', text: name, on, at }, io);
}
