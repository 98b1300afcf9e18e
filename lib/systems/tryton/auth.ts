import { type AuthMethod, type Connection, SystemError } from '../contract.ts';
import { baseUrlOf, parseAddress, parseDatabase } from './address.ts';

/** Name and password of a user of the database: trytond knows no keys for this interface. */
export const password: AuthMethod = {
  id: 'password',
  kind: 'token',
  fields: [
    { id: 'address', input: 'address', required: true, example: 'erp.acme.example' },
    { id: 'database', input: 'text', required: true, example: 'acme' },
    { id: 'user', input: 'text', required: true },
    { id: 'password', input: 'secret', required: true },
  ],
  toConnection,
};

function toConnection(values: Readonly<Record<string, string>>): Omit<Connection, 'id'> {
  const origin = parseAddress(values.address ?? '');
  const database = parseDatabase(values.database ?? '');
  const user = (values.user ?? '').trim();
  // Not trimmed: a blank may belong to a password.
  const secret = values.password ?? '';
  if (user === '') throw new SystemError('invalid', { field: 'user', code: 'required' });
  // The header that carries both puts a colon between them.
  if (user.includes(':')) throw new SystemError('invalid', { field: 'user', code: 'malformed' });
  if (secret === '') throw new SystemError('invalid', { field: 'password', code: 'required' });
  return { system: 'tryton', account: '', baseUrl: baseUrlOf(origin, database), credentials: { kind: 'basic', user, password: secret } };
}
