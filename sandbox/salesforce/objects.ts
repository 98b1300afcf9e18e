import type { TypeName } from './ids.ts';
import type { SObjectType } from './object-type.ts';
import { ACTIVITIES } from './objects-activities.ts';
import { FILES } from './objects-files.ts';
import { ORG } from './objects-org.ts';
import { RECORDS } from './objects-records.ts';

export type { FieldType, SObjectType } from './object-type.ts';

/** The part of the standard data model this org has, with its custom fields. Several currencies are on. */
export const TYPES: Readonly<Record<TypeName, SObjectType>> = { ...RECORDS, ...ACTIVITIES, ...ORG, ...FILES };

/** A type by the name a request used; names are not case-sensitive. */
export function typeNamed(name: string): SObjectType | undefined {
  return Object.values(TYPES).find((each) => each.name.toLowerCase() === name.toLowerCase());
}

/** A field's true spelling; undefined when the type has none of that name. */
export function fieldNamed(of: SObjectType, name: string): string | undefined {
  if (name.toLowerCase() === 'id') return 'Id';
  return Object.keys(of.fields).find((field) => field.toLowerCase() === name.toLowerCase());
}
