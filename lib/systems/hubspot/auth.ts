import { type AuthField, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { CLIENT_ID, CLIENT_SECRET, signingIn, TOKEN, type Typed } from '../signing-in.ts';

/** HubSpot's data regions; North America's first one has no name in the UI host. */
const REGIONS = ['na1', 'na2', 'na3', 'eu1', 'ap1'] as const;
/** Whose entries they are, and on which host the record pages are. */
const WHO_AND_WHERE: readonly AuthField[] = [
  { id: 'email', input: 'text', required: false, example: 'ana@acme.com' },
  { id: 'region', input: 'select', required: false, options: REGIONS },
];
const DOCS = 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/';
const ways = signingIn('hubspot', placeOf);

/**
 * A service key, or the token of an older private app (`pat-eu1-…`), pasted. It opens one account and belongs to no person, so
 * the form asks for the rep's e-mail: notes and tasks then bear her name. The region decides on which host her record pages are.
 * Source: HubSpot docs, "Service keys".
 */
export const serviceKey = ways.token([TOKEN, ...WHO_AND_WHERE], { id: 'service-key', helpUrl: `${DOCS}account-service-keys` });

/**
 * The customer's own app: HubSpot takes PKCE, but not without the app's secret, so the customer pastes hers. The tokens are the
 * account's as well; the e-mail says who the rep is. Source: HubSpot docs, "OAuth" (2026-03), "Scopes".
 */
export const ownApp = ways.oauth([CLIENT_ID, CLIENT_SECRET, ...WHO_AND_WHERE], endpoints, { helpUrl: `${DOCS}oauth/working-with-oauth` });

const SCOPES =
  'oauth crm.objects.contacts.read crm.schemas.contacts.read crm.objects.companies.read crm.schemas.companies.read crm.objects.deals.read crm.schemas.deals.read crm.objects.contacts.write crm.objects.companies.write crm.objects.deals.write crm.objects.owners.read';
/** Asked for where the app has them; the rest works without. */
const OPTIONAL_SCOPES = 'tickets%20sales-email-read';

function endpoints(values: Typed) {
  return {
    authorizeUrl: `https://app.hubspot.com/oauth/authorize?optional_scope=${OPTIONAL_SCOPES}`,
    tokenUrl: 'https://api.hubapi.com/oauth/2026-03/token',
    clientId: pasted(values, 'clientId'),
    scope: SCOPES,
  };
}

function placeOf(values: Typed, token: string) {
  const region = regionOf(values.region, token);
  const email = (values.email ?? '').trim();
  if (email !== '' && !/^[^\s@]{1,100}@[^\s@]{1,200}$/.test(email)) throw new SystemError('invalid', { field: 'email', code: 'malformed' });
  return { baseUrl: `https://app${region === 'na1' ? '' : `-${region}`}.hubspot.com`, ...(email !== '' && { userId: email }) };
}

/** What was chosen, else what the token says of itself, else the first region. */
function regionOf(chosen: string | undefined, token: string): string {
  const region = REGIONS.find((each) => each === chosen);
  if (chosen && !region) throw new SystemError('invalid', { field: 'region', code: 'malformed' });
  return region ?? REGIONS.find((each) => token.startsWith(`pat-${each}-`)) ?? 'na1';
}
