import { toStoredError } from '../model/errors.ts';
import { changeConnectionInfo } from '../store/connections.ts';
import { type Connection, SystemError } from '../systems/contract.ts';
import type { Engine, Live } from './context.ts';

/*
 * The rep's own sign-in in this browser, which she has chosen to use. Where the vendor's API takes cookies, the browser sends
 * them and nobody reads them. Where it wants a token (Salesforce), the cookie is read for each question anew and handed to the
 * verb; it is written nowhere.
 */

/**
 * The connection as its verbs want it.
 * @throws SystemError `auth` `session-ended` when the rep is not signed in in this browser, `permission` `cookie-access`
 */
export async function withSession(engine: Engine, { system, connection }: Live): Promise<Connection> {
  const cookie = connection.credentials.kind === 'session' ? system.auth.find(({ kind }) => kind === 'session')?.cookie : undefined;
  if (!cookie || connection.baseUrl === undefined) return connection;
  const value = await engine.cookie(connection.baseUrl, cookie.name).catch((cause: unknown) => {
    throw new SystemError('permission', { code: 'cookie-access', cause });
  });
  if (value === undefined || !cookie.pattern.test(value)) throw new SystemError('auth', { code: 'session-ended' });
  return { ...connection, credentials: { kind: 'token', token: value } };
}

/** Does it use the rep's own sign-in of this browser, with nothing of it stored? */
export function isSession({ credentials }: Connection): boolean {
  return credentials.kind === 'session';
}

/**
 * A write refused to the session as such, not to the user: from then on the connection offers none. Checking the rights again
 * gives them back, should the vendor have changed its mind.
 */
export async function noteRefusedWrite(live: Live, error: unknown): Promise<void> {
  if (!isSession(live.connection) || !(error instanceof SystemError) || error.code !== 'session-write') return;
  const { code } = toStoredError(error);
  await changeConnectionInfo(live.connection.id, (info) => ({
    ...info,
    can: info.can.filter((each) => !each.startsWith('write:')),
    missing: [...info.missing.filter((each) => each.code !== code), { what: info.systemName, code: 'session-write' }],
  }));
}
