import type { MappableObject, MappedField, ObjectMapping } from '../model/mapping.ts';
import type { Connection, System } from '../systems/contract.ts';
import type { Live } from './context.ts';

/**
 * A connection with the rep's mapping: it makes the system bring the fields along and put them in their places. Whatever map the
 * connection had before is forgotten.
 */
export function withMapping({ system, connection }: Live, all: readonly ObjectMapping[]): Live {
  const { fieldMap: _map, fieldOptions: _options, ...plain } = connection;
  const own = all.filter((each) => each.system === plain.system && each.account === plain.account);
  const byNative = own.flatMap((mapping) => {
    const native = system.mappable?.[mapping.object]?.native;
    const fields = namedFields(mapping);
    return native === undefined || fields.length === 0 ? [] : [{ native, fields }];
  });
  if (byNative.length === 0) return { system, connection: plain };
  const fieldMap = byNative.map(({ native, fields }) => [native, Object.fromEntries(fields.map(([name, { key }]) => [name, key]))]);
  const fieldOptions = byNative.map(({ native, fields }) => [
    native,
    Object.fromEntries(fields.flatMap(([, { key, options }]) => (options ? [[key, options]] : []))),
  ]);
  return { system, connection: { ...plain, fieldMap: Object.fromEntries(fieldMap), fieldOptions: Object.fromEntries(fieldOptions) } };
}

function namedFields({ fields, pins }: ObjectMapping): (readonly [string, MappedField])[] {
  return [...Object.entries(fields), ...pins.map((field) => [`pin:${field.key}`, field] as const)].flatMap(([name, field]) =>
    field ? [[name, field] as const] : [],
  );
}

/** A connection without the rep's mapping that asks for these fields of an object: for showing what a record holds. */
export function asking(system: System, connection: Connection, object: MappableObject, keys: readonly string[]): Connection {
  const { fieldMap: _map, fieldOptions: _options, ...plain } = connection;
  const native = system.mappable?.[object]?.native;
  return native === undefined ? plain : { ...plain, fieldMap: { [native]: Object.fromEntries(keys.map((key) => [`pin:${key}`, key])) } };
}
