import * as v from 'valibot';
import {
  type Capability,
  type ConnectionReport,
  type Credentials,
  type FieldDefinition,
  type Io,
  type ObjectKind,
  type Owner,
  SystemError,
} from '../contract.ts';
import { definitionOf } from '../definitions.ts';
import { accountOf, placeOf } from './address.ts';
import { access, describe, openSession, preferences, search } from './api.ts';
import { STANDARD_FIELDS } from './columns.ts';
import { definitionSchema, preferencesSchema, rightsSchema, userSchema } from './schema.ts';

/** What a right on a model opens. Without its module a server cannot do it either. */
const NEEDS: readonly { model: string; right: 'read' | 'create' | 'write'; opens: readonly Capability[] }[] = [
  { model: 'party.party', right: 'read', opens: ['find', 'related', 'changes', 'fields', 'read:contact', 'read:company'] },
  { model: 'party.party', right: 'write', opens: ['write:field'] },
  { model: 'sale.sale', right: 'read', opens: ['read:order'] },
  { model: 'account.invoice', right: 'read', opens: ['read:invoice'] },
  { model: 'product.product', right: 'read', opens: ['read:product'] },
  { model: 'ir.attachment', right: 'read', opens: ['read:file'] },
  { model: 'ir.note', right: 'read', opens: ['timeline'] },
  { model: 'ir.note', right: 'create', opens: ['write:note'] },
  { model: 'res.user', right: 'read', opens: ['owners'] },
];
const MODELS = [...new Set(NEEDS.map(({ model }) => model))];

/**
 * Signs in, and asks the server which of the modules it has and what this user may do with them.
 * @throws SystemError `auth`; `invalid` with field `database` (`no-such-database`) when the server cannot open it.
 */
export async function verify(io: Io): Promise<ConnectionReport> {
  const place = placeOf(io.connection);
  const credentials = await renew(io).catch((error: unknown) => {
    // Before the first query only the database itself can be at fault.
    if (error instanceof SystemError && error.code === 'server-fault')
      throw new SystemError('invalid', { field: 'database', code: 'no-such-database', cause: error });
    throw error;
  });
  const signed = { ...io, connection: { ...io.connection, credentials } };
  const [settings, there] = await Promise.all([
    preferences(signed),
    search(signed, 'ir.model', { domain: [['model', 'in', MODELS]], fields: ['model'], limit: MODELS.length }),
  ]);
  const models = new Set(there.map(({ model }) => String(model)));
  const { company, timezone } = v.parse(preferencesSchema, settings);
  const [rights, user, currency] = await Promise.all([
    access(signed, [...models]),
    userOf(signed),
    company === undefined ? undefined : currencyOf(signed, Number(company)),
  ]);
  const can: Capability[] = [];
  const missing: ConnectionReport['missing'] = [];
  for (const { model, right, opens } of NEEDS) {
    if (v.parse(rightsSchema, rights[model])[right] === true) can.push(...opens);
    else missing.push({ what: model, code: !models.has(model) ? 'no-module' : right === 'read' ? 'no-read' : 'no-right' });
  }
  if (company === undefined) missing.push({ what: 'company', code: 'no-company' });
  return {
    account: accountOf(place),
    ...user,
    can,
    missing,
    ...(currency !== undefined && { currency }),
    ...(timezone !== undefined && { timeZone: timezone }),
  };
}

/** Signs in with name and password; the session ends some minutes after its last use. */
export async function renew(io: Io): Promise<Credentials> {
  const { credentials } = io.connection;
  if (credentials.kind !== 'basic') throw new SystemError('auth', { code: 'unsupported-credentials' });
  return { ...credentials, session: await openSession(io) };
}

async function userOf(io: Io): Promise<Pick<ConnectionReport, 'userId' | 'userName'>> {
  const { credentials } = io.connection;
  const id = credentials.kind === 'basic' ? (credentials.session?.split(':')[0] ?? '') : '';
  const [row] = await search(io, 'res.user', { domain: [['id', '=', Number(id)]], fields: ['name', 'login'], limit: 1 });
  const user = v.parse(userSchema, row);
  return { userId: id, userName: user.name ?? user.login ?? id };
}

/** A company's own currency, in which limits and balances are kept. */
async function currencyOf(io: Io, company: number): Promise<string | undefined> {
  const [row] = await search(io, 'company.company', { domain: [['id', '=', company]], fields: ['currency.code'], limit: 1 });
  return codeOf(row?.['currency.']);
}

function codeOf(currency: unknown): string | undefined {
  const code = typeof currency === 'object' && currency !== null && 'code' in currency ? currency.code : undefined;
  return typeof code === 'string' && /^[A-Z]{3}$/.test(code) ? code : undefined;
}

/** Users, also those who left: old notes still name them. Number 0 is the server itself. */
export async function owners(io: Io): Promise<Owner[]> {
  const rows = await search(io, 'res.user', { domain: [['id', '>', 0]], fields: ['name', 'login', 'email', 'active'], limit: 1000 });
  return rows.flatMap((row): Owner[] => {
    const { id, name, login, email, active } = v.parse(userSchema, row);
    return id === undefined ? [] : [{ id, name: name ?? login ?? id, ...(email !== undefined && { email }), active: active !== false }];
  });
}

/** Fields of a party, in the words of the user's language. */
export async function fields(object: ObjectKind, io: Io): Promise<FieldDefinition[]> {
  if (object !== 'contact' && object !== 'company') throw new SystemError('invalid', { code: 'unsupported' });
  return Object.entries(await describe(io, 'party.party')).flatMap(([key, raw]) => {
    const { string: label, type, readonly, selection } = v.parse(definitionSchema, raw);
    // Neither name nor type: not a field.
    if (label === undefined && type === undefined) return [];
    const options = optionsOf(selection);
    return definitionOf({ key, label, type: type ?? 'char', custom: !STANDARD_FIELDS.has(key), readOnly: readonly === true, options });
  });
}

/** Pairs of value and word; a method's name where the server works them out later. */
function optionsOf(selection: unknown): { value: string; label: string }[] {
  if (!Array.isArray(selection)) return [];
  return selection.flatMap((each: unknown) => {
    const [value, label] = Array.isArray(each) ? (each as unknown[]) : [];
    return typeof value === 'string' && value !== '' ? [{ value, label: typeof label === 'string' ? label : value }] : [];
  });
}
