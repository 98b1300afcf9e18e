/** Initialisation vector (12 bytes) followed by the ciphertext with its tag. */
export type Sealed = Uint8Array<ArrayBuffer>;

/** Where a sealed value lies. It is authenticated: a value moved to another row or table does not open. */
export interface Place {
  table: string;
  id: string;
}

/** AES-GCM's own length of an IV, 96 bits; it stands before the cipher text. */
export const IV_BYTES = 12;

/** The algorithm that opens `sealed` at its place. */
export function decryption(sealed: Sealed, place: Place): AesGcmParams {
  return { name: 'AES-GCM', iv: sealed.subarray(0, IV_BYTES), additionalData: label(place) };
}

/** What binds a value to its row. */
export function label({ table, id }: Place): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${table}\n${id}`);
}
