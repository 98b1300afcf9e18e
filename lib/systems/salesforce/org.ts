import { SystemError } from '../../model/errors.ts';
import type { Connection } from '../contract.ts';

/** One org by its My Domain: the label that names the account, and the hosts that serve API and pages. */
export interface Org {
  /** First label, lower-case: `acme`, or `acme--uat` for a sandbox. */
  label: string;
  apiHost: string;
  pageHost: string;
}

/** Suffix of the API host ⇄ suffix of the Lightning host, per cloud. */
const CLOUDS = [
  { api: 'my.salesforce.com', page: 'lightning.force.com' },
  { api: 'my.salesforce.mil', page: 'lightning.crmforce.mil' },
  { api: 'my.sfcrmproducts.cn', page: 'lightning.sfcrmapps.cn' },
] as const;
const SETUP = 'my.salesforce-setup.com';
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const INFIX = /^(?:sandbox|develop|scratch|trailblaze|patch|demo|free|stage|[a-z]{2,4}\d{1,4})$/;

/**
 * What a rep may paste (`acme`, a host, any page of the org) → the org. A bare sandbox name gets the `sandbox` infix.
 * Undefined for hosts that belong to no org, such as `login.salesforce.com`, and for plain http.
 * Source: "My Domain URL Formats" (Salesforce help).
 */
export function parseOrg(address: string): Org | undefined {
  const text = address.trim().toLowerCase();
  if (LABEL.test(text)) return toOrg(text, text.includes('--') ? 'sandbox' : '', CLOUDS[0]);
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/.test(text) && !/^[^/]*:\d/.test(text) ? text : `https://${text}`);
  if (url?.protocol !== 'https:' || url.username || url.port) return undefined;
  const host = url.hostname.replace(/\.mcas\.ms$/, '');
  for (const cloud of CLOUDS) {
    const suffix = [cloud.api, cloud.page, ...(cloud === CLOUDS[0] ? [SETUP] : [])].find((each) => host.endsWith(`.${each}`));
    if (!suffix) continue;
    const [label = '', infix = '', ...rest] = host.slice(0, -suffix.length - 1).split('.');
    return rest.length === 0 && LABEL.test(label) && (infix === '' || INFIX.test(infix)) ? toOrg(label, infix, cloud) : undefined;
  }
  return undefined;
}

function toOrg(label: string, infix: string, cloud: (typeof CLOUDS)[number]): Org {
  const front = infix ? `${label}.${infix}` : label;
  return { label, apiHost: `${front}.${cloud.api}`, pageHost: `${front}.${cloud.page}` };
}

/** Origin of the API. Anything that is no My Domain host is refused, so that a token never leaves for elsewhere. */
export function apiOrigin(connection: Pick<Connection, 'baseUrl'>): string {
  const org = parseOrg(connection.baseUrl ?? '');
  if (!org) throw new SystemError('invalid', { code: 'bad-address', field: 'address' });
  return `https://${org.apiHost}`;
}

/** Origin of the Lightning pages; undefined without a usable instance URL. */
export function pageOrigin(connection: Pick<Connection, 'baseUrl'>): string | undefined {
  const org = parseOrg(connection.baseUrl ?? '');
  return org && `https://${org.pageHost}`;
}
