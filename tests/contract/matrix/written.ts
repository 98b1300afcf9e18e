import type { Action, NewField, System } from '../../../lib/systems/contract.ts';
import type { AnyStand } from '../stand.ts';
import type { Verb } from './verbs.ts';

/** Kinds of action a system performs. */
export function writtenBy({ capabilities }: System): Action['kind'][] {
  const named = [...capabilities].flatMap((each) => (each.startsWith('write:') ? [each.slice(6)] : []));
  return named.filter((each): each is Action['kind'] => each !== 'field-definition');
}

/** A field more each time: one that is there already would be found instead of made. */
export function newFields({ system }: AnyStand): Verb[] {
  if (!system.capabilities.has('write:field-definition')) return [];
  let count = 0;
  return (['contact', 'company'] as const).map((object) => ({
    name: `createField:${object}`,
    write: true,
    prepare: async () => {
      count += 1;
      return { field: { object, name: `under_fire_${count}`, label: `Under fire ${count}` } };
    },
    run: async (io, { field }) => system.createField?.(field as NewField, io),
  }));
}
