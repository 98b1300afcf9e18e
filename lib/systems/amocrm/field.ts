import { type Way, withPrimary } from '../contact-ways.ts';
import { type Io, type RecordRef, SystemError } from '../contract.ts';
import { typedValue } from '../typed-value.ts';
import { listOf, objectOf } from '../values.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { getFields } from './api.ts';
import { confirmEdit, edit, recordAt } from './edit.ts';
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
const TEXTS = ['text', 'textarea', 'url', 'streetaddress', 'tracking_data'];
/** E-mails and phones: of their values the first is the one the card shows. */
const WAYS = 'multitext';
const WRITABLE: readonly Native[] = ['contacts', 'companies', 'leads'];

/**
 * Writes one column, or one custom field by its code or number; of e-mails and phones the first.
 * @throws SystemError `conflict` with code `changed` when the value is not what the rep saw; `invalid` with code `bad-field` for no field
 * of this kind, `read-only`, `many-values` (which of them is to go?), `bad-value`, `unknown-option`.
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
  const { ref, name, to, seen } = await member(action, io);
  return edit({ ref, set: { [name]: to }, ...(seen !== undefined && { seen: { [name]: seen } }) }, io).catch((error: unknown) => {
    // A conflict is told under the name that the rep's field has.
    const isConflict = error instanceof SystemError && error.kind === 'conflict';
    throw isConflict ? new SystemError('conflict', { code: 'changed', field: action.field, cause: error }) : error;
  });
}

async function confirm(action: Change, io: Io) {
  const { ref, name, to } = await member(action, io);
  return confirmEdit({ ref, set: { [name]: to } }, io);
}

/** The member of the record, what it is to hold, and what the rep saw in it. */
async function member(action: Change, io: Io): Promise<{ ref: RecordRef; name: string; to: unknown; seen?: unknown }> {
  const { field, value, seen } = action;
  const refuse = (code: string) => new SystemError('invalid', { code, field });
  if (!/^[\p{L}\p{N}_-]{1,128}$/u.test(field)) throw refuse('bad-field');
  const { ref, native } = firstOwn(action, io.connection, WRITABLE);
  if (COLUMNS[native]?.includes(field)) {
    const ok = field === 'price' ? typeof value === 'number' && value >= 0 && Number.isFinite(value) : typeof value === 'string';
    if (!ok || (field === 'name' && value === '')) throw refuse('bad-value');
    return { ref, name: field, to: value, seen };
  }
  const definition = (await getFields(io, native)).find((each) => each.code === field || each.id === field);
  if (definition?.id === undefined) throw refuse('bad-field');
  if (definition.is_computed) throw refuse('read-only');
  const { id, type = 'text' } = definition;
  if (type === WAYS) {
    const name = `value:${id}`;
    const { values } = await recordAt(ref, io).look([name]);
    return {
      ref,
      name,
      ...withPrimary(
        listOf(values[name]).map((way): Way => objectOf(way)),
        action,
      ),
    };
  }
  return { ref, name: `${CHOICES.includes(type) ? 'option' : 'value'}:${id}`, to: typed(definition, value, field), seen };
}

/** A value in the type of its field. Types made of parts or of many values (addresses, legal entities, files, lists) are not written. */
function typed({ type = 'text', enums = [] }: Definition, value: Value, field: string): unknown {
  const isChoice = CHOICES.includes(type);
  const kind = type === 'checkbox' ? 'flag' : NUMBERS.includes(type) ? 'number' : TEXTS.includes(type) ? 'text' : undefined;
  if (!isChoice && kind === undefined) throw new SystemError('invalid', { code: 'read-only', field });
  if (value === null || value === '') return null;
  if (kind !== undefined) return [{ value: typedValue({ kind }, value, field) }];
  const options = enums.flatMap(({ id, value: label }) => (id === undefined ? [] : [{ id, label: label ?? id }]));
  const id = typedValue({ kind: 'choice', options }, value, field);
  return [{ value: options.find((option) => option.id === id)?.label, enum_id: Number(id) }];
}
