import * as v from 'valibot';
import type { Io } from '../contract.ts';
import { updateObject } from './api.ts';
import type { ObjectType } from './objects.ts';
import type { HubspotObject } from './schema.ts';

const values = v.record(v.string(), v.nullable(v.string()));

/** What a receipt keeps in `before`: that an entry was not there, or what properties were and became. */
export const memorySchema = v.variant('kind', [
  v.object({ kind: v.literal('created') }),
  v.object({ kind: v.literal('values'), was: values, became: values }),
]);
type Memory = v.InferOutput<typeof memorySchema>;

/** Memory of an entry that was made. */
export const CREATED: Memory = { kind: 'created' };

/**
 * Sets properties of an object that was just read, and remembers both states. HubSpot tells in its answer how it wrote a value down
 * (dates, e-mails), and which of `watched` it changed by itself.
 */
export async function setProperties(
  io: Io,
  type: ObjectType,
  object: HubspotObject,
  wanted: Readonly<Record<string, string>>,
  watched: readonly string[] = [],
): Promise<Memory> {
  const answer = await updateObject(io, type, object.id, { ...wanted });
  const touched = watched.filter((name) => answer.properties[name] !== undefined);
  const names = [...new Set([...Object.keys(wanted), ...touched])];
  const pick = (from: Readonly<Record<string, unknown>>) => Object.fromEntries(names.map((name) => [name, textOf(from[name])]));
  return { kind: 'values', was: pick(object.properties), became: pick({ ...wanted, ...answer.properties }) };
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
