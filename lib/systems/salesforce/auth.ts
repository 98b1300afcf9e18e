import { type AuthMethod, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { address, CLIENT_ID, signingIn, TOKEN, type Typed } from '../signing-in.ts';
import { parseOrg } from './org.ts';

const ways = signingIn('salesforce', (values) => ({ baseUrl: originOf(values) }));
const ADDRESS = address('acme.my.salesforce.com');

/**
 * Ways to sign in. `oauth`: the org's own External Client App as a public client (PKCE, no secret); `session`: the rep's sign-in in this browser; `token`: a pasted
 * access token, good for a session's length only. Source: "Authorization Code and Credentials Flow for Public Clients".
 */
export const salesforceAuth: readonly AuthMethod[] = [
  ways.oauth([ADDRESS, CLIENT_ID], endpoints, {
    helpUrl: 'https://help.salesforce.com/s/articleView?id=xcloud.create_a_local_external_client_app.htm',
  }),
  // `<15 characters of the org>!<secret>`. The cookie of the Lightning host looks the same and opens no API.
  ways.session([ADDRESS], { cookie: { name: 'sid', pattern: /^00D[a-zA-Z0-9]{12}![\x21-\x7e]{10,}$/ } }),
  ways.token([ADDRESS, TOKEN], {
    helpUrl:
      'https://developer.salesforce.com/docs/atlas.en-us.sfdx_cli_reference.meta/sfdx_cli_reference/cli_reference_org_commands_unified.htm',
  }),
];

function endpoints(values: Typed) {
  const origin = originOf(values);
  return {
    authorizeUrl: `${origin}/services/oauth2/authorize`,
    tokenUrl: `${origin}/services/oauth2/token`,
    clientId: pasted(values, 'clientId'),
    scope: 'api refresh_token openid',
  };
}

function originOf(values: Typed): string {
  const typed = values.address?.trim() ?? '';
  if (typed === '') throw new SystemError('invalid', { code: 'required', field: 'address' });
  const org = parseOrg(typed);
  if (!org) throw new SystemError('invalid', { code: 'bad-address', field: 'address' });
  return `https://${org.apiHost}`;
}
