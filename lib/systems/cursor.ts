import * as v from 'valibot';
import { SystemError } from './contract.ts';

/** A cursor as the engine keeps it: opaque text. */
export function writeCursor(state: unknown): string {
  return btoa(JSON.stringify(state).replace(/[^\x20-\x7e]/g, escaped));
}

/** @throws SystemError `invalid` with code `bad-cursor` for one that `schema` does not know. */
export function readCursor<T extends v.GenericSchema>(schema: T, cursor: string): v.InferOutput<T> {
  try {
    return v.parse(schema, JSON.parse(atob(cursor)));
  } catch (cause) {
    throw new SystemError('invalid', { code: 'bad-cursor', cause });
  }
}

/** Outside of ASCII `btoa` fails, and ids come from outside. */
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
