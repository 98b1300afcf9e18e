import { SystemError } from '../../model/errors.ts';
import type { Connection, Io, Receipt, RecordRef, SystemRecord } from '../contract.ts';
import { unless } from '../refusals.ts';
import { fileName } from '../texts.ts';
import { defined, objectOf, phrase, quantity } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { getFile, type Search, search, uploadFile } from './api.ts';
import { confirmEntry, createEntry, type Entry, entryOf } from './entry.ts';
import { NOTE, type ObjectType } from './objects.ts';
import { ATTACHED, FILE, filesOf, refTo } from './refs.ts';
import { targetsOf } from './targets.ts';
import { checkedId, time } from './values.ts';

/** Most files that are listed for a record: each is a request of its own. */
const MOST = 20;

/** A file of HubSpot's file manager → a record. Total. */
export function toFile(raw: unknown, connection: Connection): SystemRecord {
  const file = objectOf(raw);
  const id = phrase(file.id) ?? '';
  const extension = phrase(file.extension);
  const url = URL.parse(phrase(file.url) ?? '');
  return {
    kind: 'file',
    ref: refTo({ object: 'file', native: FILE }, id, connection),
    name: fileName(phrase(file.name) ?? id, extension),
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
  const file = await getFile(io, checkedId(ref.id));
  if (isArchived(file)) throw new SystemError('not-found', { code: 'archived' });
  return toFile(file, io.connection);
}

/**
 * What is attached to the notes of a record, newest first: HubSpot has no other list of a record's files. By search, which may lag by
 * seconds, since it needs nothing to be read before, and of notes only, as searches are few. Empty without the right; what is gone or
 * hidden is left out.
 */
export async function filesOn(type: ObjectType, id: string, io: Io): Promise<SystemRecord[]> {
  const filters = [{ propertyName: `associations.${String(type.object)}`, operator: 'EQ', value: id }];
  const body: Search = {
    filterGroups: [{ filters: [...filters, { propertyName: ATTACHED, operator: 'HAS_PROPERTY' }] }],
    sorts: [{ propertyName: 'hs_timestamp', direction: 'DESCENDING' }],
    properties: [ATTACHED],
    limit: MOST,
  };
  const found = await unless(search(io, NOTE, body), 'forbidden', []);
  const ids = new Set(found.flatMap(({ properties }) => filesOf(properties, io.connection).map(({ id: each }) => each)));
  const files = await Promise.all([...ids].slice(0, MOST).map((each) => unless(getFile(io, each), ['forbidden', 'not-found'], undefined)));
  return files.flatMap((file) => (file === undefined || isArchived(file) ? [] : [toFile(file, io.connection)]));
}

const isArchived = (file: unknown) => objectOf(file).archived === true;

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
