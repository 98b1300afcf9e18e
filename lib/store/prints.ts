import { hex } from './hex.ts';
import { printKey } from './keys.ts';
import { plainBytes } from './seal.ts';

/** A fingerprint under a key of this profile: equal values have equal ones, and nobody without the key can guess from it. */
export async function keyedPrint(value: unknown): Promise<string> {
  return hex(await crypto.subtle.sign('HMAC', await printKey(), plainBytes(value)));
}
