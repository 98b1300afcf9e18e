import { IV_BYTES, label, type Sealed } from './sealed.ts';
import { FORMS, type Purpose } from './wrap.ts';

/** A new key. `extractable` only on its way into `wrapped`. */
export function newKey(purpose: Purpose, extractable: boolean): Promise<CryptoKey> {
  const { algorithm, usages } = FORMS[purpose];
  return crypto.subtle.generateKey(algorithm as AesKeyGenParams, extractable, [...usages]) as Promise<CryptoKey>;
}

/** A key, encrypted with another and bound to its place. */
export async function wrapped(key: CryptoKey, by: CryptoKey, id: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await crypto.subtle.wrapKey('raw', key, by, { name: 'AES-GCM', iv, additionalData: label({ table: 'keys', id }) });
  const bytes = new Uint8Array(IV_BYTES + cipher.byteLength);
  bytes.set(iv);
  bytes.set(new Uint8Array(cipher), IV_BYTES);
  return bytes;
}
