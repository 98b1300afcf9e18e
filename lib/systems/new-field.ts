import { typeFit } from '../mapping/values.ts';
import type { FieldDefinition, Io, NewField, System } from './contract.ts';
import { SystemError } from './contract.ts';

/**
 * The verb `createField` over a list of the account's fields and the one request that adds to it. The list is asked before, so that a
 * second click finds what the first has made, and after, as no vendor's answer tells all that a mapping needs.
 */
export function fieldMaker(
  fields: System['fields'],
  add: (field: NewField, io: Io) => Promise<unknown>,
): NonNullable<System['createField']> {
  return async (field, io) => {
    const find = async () => (await fields(field.object, io)).find((each) => isThat(each, field));
    const there = await find();
    if (there) return there;
    let refusal: SystemError | undefined;
    await add(field, io).catch((error: unknown) => {
      if (!(error instanceof SystemError) || error.kind !== 'conflict') throw error;
      refusal = new SystemError('conflict', { code: 'field-exists', field: field.label, cause: error });
    });
    const made = await find();
    if (made) return made;
    throw refusal ?? new SystemError('unknown-outcome', { code: 'not-listed' });
  };
}

/** Vendors spell names their own way (`Sidelight_Score`, `SIDELIGHT_SCORE`), or know only the label. */
function isThat({ key, label, type, readOnly }: FieldDefinition, field: NewField): boolean {
  const isNamed = plain(key) === plain(field.name) || plain(label) === plain(field.label);
  return isNamed && readOnly !== true && typeFit(type, 'number') === 1;
}

const plain = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
