import { type Connection, SystemError } from '../contract.ts';

/** This machine: the only place where a connection may go without TLS. */
const LOCAL = new Set(['localhost', '127.0.0.1']);
/** What trytond accepts as the first part of a path, and what needs no escape there. */
const DATABASE = /^[\p{L}\p{N}_.-]{1,63}$/u;

/** Where a database is: `https://erp.acme.example:8000` and its name. */
export interface Place {
  origin: string;
  /** With the port where it is not the scheme's own. */
  host: string;
  database: string;
}

/**
 * The server in what a rep typed: a host, with or without port, or any address on it.
 * @throws SystemError `invalid`, field `address`: `required`, `needs-tls` for plain http to another machine, `address` for anything else.
 */
export function parseAddress(typed: string): string {
  const trimmed = typed.trim();
  const refuse = (code: string) => new SystemError('invalid', { field: 'address', code });
  if (trimmed === '') throw refuse('required');
  const bare = !/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const url = URL.parse(bare ? `${LOCAL.has(trimmed.split(/[:/]/)[0] ?? '') ? 'http' : 'https'}://${trimmed}` : trimmed);
  if (!url || url.hostname === '' || url.username || url.password || !/^https?:$/.test(url.protocol)) throw refuse('address');
  if (url.protocol === 'http:' && !LOCAL.has(url.hostname)) throw refuse('needs-tls');
  return url.origin;
}

/** @throws SystemError `invalid`, field `database`: `required` or `malformed`. */
export function parseDatabase(typed: string): string {
  const name = typed.trim();
  if (name === '') throw new SystemError('invalid', { field: 'database', code: 'required' });
  if (!DATABASE.test(name) || /^\.+$/.test(name)) throw new SystemError('invalid', { field: 'database', code: 'malformed' });
  return name;
}

/** A server and its database as one address, which is what a connection keeps as `baseUrl`. */
export function baseUrlOf(origin: string, database: string): string {
  return `${origin}/${encodeURIComponent(database)}/`;
}

/** @throws SystemError `invalid` where the connection names no server or no database. */
export function placeOf(connection: Partial<Connection>): Place {
  const origin = parseAddress(connection.baseUrl ?? '');
  const [, part = ''] = new URL(connection.baseUrl ?? '').pathname.split('/');
  const [database, host] = [parseDatabase(decoded(part)), new URL(origin).host];
  return { origin, host, database };
}

/** What tells this database from every other one, on this server and elsewhere. */
export function accountOf(place: Pick<Place, 'host' | 'database'>): string {
  return `${place.host}/${place.database}`.toLowerCase();
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
