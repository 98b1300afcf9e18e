import { type AuthField, type AuthMethod, type OAuthEndpoints, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { CLIENT_ID, CLIENT_SECRET, signingIn, TOKEN, type Typed } from '../signing-in.ts';
import { CENTRES } from './centres.ts';

const DC: AuthField = { id: 'dc', input: 'select', required: true, options: Object.keys(CENTRES) };
const ways = signingIn('zoho', (values) => ({ baseUrl: `https://${centre(values).api}` }));
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
  ways.oauth([DC, { ...CLIENT_ID, example: '1000.ABC…' }, { ...CLIENT_SECRET, required: false }], endpoints, { helpUrl: CONSOLE }),
  // The pages answer the API on their own host to whoever is signed in there.
  signingIn('zoho', (values) => ({ baseUrl: `https://${centre(values).pages}` })).session([DC]),
  ways.token([DC, { ...TOKEN, example: '1000.…' }], { helpUrl: CONSOLE }),
];

function endpoints(values: Typed): OAuthEndpoints {
  const { accounts } = centre(values);
  return {
    // Without these two the vendor hands out an access token for an hour and no refresh token.
    authorizeUrl: `https://${accounts}/oauth/v2/auth?access_type=offline&prompt=consent`,
    tokenUrl: `https://${accounts}/oauth/v2/token`,
    clientId: pasted(values, 'clientId'),
    scope: SCOPE,
    // The answer names the server that knows the rep; a code of another data centre is of no use here.
    expect: { 'accounts-server': `https://${accounts}` },
  };
}

function centre(values: Typed) {
  const chosen = (values.dc ?? '').trim().toLowerCase();
  const found = Object.hasOwn(CENTRES, chosen) ? CENTRES[chosen] : undefined;
  if (!found) throw new SystemError('invalid', { field: 'dc', code: chosen === '' ? 'required' : 'malformed' });
  return found;
}
