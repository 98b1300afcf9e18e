import { type Connection, SystemError } from '../contract.ts';

/** `{env}.crm{N}.dynamics.com` and the national clouds; the same environment also answers as `{env}.api.crm{N}…`. */
const HOST =
  /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.(?:api\.)?(crm\d{0,2}\.dynamics\.com|crm\.dynamics\.cn|crm\.microsoftdynamics\.us|crm\.appsplatform\.us)$/;
/** Services of the vendor under the same domain that are nobody's environment. */
const SERVICES = new Set(['disco', 'globaldisco', 'port', 'admin', 'www', 'home', 'auth']);

/** The environment's page host (`acme.crm4.dynamics.com`), which names the account; undefined for other hosts. */
export function environmentOf(host: string): string | undefined {
  const [, label = '', domain] = HOST.exec(host.toLowerCase()) ?? [];
  return domain === undefined || SERVICES.has(label) ? undefined : `${label}.${domain}`;
}

/**
 * What a rep may paste (a host, any page of the environment) → the environment's host. Undefined for plain http, other
 * products (`businesscentral.dynamics.com`) and what is no address.
 */
export function parseAddress(address: string): string | undefined {
  const text = address.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return url?.protocol === 'https:' && !url.username && !url.port ? environmentOf(url.hostname) : undefined;
}

/** Origin of pages and API. @throws SystemError `invalid` for an address that is no environment, so that no token leaves for elsewhere. */
export function originOf(connection: Partial<Pick<Connection, 'baseUrl'>>): string {
  const host = parseAddress(connection.baseUrl ?? '');
  if (host === undefined) throw new SystemError('invalid', { code: 'bad-address', field: 'address' });
  return `https://${host}`;
}
