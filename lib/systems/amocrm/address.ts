import { type Connection, SystemError } from '../contract.ts';
import type { Typed } from '../signing-in.ts';

const DOMAINS = ['amocrm.ru', 'amocrm.com', 'kommo.com'];
/** Hosts of the vendor's own services, which no account can have. */
const RESERVED = /^(www|api|api-[a-z]|drive|drive-[a-z]|developers|support|help|blog|academy|static|status|lp|cdn|amojo|pay)$/;

/** An account's host: `acme.amocrm.ru` and `acme.kommo.com` are two accounts, so the domain is part of it. */
export interface Host {
  subdomain: string;
  domain: string;
}

/**
 * The account in what a rep typed: a host or any address inside the account.
 * @throws SystemError `invalid`, field `address`: `address-ambiguous` for a bare subdomain, `address` for anything else.
 */
export function parseAddress({ address = '' }: Typed): Host {
  const trimmed = address.trim().toLowerCase();
  if (trimmed === '') throw new SystemError('invalid', { field: 'address', code: 'required' });
  if (/^[a-z0-9-]+$/.test(trimmed)) throw new SystemError('invalid', { field: 'address', code: 'address-ambiguous' });
  const host = parseHost(/^[a-z][a-z0-9+.-]*:\/\//.test(trimmed) ? trimmed : `https://${trimmed}`);
  if (!host) throw new SystemError('invalid', { field: 'address', code: 'address' });
  return host;
}

/** The account of a URL; undefined for anything that is no account of this vendor. */
export function parseHost(url: string | undefined): Host | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  const hostname = parsed.hostname.toLowerCase().replace(/\.$/, '');
  const dot = hostname.indexOf('.');
  const subdomain = hostname.slice(0, dot);
  const domain = hostname.slice(dot + 1);
  if (dot < 1 || !DOMAINS.includes(domain) || RESERVED.test(subdomain) || !/^[a-z0-9-]+$/.test(subdomain)) return undefined;
  return { subdomain, domain };
}

/** `https://acme.amocrm.ru`, without a slash at the end. */
export function origin(host: Host): string {
  return `https://${host.subdomain}.${host.domain}`;
}

/**
 * Where the connection's requests go.
 * @throws SystemError `invalid`, field `address`, when the connection names no account of this vendor.
 */
export function baseUrl(connection: Partial<Connection>): string {
  const host = parseHost(connection.baseUrl);
  if (!host) throw new SystemError('invalid', { field: 'address', code: 'address' });
  return origin(host);
}

/** amocrm.ru is one service; amocrm.com (older international accounts) and kommo.com are the other. */
export function sameBrand(domain: string, other: string): boolean {
  return (domain === 'amocrm.ru') === (other === 'amocrm.ru');
}
