import { type AuthMethod, type OAuthEndpoints, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { address, CLIENT_ID, signingIn, TOKEN, type Typed } from '../signing-in.ts';
import { parseAddress } from './environment.ts';

const LOGIN = 'https://login.microsoftonline.com';
/** Any account of a company; a tenant of its own is needed where the app is registered for that tenant alone. */
const ANY_TENANT = 'organizations';
const ways = signingIn('dynamics', (values) => ({ baseUrl: `https://${hostOf(values)}` }));
const ADDRESS = address('acme.crm4.dynamics.com');

/**
 * Ways to sign in. `oauth`: the customer's own app registration as a public client of the platform "Single-page application"
 * (PKCE, no secret); `token`: a pasted access token, good for an hour or so; `session`: the rep's own sign-in in this browser, which the
 * vendor's own pages use the Web API with.
 * Source: "Use OAuth with Cross-Origin Resource Sharing to connect a single-page application to Dataverse".
 */
export const dynamicsAuth: readonly AuthMethod[] = [
  ways.oauth([ADDRESS, CLIENT_ID, { id: 'tenant', input: 'text', required: false, example: 'acme.onmicrosoft.com' }], endpoints, {
    // The vendor ends a single-page application's refresh tokens after a day, however often they are used.
    refreshLife: { ms: 86_400_000, sliding: false },
    silent: { prompt: 'none' },
    helpUrl: 'https://learn.microsoft.com/power-apps/developer/data-platform/walkthrough-register-app-azure-active-directory',
  }),
  ways.session([ADDRESS]),
  ways.token([ADDRESS, TOKEN], { helpUrl: 'https://learn.microsoft.com/power-apps/developer/data-platform/authenticate-oauth' }),
];

/** One token per environment: the scope names it. */
function endpoints(values: Typed): OAuthEndpoints {
  const tenant = values.tenant?.trim() || ANY_TENANT;
  if (!/^[a-z0-9][a-z0-9.-]{0,252}$/i.test(tenant)) throw new SystemError('invalid', { code: 'bad-characters', field: 'tenant' });
  return {
    authorizeUrl: `${LOGIN}/${tenant}/oauth2/v2.0/authorize`,
    tokenUrl: `${LOGIN}/${tenant}/oauth2/v2.0/token`,
    clientId: pasted(values, 'clientId'),
    scope: `https://${hostOf(values)}/user_impersonation offline_access openid profile`,
  };
}

function hostOf(values: Typed): string {
  const typed = values.address?.trim() ?? '';
  if (typed === '') throw new SystemError('invalid', { code: 'required', field: 'address' });
  const host = parseAddress(typed);
  if (host === undefined) throw new SystemError('invalid', { code: 'bad-address', field: 'address' });
  return host;
}
