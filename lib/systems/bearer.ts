import { type Connection, SystemError } from './contract.ts';

type Signed = Pick<Connection, 'credentials'>;

/**
 * The header that says who asks; none for a session, where the browser's own cookies go along.
 * @throws SystemError `auth` with code `no-token` for what cannot be a header: the request would fail with the token in the message.
 */
export function bearer(connection: Signed): Record<string, string> {
  return connection.credentials.kind === 'session' ? {} : tokenHeader(connection);
}

/** The same for vendors whose API takes no cookies. */
export function tokenHeader({ credentials }: Signed): { authorization: string } {
  const token = credentials.kind === 'token' ? credentials.token : credentials.kind === 'oauth' ? credentials.accessToken : '';
  if (token === '' || /[^\x21-\x7e]/.test(token)) throw new SystemError('auth', { code: 'no-token' });
  return { authorization: `Bearer ${token}` };
}
