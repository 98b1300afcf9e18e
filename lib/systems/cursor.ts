import * as v from 'valibot';
import { SystemError } from './contract.ts';

/** A cursor as the engine keeps it: opaque text. Members must be ASCII (ids, times, links). */
export function writeCursor(state: unknown): string {
  return btoa(JSON.stringify(state));
}

/** @throws SystemError `invalid` with code `bad-cursor` for one that `schema` does not know. */
export function readCursor<T extends v.GenericSchema>(schema: T, cursor: string): v.InferOutput<T> {
  try {
    return v.parse(schema, JSON.parse(atob(cursor)));
  } catch (cause) {
    throw new SystemError('invalid', { code: 'bad-cursor', cause });
  }
}
