import type { Io, RecordRef } from './contract.ts';
import { SystemError } from './contract.ts';
import { type Edit, editing, type FieldStore, type Values } from './edits.ts';
import type { ActionOf, Writers } from './writes.ts';

/** Where a vendor's records keep what an action may set. An edit that names no page of its own links to its record. */
export interface FieldWays {
  store: FieldStore;
  /** The record that was open. @throws SystemError `invalid` with code `no-target` */
  firstOf(on: readonly RecordRef[], io: Io): RecordRef;
  urlOf(ref: RecordRef, io: Io): string | undefined;
  /** What the name of a field may be: it goes into paths and queries. */
  name: RegExp;
  /** A value of the rep's as the vendor writes it. */
  toVendor?(field: string, value: unknown, io: Io): unknown;
  /** @throws SystemError `invalid` for what can be no colleague's id */
  ownerOf(id: string): Values;
  stage(action: ActionOf<'stage'>, io: Io): Edit | Promise<Edit>;
  /** Asked only for a change that changes something. */
  task(action: ActionOf<'task-change'>, io: Io): Edit | Promise<Edit>;
}

/**
 * Writers of the actions that set fields of what exists.
 * @throws SystemError `invalid`: `bad-field` with the field for a name that cannot be one, `no-change` for a task that would stay as it is
 */
export function fieldWriters(ways: FieldWays) {
  const { store, firstOf, urlOf, toVendor = (_, value) => value } = ways;
  const linked = (edit: Edit, io: Io): Edit => ({ url: urlOf(edit.ref, io), ...edit });
  const first = (on: readonly RecordRef[], values: Values, io: Io) => linked({ ref: firstOf(on, io), values }, io);
  const field = (action: ActionOf<'field' | 'score'>, io: Io): Edit => {
    const name = action.field;
    if (!ways.name.test(name)) throw new SystemError('invalid', { code: 'bad-field', field: name.slice(0, 100) });
    const value = action.kind === 'score' ? action.score : toVendor(name, action.value, io);
    const edit = first(action.on, { [name]: value }, io);
    return action.kind === 'field' && action.seen !== undefined ? { ...edit, seen: { [name]: action.seen } } : edit;
  };
  return {
    'task-change': editing<'task-change'>(store, async (action, io) => {
      if (action.done === undefined && action.dueAt === undefined) throw new SystemError('invalid', { code: 'no-change' });
      return linked(await ways.task(action, io), io);
    }),
    stage: editing<'stage'>(store, async (action, io) => linked(await ways.stage(action, io), io)),
    field: editing<'field'>(store, field),
    score: editing<'score'>(store, field),
    owner: editing<'owner'>(store, ({ on, ownerId }, io) => first(on, ways.ownerOf(ownerId), io)),
  } satisfies Writers;
}
