import { type Connection, SystemError } from '../contract.ts';
import { pasted } from '../pasted.ts';
import { address, CLIENT_ID, CLIENT_SECRET, signingIn, TOKEN, type Typed } from '../signing-in.ts';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Hosts of the vendor itself: what people copy from the address bar while not in their account. */
const NOT_A_COMPANY = new Set('app api api-proxy www oauth support developers devcommunity marketplace status login'.split(' '));
const DOMAIN = address('acme.pipedrive.com', 'domain');
const ways = signingIn('pipedrive', (values) => ({ baseUrl: origin(parseCompany(values)) }));

/** A user's personal API token: all rights of that user, one per user and company. */
export const apiToken = ways.token([DOMAIN, TOKEN], { helpUrl: 'https://app.pipedrive.com/settings/api' });

/**
 * The customer's own private app. The vendor knows no public clients, so its secret is pasted; PKCE is sent and not documented
 * there. Refresh tokens live 60 days from their last use. Source: Pipedrive docs, "OAuth authorization".
 */
export const ownApp = ways.oauth([DOMAIN, CLIENT_ID, CLIENT_SECRET], endpoints, {
  refreshLife: { ms: 60 * 86_400_000, sliding: true },
  helpUrl: 'https://pipedrive.readme.io/docs/marketplace-oauth-authorization',
});

/** Which rights the tokens have is set in the app, not asked for here. */
function endpoints(values: Typed) {
  const at = 'https://oauth.pipedrive.com/oauth';
  return { authorizeUrl: `${at}/authorize`, tokenUrl: `${at}/token`, clientId: pasted(values, 'clientId'), scope: '' };
}

/**
 * `acme`, `acme.pipedrive.com` or any page's address → `acme`.
 * @throws SystemError `invalid` with field `domain`.
 */
function parseCompany({ domain = '' }: Typed): string {
  const text = domain.trim().toLowerCase();
  if (text === '') throw new SystemError('invalid', { field: 'domain', code: 'required' });
  const company = LABEL.test(text) ? text : hostLabel(text);
  if (company === undefined || NOT_A_COMPANY.has(company)) throw new SystemError('invalid', { field: 'domain', code: 'address-format' });
  return company;
}

/** The company's own host: pages and API alike. */
export function origin(company: string): string {
  return `https://${company}.pipedrive.com`;
}

/** The company a connection talks to: the verified account, or before that the address the rep typed. */
export function companyOf(connection: Partial<Connection>): string | undefined {
  if (connection.account) return connection.account.toLowerCase();
  return connection.baseUrl === undefined ? undefined : hostLabel(connection.baseUrl.toLowerCase());
}

function hostLabel(text: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//.test(text) ? text : `https://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.port !== '') return undefined;
  const label = /^([a-z0-9-]+)\.pipedrive\.com\.?$/.exec(url.hostname)?.[1];
  return label !== undefined && LABEL.test(label) ? label : undefined;
}
