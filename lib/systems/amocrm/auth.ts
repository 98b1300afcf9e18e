import { type AuthField, type AuthMethod, type Connection, type Credentials, type OAuthEndpoints, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { origin, parseAddress, sameBrand } from './address.ts';
import { readClaims } from './token.ts';

const ADDRESS: AuthField = { id: 'address', input: 'address', required: true, example: 'acme.amocrm.ru' };

/** A long-lived token of a private integration; it acts with the rights of the administrator who made it. */
export const longLivedToken: AuthMethod = {
  id: 'token',
  kind: 'token',
  fields: [ADDRESS, { id: 'token', input: 'secret', required: true }],
  helpUrl: 'https://developers.kommo.com/docs/long-lived-token',
  toConnection,
};

/**
 * The rep's own sign-in in this browser: her rights, her visibility, as long as it lasts. The vendor's pages ask the same API with nothing
 * but cookies and the mark of a script; for extensions this is not documented.
 */
export const ownSession: AuthMethod = {
  id: 'session',
  kind: 'session',
  fields: [ADDRESS],
  toConnection: (values) => connectionOf(values, { kind: 'session' }),
};

/**
 * The customer's own integration, with its pasted secret: the vendor has no PKCE and no public clients. A refresh token is good
 * once, and for three months. Source: amoCRM docs, "OAuth 2.0".
 */
export const ownIntegration: AuthMethod = {
  id: 'oauth',
  kind: 'oauth-pkce',
  tokenBody: 'json',
  refreshLife: { ms: 90 * 86_400_000, sliding: true },
  fields: [ADDRESS, { id: 'clientId', input: 'text', required: true }, { id: 'clientSecret', input: 'secret', required: true }],
  helpUrl: 'https://developers.kommo.com/docs/private-integration',
  toConnection(values) {
    const { clientId, tokenUrl } = endpoints(values);
    const clientSecret = pasted(values, 'clientSecret');
    return connectionOf(values, { kind: 'oauth', accessToken: '', clientId, clientSecret, tokenUrl });
  },
  oauth: endpoints,
};

/** The consent page is the brand's, the token endpoint the account's own. The answer names the account that was chosen. */
function endpoints(values: Readonly<Record<string, string>>): OAuthEndpoints {
  const host = parseAddress(values.address ?? '');
  return {
    authorizeUrl: `https://www.${host.domain}/oauth?mode=popup`,
    tokenUrl: `${origin(host)}/oauth2/access_token`,
    clientId: pasted(values, 'clientId'),
    scope: '',
    expect: { referer: new URL(origin(host)).host },
  };
}

function toConnection(values: Readonly<Record<string, string>>): Omit<Connection, 'id'> {
  const host = parseAddress(values.address ?? '');
  const token = (values.token ?? '').trim().replace(/^bearer(\s+|$)/i, '');
  if (token === '') throw new SystemError('invalid', { field: 'token', code: 'required' });
  // A header carries visible ASCII only; anything else is a copy that went wrong.
  if (!/^[\x21-\x7e]+$/.test(token)) throw new SystemError('invalid', { field: 'token', code: 'token-format' });
  const { baseDomain } = readClaims(token);
  if (baseDomain !== undefined && !sameBrand(baseDomain, host.domain))
    throw new SystemError('invalid', { field: 'address', code: 'other-brand' });
  return connectionOf(values, { kind: 'token', token });
}

function connectionOf(values: Readonly<Record<string, string>>, credentials: Credentials): Omit<Connection, 'id'> {
  return { system: 'amocrm', account: '', baseUrl: origin(parseAddress(values.address ?? '')), credentials };
}
