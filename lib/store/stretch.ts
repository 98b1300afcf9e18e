import { LEAST_ROUNDS, MOST_ROUNDS } from '../model/rounds.ts';
import { hex } from './hex.ts';

/** What giving the passphrase may take on the machine it was set on. */
const AIM_MS = 400;
const TRIAL_ROUNDS = 100_000;

/** So many rounds take about 0.4 s here; never fewer than 600 000. `now`: a clock in ms. */
export async function roundsHere(now: () => number): Promise<number> {
  const start = now();
  await stretched('', new Uint8Array(16), TRIAL_ROUNDS);
  const tookMs = Math.max(1, now() - start);
  return Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, Math.round((TRIAL_ROUNDS * AIM_MS) / tookMs / 10_000) * 10_000));
}

/** What a passphrase gives: PBKDF2 with SHA-256, 32 bytes, hexadecimal. The same letters typed on another keyboard are the same passphrase (NFKC). */
export async function stretched(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<string> {
  const text = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', text, 'PBKDF2', false, ['deriveBits']);
  return hex(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base, 256));
}
