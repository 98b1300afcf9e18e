import { type AuthMethod, type Connection, type Credentials, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { parseAddress } from './environment.ts';

type Values = Readonly<Record<string, string>>;
const LOGIN = 'https://login.microsoftonline.com';
/** Any account of a company; a tenant of its own is needed where the app is registered for that tenant alone. */
const ANY_TENANT = 'organizations';

/**
 * Ways to sign in. `oauth`: the customer's own app registration as a public client of the platform "Single-page application"
 * (PKCE, no secret); `token`: a pasted access token, good for an hour or so; `session`: the rep's own sign-in in this browser, which the
 * vendor's own pages use the Web API with.
 * Source: "Use OAuth with Cross-Origin Resource Sharing to connect a single-page application to Dataverse".
 */
export const dynamicsAuth: readonly AuthMethod[] = [
  {
    id: 'oauth',
    kind: 'oauth-pkce',
    // The vendor ends a single-page application's refresh tokens after a day, however often they are used.
    refreshLife: { ms: 86_400_000, sliding: false },
    silent: { prompt: 'none' },
    helpUrl: 'https://learn.microsoft.com/power-apps/developer/data-platform/walkthrough-register-app-azure-active-directory',
    fields: [
      { id: 'address', input: 'address', required: true, example: 'acme.crm4.dynamics.com' },
      { id: 'clientId', input: 'text', required: true },
      { id: 'tenant', input: 'text', required: false, example: 'acme.onmicrosoft.com' },
    ],
    toConnection(values) {
      const { tokenUrl, clientId } = endpoints(values);
      return connectionOf(values, { kind: 'oauth', accessToken: '', clientId, tokenUrl });
    },
    oauth: endpoints,
  },
  {
    id: 'session',
    kind: 'session',
    fields: [{ id: 'address', input: 'address', required: true, example: 'acme.crm4.dynamics.com' }],
    toConnection: (values) => connectionOf(values, { kind: 'session' }),
  },
  {
    id: 'token',
    kind: 'token',
    helpUrl: 'https://learn.microsoft.com/power-apps/developer/data-platform/authenticate-oauth',
    fields: [
      { id: 'address', input: 'address', required: true, example: 'https://acme.crm4.dynamics.com' },
      { id: 'token', input: 'secret', required: true },
    ],
    toConnection(values) {
      return connectionOf(values, { kind: 'token', token: pasted(values, 'token') });
    },
  },
];

function connectionOf(values: Values, credentials: Credentials): Omit<Connection, 'id'> {
  return { system: 'dynamics', account: '', baseUrl: `https://${hostOf(values)}`, credentials };
}

/** One token per environment: the scope names it. */
function endpoints(values: Values): { authorizeUrl: string; tokenUrl: string; clientId: string; scope: string } {
  const tenant = values.tenant?.trim() || ANY_TENANT;
  if (!/^[a-z0-9][a-z0-9.-]{0,252}$/i.test(tenant)) throw new SystemError('invalid', { code: 'bad-characters', field: 'tenant' });
  return {
    authorizeUrl: `${LOGIN}/${tenant}/oauth2/v2.0/authorize`,
    tokenUrl: `${LOGIN}/${tenant}/oauth2/v2.0/token`,
    clientId: pasted(values, 'clientId'),
    scope: `https://${hostOf(values)}/user_impersonation offline_access openid profile`,
  };
}

function hostOf(values: Values): string {
  const address = values.address?.trim() ?? '';
  if (address === '') throw new SystemError('invalid', { code: 'required', field: 'address' });
  const host = parseAddress(address);
  if (host === undefined) throw new SystemError('invalid', { code: 'bad-address', field: 'address' });
  return host;
}
