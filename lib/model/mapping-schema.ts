import * as v from 'valibot';
import { CANONICAL_FIELDS, type CanonicalField, MAPPABLE_OBJECTS, type MappableObject } from './mapping.ts';

const key = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const label = v.pipe(v.string(), v.maxLength(500));
const field = v.strictObject({
  key,
  label,
  type: v.pipe(v.string(), v.maxLength(100)),
  options: v.exactOptional(v.record(label, label)),
});
const optionalField = v.exactOptional(field);
const names = [...new Set(Object.values(CANONICAL_FIELDS).flatMap((fields) => Object.keys(fields)))] as CanonicalField[];

export const mappableObject = v.picklist(Object.keys(MAPPABLE_OBJECTS) as MappableObject[]);

/** A `MappingChoice` as it comes from a page or a file. */
export const mappingChoice = v.strictObject({
  fields: v.strictObject(Object.fromEntries(names.map((name) => [name, optionalField])) as Record<CanonicalField, typeof optionalField>),
  pins: v.pipe(v.array(field), v.maxLength(30)),
  skipped: v.pipe(v.array(key), v.maxLength(2000)),
});

/** An `ObjectMapping` in a settings file. */
export const objectMapping = v.strictObject({
  system: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  account: v.pipe(v.string(), v.maxLength(200)),
  object: mappableObject,
  ...mappingChoice.entries,
});
