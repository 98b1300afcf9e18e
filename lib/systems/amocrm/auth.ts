import { type OAuthEndpoints, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { address, CLIENT_ID, CLIENT_SECRET, signingIn, TOKEN, type Typed } from '../signing-in.ts';
import { origin, parseAddress, sameBrand } from './address.ts';
import { readClaims } from './token.ts';

const ADDRESS = address('acme.amocrm.ru');
const ways = signingIn('amocrm', placeOf);

/** A long-lived token of a private integration; it acts with the rights of the administrator who made it. */
export const longLivedToken = ways.token([ADDRESS, TOKEN], { helpUrl: 'https://developers.kommo.com/docs/long-lived-token' });

/**
 * The rep's own sign-in in this browser: her rights, her visibility, as long as it lasts. The vendor's pages ask the same API with nothing
 * but cookies and the mark of a script; for extensions this is not documented.
 */
export const ownSession = ways.session([ADDRESS]);

/**
 * The customer's own integration, with its pasted secret: the vendor has no PKCE and no public clients. A refresh token is good
 * once, and for three months. Source: amoCRM docs, "OAuth 2.0".
 */
export const ownIntegration = ways.oauth([ADDRESS, CLIENT_ID, CLIENT_SECRET], endpoints, {
  tokenBody: 'json',
  refreshLife: { ms: 90 * 86_400_000, sliding: true },
  helpUrl: 'https://developers.kommo.com/docs/private-integration',
});

/** The consent page is the brand's, the token endpoint the account's own. The answer names the account that was chosen. */
function endpoints(values: Typed): OAuthEndpoints {
  const host = parseAddress(values);
  return {
    authorizeUrl: `https://www.${host.domain}/oauth?mode=popup`,
    tokenUrl: `${origin(host)}/oauth2/access_token`,
    clientId: pasted(values, 'clientId'),
    scope: '',
    expect: { referer: new URL(origin(host)).host },
  };
}

/** A token says itself of which brand it is. */
function placeOf(values: Typed, token: string) {
  const host = parseAddress(values);
  const { baseDomain } = readClaims(token);
  if (baseDomain !== undefined && !sameBrand(baseDomain, host.domain))
    throw new SystemError('invalid', { field: 'address', code: 'other-brand' });
  return { baseUrl: origin(host) };
}
