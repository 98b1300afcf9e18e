import { SystemError } from '../../model/errors.ts';
import type { AuthMethod, Connection } from '../contract.ts';
import { pasted } from '../pasted.ts';

type Values = Readonly<Record<string, string>>;

/** HubSpot's data regions; North America's first one has no name in the UI host. */
const REGIONS = ['na1', 'na2', 'na3', 'eu1', 'ap1'] as const;

/**
 * A service key, or the token of an older private app (`pat-eu1-…`), pasted. It opens one account and belongs to no person, so
 * the form asks for the rep's e-mail: notes and tasks then bear her name. The region decides on which host her record pages are.
 * Source: HubSpot docs, "Service keys".
 */
export const serviceKey: AuthMethod = {
  id: 'service-key',
  kind: 'token',
  fields: [
    { id: 'token', input: 'secret', required: true },
    { id: 'email', input: 'text', required: false, example: 'ana@acme.com' },
    { id: 'region', input: 'select', required: false, options: REGIONS },
  ],
  helpUrl: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/account-service-keys',
  toConnection(values) {
    const token = (values.token ?? '').trim().replace(/^bearer\s+/i, '');
    if (!/^[\x21-\x7e]{10,2000}$/.test(token)) throw new SystemError('invalid', { field: 'token', code: 'malformed' });
    return draft(values, regionOf(values.region, token), { kind: 'token', token });
  },
};

/**
 * The customer's own app: HubSpot takes PKCE, but not without the app's secret, so the customer pastes hers. The tokens are the
 * account's as well; the e-mail says who the rep is. Source: HubSpot docs, "OAuth" (2026-03), "Scopes".
 */
export const ownApp: AuthMethod = {
  id: 'oauth',
  kind: 'oauth-pkce',
  fields: [
    { id: 'clientId', input: 'text', required: true },
    { id: 'clientSecret', input: 'secret', required: true },
    { id: 'email', input: 'text', required: false, example: 'ana@acme.com' },
    { id: 'region', input: 'select', required: false, options: REGIONS },
  ],
  helpUrl: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/oauth/working-with-oauth',
  toConnection(values) {
    const { clientId, tokenUrl } = endpoints(values);
    const clientSecret = pasted(values, 'clientSecret');
    return draft(values, regionOf(values.region, ''), { kind: 'oauth', accessToken: '', clientId, clientSecret, tokenUrl });
  },
  oauth: endpoints,
};

const SCOPES = [
  'oauth',
  ...['contacts', 'companies', 'deals'].flatMap((type) => [`crm.objects.${type}.read`, `crm.schemas.${type}.read`]),
  ...['contacts', 'companies', 'deals'].map((type) => `crm.objects.${type}.write`),
  'crm.objects.owners.read',
];
/** Asked for where the app has them; the rest works without. */
const OPTIONAL_SCOPES = ['tickets', 'sales-email-read'];

function endpoints(values: Values) {
  return {
    authorizeUrl: `https://app.hubspot.com/oauth/authorize?optional_scope=${OPTIONAL_SCOPES.join('%20')}`,
    tokenUrl: 'https://api.hubapi.com/oauth/2026-03/token',
    clientId: pasted(values, 'clientId'),
    scope: SCOPES.join(' '),
  };
}

function draft(values: Values, region: string, credentials: Connection['credentials']): Omit<Connection, 'id'> {
  const email = (values.email ?? '').trim();
  if (email !== '' && !/^[^\s@]{1,100}@[^\s@]{1,200}$/.test(email)) throw new SystemError('invalid', { field: 'email', code: 'malformed' });
  return {
    system: 'hubspot',
    account: '',
    credentials,
    baseUrl: `https://app${region === 'na1' ? '' : `-${region}`}.hubspot.com`,
    ...(email !== '' && { userId: email }),
  };
}

/** What was chosen, else what the token says of itself, else the first region. */
function regionOf(chosen: string | undefined, token: string): string {
  const known: readonly string[] = REGIONS;
  if (chosen && !known.includes(chosen)) throw new SystemError('invalid', { field: 'region', code: 'malformed' });
  const named = /^pat-([a-z]{2}\d)-/.exec(token)?.[1];
  return chosen || (named && known.includes(named) ? named : 'na1');
}
