import { type AuthMethod, type Connection, type OAuthEndpoints, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { CENTRES } from './centres.ts';

type Values = Readonly<Record<string, string>>;

const DATA_CENTRES = Object.keys(CENTRES);
/** Comma-separated, as the vendor wants them; notes count as modules. */
const SCOPE = 'ZohoCRM.modules.ALL,ZohoCRM.modules.emails.READ,ZohoCRM.settings.READ,ZohoCRM.users.READ,ZohoCRM.org.READ,ZohoCRM.coql.READ';
/** Made in the vendor's console: an application of the customer's own, never one of ours. */
const CONSOLE = 'https://api-console.zoho.com/';

/**
 * Ways to sign in. `oauth`: the customer's own client of the API console, code + PKCE; the secret only where its kind of client
 * has one, and then in the vault. `token`: a pasted access token, good for an hour, to try it out.
 * Source: Zoho Accounts, "Mobile-based applications" (PKCE), "Self client", "Multi DC".
 */
export const zohoAuth: readonly AuthMethod[] = [
  {
    id: 'oauth',
    kind: 'oauth-pkce',
    fields: [
      { id: 'dc', input: 'select', required: true, options: DATA_CENTRES },
      { id: 'clientId', input: 'text', required: true, example: '1000.ABC…' },
      { id: 'clientSecret', input: 'secret', required: false },
    ],
    helpUrl: CONSOLE,
    toConnection(values) {
      const { tokenUrl, clientId } = endpoints(values);
      const secret = bare(values, 'clientSecret') !== '' && { clientSecret: required(values, 'clientSecret') };
      return draft(values, { kind: 'oauth', accessToken: '', clientId, ...secret, tokenUrl });
    },
    oauth: endpoints,
  },
  {
    id: 'session',
    kind: 'session',
    fields: [{ id: 'dc', input: 'select', required: true, options: DATA_CENTRES }],
    // The pages answer the API on their own host to whoever is signed in there.
    toConnection: (values) => ({
      system: 'zoho',
      account: '',
      baseUrl: `https://${centre(values).pages}`,
      credentials: { kind: 'session' },
    }),
  },
  {
    id: 'token',
    kind: 'token',
    fields: [
      { id: 'dc', input: 'select', required: true, options: DATA_CENTRES },
      { id: 'token', input: 'secret', required: true, example: '1000.…' },
    ],
    helpUrl: CONSOLE,
    toConnection: (values) => draft(values, { kind: 'token', token: required(values, 'token') }),
  },
];

function endpoints(values: Values): OAuthEndpoints {
  const { accounts } = centre(values);
  return {
    // Without these two the vendor hands out an access token for an hour and no refresh token.
    authorizeUrl: `https://${accounts}/oauth/v2/auth?access_type=offline&prompt=consent`,
    tokenUrl: `https://${accounts}/oauth/v2/token`,
    clientId: required(values, 'clientId'),
    scope: SCOPE,
    // The answer names the server that knows the rep; a code of another data centre is of no use here.
    expect: { 'accounts-server': `https://${accounts}` },
  };
}

function draft(values: Values, credentials: Connection['credentials']): Omit<Connection, 'id'> {
  return { system: 'zoho', account: '', baseUrl: `https://${centre(values).api}`, credentials };
}

function centre(values: Values) {
  const chosen = (values.dc ?? '').trim().toLowerCase();
  const found = Object.hasOwn(CENTRES, chosen) ? CENTRES[chosen] : undefined;
  if (!found) throw new SystemError('invalid', { field: 'dc', code: chosen === '' ? 'required' : 'malformed' });
  return found;
}

function required(values: Values, field: string): string {
  return pasted({ [field]: bare(values, field) }, field);
}

/** The vendor's examples put a word before the token. */
function bare(values: Values, field: string): string {
  return (values[field] ?? '').trim().replace(/^zoho-oauthtoken\s+/i, '');
}
