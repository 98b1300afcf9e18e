import { type Io, type RecordRef, SystemError } from '../contract.ts';
import { foldText } from '../matching.ts';
import { receiptOf, type Writer } from '../writes.ts';
import { call } from './api.ts';
import { getNow } from './edit.ts';
import { recordUrl } from './map.ts';
import { firstOwn } from './receipts.ts';

/**
 * Adds tags without touching the others: `_embedded.tags` would replace them all. What was there already is not taken away by undo.
 * Source: amoCRM API v4, changelog of March 2024 (`tags_to_add`, `tags_to_delete`).
 */
export const tag: Writer<'tag'> = {
  async perform(action, _key, io) {
    const { ref } = firstOwn(action, io.connection);
    const wanted = action.tags.map((name) => name.trim()).filter((name) => name !== '');
    if (wanted.length === 0) throw new SystemError('invalid', { code: 'nothing-to-change' });
    const added = await missing(ref, wanted, io);
    if (added.length > 0) await send(ref, { tags_to_add: added.map((name) => ({ name })) }, io);
    return receiptOf([ref], io, recordUrl(ref, io.connection), { kind: 'tags', added });
  },
  async confirm(action, _key, io) {
    const { ref } = firstOwn(action, io.connection);
    return (await missing(ref, action.tags, io)).length === 0 ? receiptOf([ref], io, recordUrl(ref, io.connection)) : undefined;
  },
};

/** Takes away what was added and is still there. */
export async function untag(ref: RecordRef, added: readonly string[], io: Io): Promise<void> {
  const names = added.map(foldText);
  const ids = (await tagsOf(ref, io)).flatMap(({ id, name }) =>
    id !== undefined && names.includes(foldText(name ?? '')) ? [{ id: Number(id) }] : [],
  );
  if (ids.length > 0) await send(ref, { tags_to_delete: ids }, io);
}

async function missing(ref: RecordRef, names: readonly string[], io: Io): Promise<string[]> {
  const there = (await tagsOf(ref, io)).map(({ name }) => foldText(name ?? ''));
  return names.filter((name) => !there.includes(foldText(name)));
}

const tagsOf = async (ref: RecordRef, io: Io) => (await getNow(ref, io))._embedded?.tags ?? [];

async function send(ref: RecordRef, json: object, io: Io): Promise<void> {
  const { native, id } = firstOwn({ on: [ref] }, io.connection);
  await call(io, { method: 'PATCH', url: `/api/v4/${native}/${id}`, json, write: true });
}
