import { type Capability, type ConnectionReport, type Io, SystemError } from '../contract.ts';
import { unless } from '../refusals.ts';
import { capabilitiesOf, LISTS_THAT_GROW } from '../writes.ts';
import { parseHost } from './address.ts';
import { getAccount, getUser } from './api.ts';
import { readClaims } from './token.ts';
import { WRITERS } from './write.ts';

/** All that the API allows; `verify` takes away what the token's user may not do. */
export const CAPABILITIES = capabilitiesOf(['contact', 'company', 'deal', 'customer', 'product', 'file'], WRITERS, LISTS_THAT_GROW);

const NEEDS = [
  ['contacts', 'read:contact'],
  ['companies', 'read:company'],
  ['leads', 'read:deal'],
] as const;

/**
 * Who the token is and what it may do: account, then its user.
 * @throws SystemError `auth` `token-expired` without asking, when the token says so itself; `invalid` with field `address`
 * when there is no such account there (`no-such-account`) or the answer comes from another one (`wrong-domain`).
 */
export async function verify(io: Io): Promise<ConnectionReport> {
  const { credentials } = io.connection;
  const claims = credentials.kind === 'token' ? readClaims(credentials.token) : {};
  if (claims.expiresAt !== undefined && claims.expiresAt <= io.now()) throw new SystemError('auth', { code: 'token-expired' });
  const account = await getAccount(io).catch((error: unknown) => {
    throw isMissing(error) ? new SystemError('invalid', { field: 'address', code: 'no-such-account', cause: error }) : error;
  });
  const subdomain = parseHost(io.connection.baseUrl)?.subdomain ?? '';
  const ofToken = claims.accountId === undefined || claims.accountId === account.id;
  if (!ofToken || (account.subdomain !== undefined && account.subdomain.toLowerCase() !== subdomain))
    throw new SystemError('invalid', { field: 'address', code: 'wrong-domain' });
  const userId = account.current_user_id ?? claims.userId ?? '';
  return {
    account: subdomain,
    userId,
    ...(await rights(io, userId)),
    ...(account.currency !== undefined && { currency: account.currency.toUpperCase() }),
    ...timeZone(account),
  };
}

/** The user's name and rights. A user without the right to see users is still connected: named by number, without owners. */
async function rights(io: Io, userId: string): Promise<Pick<ConnectionReport, 'userName' | 'can' | 'missing'>> {
  const can = new Set(CAPABILITIES);
  const missing: ConnectionReport['missing'] = [];
  const lose = (what: string, capability: Capability) => {
    can.delete(capability);
    missing.push({ what, code: 'no-right' });
  };
  const user = await unless(getUser(io, userId), ['forbidden', 'not-found'], undefined);
  if (!user) lose('users', 'owners');
  for (const [what, capability] of NEEDS) if (user?.rights?.[what]?.view === 'D') lose(what, capability);
  return { userName: user?.name ?? userId, can: [...can], missing };
}

function timeZone(account: Awaited<ReturnType<typeof getAccount>>): { timeZone?: string } {
  const zone = account.datetime_settings?.timezone ?? account._embedded?.datetime_settings?.timezone;
  return zone === undefined ? {} : { timeZone: zone };
}

function isMissing(error: unknown): boolean {
  return error instanceof SystemError && error.kind === 'not-found';
}
