import type { Members } from '../change.ts';
import { type Io, SystemError } from '../contract.ts';
import { typedValue } from '../typed-value.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { getFields } from './api.ts';
import { confirmEdit, edit } from './edit.ts';
import type { Native } from './kinds.ts';
import { firstOwn } from './receipts.ts';

type Value = ActionOf<'field'>['value'];
type Definition = Awaited<ReturnType<typeof getFields>>[number];
type Change = Pick<ActionOf<'field'>, 'on' | 'field' | 'value' | 'seen'>;

/** Columns of the record itself that are written under their own names. Source: amoCRM API v4, "Leads", "Contacts", "Companies". */
const COLUMNS: { readonly [K in Native]?: readonly string[] } = {
  contacts: ['name', 'first_name', 'last_name'],
  companies: ['name'],
  leads: ['name', 'price'],
};
const NUMBERS = ['numeric', 'monetary', 'date', 'date_time', 'birthday'];
const CHOICES = ['select', 'radiobutton'];
const TEXTS = ['text', 'textarea', 'url', 'streetaddress', 'tracking_data', 'multitext'];
const WRITABLE: readonly Native[] = ['contacts', 'companies', 'leads'];

/**
 * Writes one column, or one custom field by its code or number.
 * @throws SystemError `conflict` with code `changed` when the value is not what the rep saw; `invalid` with code `bad-field` for no field
 * of this kind, `read-only`, `many-values` (one value would wipe the others), `bad-value`, `unknown-option`.
 */
export const field: Writer<'field'> = {
  perform: (action, _key, io) => write(action, io),
  confirm: (action, _key, io) => confirm(action, io),
};

/** A score is a number in the field that the rep has chosen for it. */
export const score: Writer<'score'> = {
  perform: (action, _key, io) => write({ ...action, value: action.score }, io),
  confirm: (action, _key, io) => confirm({ ...action, value: action.score }, io),
};

async function write(action: Change, io: Io) {
  const { ref, native } = target(action, io);
  const [name, value] = await member(action, native, io);
  const seen = action.seen === undefined ? undefined : { [name]: action.seen };
  return named(action.field, () => edit(ref, { [name]: value }, io, seen, (values) => refuseMany(action.field, values)));
}

async function confirm(action: Change, io: Io) {
  const { ref, native } = target(action, io);
  const [name, value] = await member(action, native, io);
  return confirmEdit(ref, { [name]: value }, io);
}

function refuseMany(field: string, values: Members): void {
  const isMany = Object.values(values).some((value) => Array.isArray(value) && value.length > 1);
  if (isMany) throw new SystemError('invalid', { code: 'many-values', field });
}

/** A conflict is told under the name that the rep's field has. */
async function named<T>(field: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SystemError && error.kind === 'conflict')
      throw new SystemError('conflict', { code: 'changed', field, cause: error });
    throw error;
  }
}

function target(action: Change, io: Io) {
  if (!/^[\p{L}\p{N}_-]{1,128}$/u.test(action.field)) throw new SystemError('invalid', { code: 'bad-field', field: action.field });
  return firstOwn(action, io.connection, WRITABLE);
}

/** The member of the record and what it is to hold. */
async function member({ field, value }: Change, native: Native, io: Io): Promise<[string, unknown]> {
  const refuse = (code: string) => new SystemError('invalid', { code, field });
  if (COLUMNS[native]?.includes(field)) {
    const ok = field === 'price' ? typeof value === 'number' && value >= 0 && Number.isFinite(value) : typeof value === 'string';
    if (!ok || (field === 'name' && value === '')) throw refuse('bad-value');
    return [field, value];
  }
  const definition = (await getFields(io, native)).find((each) => each.code === field || each.id === field);
  if (definition?.id === undefined) throw refuse('bad-field');
  if (definition.is_computed) throw refuse('read-only');
  const name = `${CHOICES.includes(definition.type ?? '') ? 'option' : 'value'}:${definition.id}`;
  return [name, value === null || value === '' ? null : [typed(definition, value, field)]];
}

/** A value in the type of its field. Types made of parts (addresses, legal entities, files, lists) are not written. */
function typed({ type = 'text', enums = [] }: Definition, value: NonNullable<Value>, field: string): Members {
  if (CHOICES.includes(type)) {
    const options = enums.flatMap(({ id, value: label }) => (id === undefined ? [] : [{ id, label: label ?? id }]));
    const id = typedValue({ kind: 'choice', options }, value, field);
    return { value: options.find((option) => option.id === id)?.label, enum_id: Number(id) };
  }
  const kind = type === 'checkbox' ? 'flag' : NUMBERS.includes(type) ? 'number' : TEXTS.includes(type) ? 'text' : undefined;
  if (kind === undefined) throw new SystemError('invalid', { code: 'read-only', field });
  return { value: typedValue({ kind }, value, field) };
}
