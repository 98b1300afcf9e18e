import { SystemError } from '../../model/errors.ts';
import type { AuthMethod } from '../contract.ts';
import { type Org, parseOrg } from './org.ts';

const HELP = 'https://help.salesforce.com/s/articleView?id=xcloud.create_a_local_external_client_app.htm';
type Values = Readonly<Record<string, string>>;

/**
 * Ways to sign in. `oauth`: the org's own External Client App as a public client (PKCE, no secret); `session`: the rep's sign-in in this browser; `token`: a pasted
 * access token, good for a session's length only. Source: "Authorization Code and Credentials Flow for Public Clients".
 */
export const salesforceAuth: readonly AuthMethod[] = [
  {
    id: 'oauth',
    kind: 'oauth-pkce',
    helpUrl: HELP,
    fields: [
      { id: 'address', input: 'address', required: true, example: 'acme.my.salesforce.com' },
      { id: 'clientId', input: 'text', required: true },
    ],
    toConnection(values) {
      const { tokenUrl, clientId } = endpoints(values);
      return {
        system: 'salesforce',
        account: '',
        baseUrl: `https://${orgOf(values).apiHost}`,
        credentials: { kind: 'oauth', accessToken: '', clientId, tokenUrl },
      };
    },
    oauth: endpoints,
  },
  {
    id: 'session',
    kind: 'session',
    // `<15 characters of the org>!<secret>`. The cookie of the Lightning host looks the same and opens no API.
    cookie: { name: 'sid', pattern: /^00D[a-zA-Z0-9]{12}![\x21-\x7e]{10,}$/ },
    fields: [{ id: 'address', input: 'address', required: true, example: 'acme.my.salesforce.com' }],
    toConnection: (values) => ({
      system: 'salesforce',
      account: '',
      baseUrl: `https://${orgOf(values).apiHost}`,
      credentials: { kind: 'session' },
    }),
  },
  {
    id: 'token',
    kind: 'token',
    helpUrl:
      'https://developer.salesforce.com/docs/atlas.en-us.sfdx_cli_reference.meta/sfdx_cli_reference/cli_reference_org_commands_unified.htm',
    fields: [
      { id: 'address', input: 'address', required: true, example: 'https://acme.my.salesforce.com' },
      { id: 'token', input: 'secret', required: true },
    ],
    toConnection(values) {
      const org = orgOf(values);
      return {
        system: 'salesforce',
        account: '',
        baseUrl: `https://${org.apiHost}`,
        credentials: { kind: 'token', token: required(values, 'token') },
      };
    },
  },
];

function endpoints(values: Values): { authorizeUrl: string; tokenUrl: string; clientId: string; scope: string } {
  const origin = `https://${orgOf(values).apiHost}`;
  return {
    authorizeUrl: `${origin}/services/oauth2/authorize`,
    tokenUrl: `${origin}/services/oauth2/token`,
    clientId: required(values, 'clientId'),
    scope: 'api refresh_token openid',
  };
}

function orgOf(values: Values): Org {
  const org = parseOrg(required(values, 'address'));
  if (!org) throw new SystemError('invalid', { code: 'bad-address', field: 'address' });
  return org;
}

/** A pasted secret often carries a line break; white space inside one is a mistake and cannot be a header. */
function required(values: Values, field: string): string {
  const value = values[field]?.trim() ?? '';
  if (value === '') throw new SystemError('invalid', { code: 'required', field });
  if (field !== 'address' && /[^\x21-\x7e]/.test(value)) throw new SystemError('invalid', { code: 'bad-characters', field });
  return value;
}
