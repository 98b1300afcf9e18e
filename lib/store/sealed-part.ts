import type { SealedPart } from '../model/settings-file.ts';
import { StoreError } from './errors.ts';
import { bytesOf, hex } from './hex.ts';
import { newKey, wrapped } from './new-key.ts';
import { open, type Place, seal } from './seal.ts';
import { stretched } from './stretch.ts';
import { unwrapped, wrappingKey } from './wrap.ts';

/*
 * Values that leave this browser in a file, under a passphrase of the rep's. A key of its own between the two tells a wrong passphrase
 * from a file that was changed.
 */

const KEY = 'file';
const PLACE: Place = { table: 'file', id: 'sign-ins' };

/** Seals a value for a file. `rounds`: see `roundsHere`. */
export async function sealPart(value: unknown, passphrase: string, rounds: number): Promise<SealedPart> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const by = await wrappingKey(await stretched(passphrase, salt, rounds));
  const key = await newKey('seal', true);
  return {
    salt: hex(salt),
    rounds,
    key: hex(await wrapped(key, by, KEY)),
    data: hex(await seal(key, PLACE, value)),
  };
}

/**
 * What `sealPart` has sealed; its shape is whatever the file's maker gave it.
 * @throws StoreError `wrong-passphrase` (or salt, rounds or key were changed); `tampered` when the passphrase is right and the value was changed
 */
export async function openPart({ salt, rounds, key: sealedKey, data }: SealedPart, passphrase: string): Promise<unknown> {
  const by = await wrappingKey(await stretched(passphrase, bytesOf(salt), rounds));
  const key = await unwrapped(bytesOf(sealedKey), by, KEY, 'seal').catch((cause: unknown) => {
    throw new StoreError('wrong-passphrase', { cause });
  });
  return open<unknown>(key, PLACE, bytesOf(data));
}
