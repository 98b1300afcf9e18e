import * as v from 'valibot';
import { type Action, SystemError } from './contract.ts';
import { fromMinor } from './money.ts';

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(10_000));
const texts = v.pipe(v.array(text), v.maxLength(10));
const amount = v.object({ amountMinor: v.pipe(v.number(), v.safeInteger()), currency: v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)) });

/** The members of the model a new record may be given, under the model's own names. */
const entries = {
  name: text,
  firstName: text,
  lastName: text,
  emails: texts,
  phones: texts,
  title: text,
  companyName: text,
  country: text,
  city: text,
  domains: texts,
  employees: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  amount,
  closeAt: v.pipe(v.number(), v.safeInteger()),
  pipelineId: text,
  stageId: text,
  ownerId: text,
};
type Entries = typeof entries;
/** Checked values of a new record; what nobody named is absent. */
export type NewRecord = { [K in keyof Entries]?: v.InferOutput<Entries[K]> };
type Create = Extract<Action, { kind: 'create' }>;

/** Members that a kind of record has in every system. */
const PERSON = ['name', 'firstName', 'lastName', 'emails', 'phones', 'title', 'country', 'city', 'ownerId'] as const;
const MEMBERS: Readonly<Record<Create['object'], readonly (keyof Entries)[]>> = {
  contact: PERSON,
  lead: [...PERSON, 'companyName'],
  company: ['name', 'emails', 'phones', 'domains', 'employees', 'country', 'city', 'ownerId'],
  deal: ['name', 'amount', 'closeAt', 'pipelineId', 'stageId', 'ownerId'],
};

/**
 * The values of a `create`, checked; null and undefined are left out. A person named by `name` alone gets first and last name out of it.
 * `members` are what the system can write of this kind; default: all that the model has.
 * @throws SystemError `invalid` with `field`: `bad-field` for a member that cannot be written, `bad-value` for one of the wrong type,
 * `required` without a name.
 */
export function newRecord(action: Create, members: readonly (keyof Entries)[] = MEMBERS[action.object]): NewRecord {
  const found: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(action.values)) {
    if (value === null || value === undefined) continue;
    if (!members.some((member) => member === field)) throw new SystemError('invalid', { code: 'bad-field', field });
    const parsed = v.safeParse(entries[field as keyof Entries] as v.GenericSchema, value);
    if (!parsed.success) throw new SystemError('invalid', { code: 'bad-value', field });
    found[field] = parsed.output;
  }
  // Checked member by member above.
  return named(action, found as NewRecord);
}

function named(action: Create, record: NewRecord): NewRecord {
  const { name, firstName, lastName } = record;
  const whole = name ?? [firstName, lastName].filter(Boolean).join(' ');
  if (whole === '') throw new SystemError('invalid', { code: 'required', field: 'name' });
  if (action.object === 'company' || action.object === 'deal' || firstName !== undefined || lastName !== undefined)
    return { ...record, name: whole };
  const words = whole.split(/\s+/);
  const last = words.pop() ?? whole;
  return { ...record, name: whole, ...(words.length > 0 && { firstName: words.join(' ') }), lastName: last };
}

/** A new record's values under the vendor's names for our fields: of several values the first, money as the decimal of its currency. */
export function underNames(record: NewRecord, names: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const values: Readonly<Record<string, unknown>> = { ...record, ...(record.amount && { amount: fromMinor(record.amount) }) };
  return Object.fromEntries(Object.entries(names).map(([ours, theirs]) => [theirs, [values[ours]].flat()[0]]));
}
