import { type AuthMethod, type Connection, SystemError } from '../contract.ts';
import { origin, parseAddress, sameBrand } from './address.ts';
import { readClaims } from './token.ts';

/** A long-lived token of a private integration; it acts with the rights of the administrator who made it. */
export const longLivedToken: AuthMethod = {
  id: 'token',
  kind: 'token',
  fields: [
    { id: 'address', input: 'address', required: true, example: 'acme.amocrm.ru' },
    { id: 'token', input: 'secret', required: true },
  ],
  helpUrl: 'https://developers.kommo.com/docs/long-lived-token',
  toConnection,
};

function toConnection(values: Readonly<Record<string, string>>): Omit<Connection, 'id'> {
  const host = parseAddress(values.address ?? '');
  const token = (values.token ?? '').trim().replace(/^bearer(\s+|$)/i, '');
  if (token === '') throw new SystemError('invalid', { field: 'token', code: 'required' });
  // A header carries visible ASCII only; anything else is a copy that went wrong.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new SystemError('invalid', { field: 'token', code: 'token-format' });
  const { baseDomain } = readClaims(token);
  if (baseDomain !== undefined && !sameBrand(baseDomain, host.domain))
    throw new SystemError('invalid', { field: 'address', code: 'other-brand' });
  return { system: 'amocrm', account: '', baseUrl: origin(host), credentials: { kind: 'token', token } };
}
