import * as v from 'valibot';
import type { Thing } from '../making.ts';
import { thingSchema } from './schema.ts';
import { instant } from './time.ts';

/** What a row of any type tells about itself. */
export function thing(row: unknown): Thing {
  const { id, add_time, update_time, owner_id, user_id } = v.parse(thingSchema, row);
  return { id, madeAt: instant(add_time), changedAt: instant(update_time), ownerId: owner_id ?? user_id };
}
