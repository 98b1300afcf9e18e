import Dexie from 'dexie';
import { StoreError } from './errors.ts';
import { decryption, IV_BYTES, label, type Place, type Sealed } from './sealed.ts';

export type { Place, Sealed } from './sealed.ts';

/** Encrypts a JSON value with AES-256-GCM under a fresh random IV. `undefined` inside objects is dropped, as JSON does. */
export async function seal(key: CryptoKey, place: Place, value: unknown): Promise<Sealed> {
  return sealBytes(key, place, plainBytes(value));
}

/** Encrypts bytes as they are. */
export async function sealBytes(key: CryptoKey, place: Place, bytes: Uint8Array<ArrayBuffer>): Promise<Sealed> {
  const iv = newIv();
  const cipher = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: label(place) }, key, bytes);
  const sealed = new Uint8Array(IV_BYTES + cipher.byteLength);
  sealed.set(iv);
  sealed.set(new Uint8Array(cipher), IV_BYTES);
  return sealed;
}

/**
 * Decrypts what `seal` made. Safe inside a Dexie live query: the zone survives the wait for WebCrypto.
 * @throws StoreError `tampered` when the value was changed, moved, or sealed with another key.
 */
export async function open<T>(key: CryptoKey, place: Place, sealed: Sealed): Promise<T> {
  const bytes = await openBytes(key, place, sealed);
  try {
    const text = new TextDecoder().decode(bytes);
    // To ask about every value of a row takes longer than to parse it, and hardly any holds bytes.
    return (text.includes('"$bytes"') ? JSON.parse(text, readBytes) : JSON.parse(text)) as T;
  } catch (cause) {
    throw new StoreError('tampered', { cause });
  }
}

/** Decrypts what `sealBytes` made. @throws StoreError `tampered` */
export async function openBytes(key: CryptoKey, place: Place, sealed: Sealed): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await Dexie.Promise.resolve(crypto.subtle.decrypt(decryption(sealed, place), key, sealed.subarray(IV_BYTES))));
  } catch (cause) {
    throw new StoreError('tampered', { cause });
  }
}

/**
 * 96 random bits for one value. Under one key they may be drawn 2^32 times (NIST SP 800-38D, 8.3: a repeat is then less likely than
 * 2^-32); a million draws repeat with a likelihood of 6e-18. A counter would repeat for certain where a profile is restored from a copy.
 */
export function newIv(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(IV_BYTES));
}

/** Like `open`, but a value that does not open counts as absent: for the cache, which can be fetched again. */
export async function openIfIntact<T>(key: CryptoKey, place: Place, sealed: Sealed): Promise<T | undefined> {
  return open<T>(key, place, sealed).catch(() => undefined);
}

/** A value as it is before it is sealed. */
export function plainBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value, writeBytes));
}

/** Attached files are bytes, which JSON does not know. */
function writeBytes(_name: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { $bytes: Array.from(value) } : value;
}

function readBytes(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$bytes' in value) || !Array.isArray(value.$bytes)) return value;
  return Uint8Array.from(value.$bytes as number[]);
}
