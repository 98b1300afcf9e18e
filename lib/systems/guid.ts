import { SystemError } from './contract.ts';

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A GUID as refs hold it, lower-case without braces; undefined for anything else. */
export function guidOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const id = value
    .trim()
    .replace(/^\{|\}$/g, '')
    .toLowerCase();
  return GUID.test(id) ? id : undefined;
}

/** A GUID for paths and filters. @throws SystemError `not-found`: nothing can have an id that is none, and nothing else may reach a query. */
export function checkedGuid(id: string): string {
  const guid = guidOf(id);
  if (guid === undefined) throw new SystemError('not-found', { code: 'not-a-guid' });
  return guid;
}

/**
 * The GUID a write gets for its idempotency key: the same key in the same environment always gives the same one, so the vendor itself refuses
 * to do it twice. SHA-256 cut to 128 bits, in the form of a version 8 UUID. Source: RFC 9562, "UUID Version 8".
 */
export async function guidOfKey(account: string, key: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${account}\n${key}`));
  const bytes = new Uint8Array(digest).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
