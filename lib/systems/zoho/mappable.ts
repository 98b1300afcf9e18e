import type { System } from '../contract.ts';
import { UNREAD } from './map.ts';
import { accountSchema, dealSchema, personSchema } from './schema.ts';

/** Keys that `map.ts` puts in a place of their own, or leaves out. */
function known({ pipe: [, , { entries }] }: { pipe: readonly [unknown, unknown, { entries: object }] }): string[] {
  return [...Object.keys(entries), ...UNREAD];
}

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: { native: 'Contacts', known: known(personSchema) },
  lead: { native: 'Leads', known: known(personSchema) },
  company: { native: 'Accounts', known: known(accountSchema) },
  deal: { native: 'Deals', known: known(dealSchema) },
};
