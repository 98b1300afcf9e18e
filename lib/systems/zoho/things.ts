import type { Thing } from '../making.ts';
import { objectOf } from '../values.ts';
import { instant } from './time.ts';

/** The id inside a lookup `{name, id}`. */
export function lookupId(lookup: unknown): string | undefined {
  const { id } = objectOf(lookup);
  return typeof id === 'string' ? id : undefined;
}

/** What a row of any module tells about itself. */
export function thing(row: unknown): Thing {
  const { Created_Time, Modified_Time, Owner } = objectOf(row);
  return { id: lookupId(row), madeAt: instant(Created_Time), changedAt: instant(Modified_Time), ownerId: lookupId(Owner) };
}
