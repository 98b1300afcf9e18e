import { bytesOf } from './hex.ts';
import { decryption, IV_BYTES, type Sealed } from './sealed.ts';

/*
 * Keys that are encrypted with keys. Without a library: the panel's first frame opens its key here. A key is extractable only inside the
 * function that makes or wraps it anew; what leaves can be used and not read.
 */

/** What a key is for: sealing rows, fingerprints, or opening other keys. */
export type Purpose = 'seal' | 'print' | 'wrap';

const AES = { name: 'AES-GCM', length: 256 } as const;
/** How each kind is made. */
export const FORMS = {
  seal: { algorithm: AES, usages: ['encrypt', 'decrypt'] },
  print: { algorithm: { name: 'HMAC', hash: 'SHA-256', length: 256 }, usages: ['sign'] },
  wrap: { algorithm: AES, usages: ['wrapKey', 'unwrapKey'] },
} as const satisfies Record<Purpose, { algorithm: object; usages: KeyUsage[] }>;

/** Opens what `wrapped` (`new-key.ts`) made. Rejects when it was changed, moved, or wrapped by another key. */
export function unwrapped(sealed: Sealed, by: CryptoKey, id: string, purpose: Purpose, extractable = false): Promise<CryptoKey> {
  const { algorithm, usages } = FORMS[purpose];
  const how = decryption(sealed, { table: 'keys', id });
  return crypto.subtle.unwrapKey('raw', sealed.subarray(IV_BYTES), by, how, algorithm, extractable, [...usages]);
}

/** A wrapping key out of bytes in hexadecimal, as a passphrase gives them. */
export function wrappingKey(hexBytes: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytesOf(hexBytes), AES, false, ['wrapKey', 'unwrapKey']);
}
