import type { Io } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { bind, type Target } from './targets.ts';

/** Kinds of participation. Source: "ActivityParty table", participationtypemask. */
const FROM = 1;
const TO = 2;
/** Somebody who has to be at a meeting. */
export const REQUIRED = 5;
/** Whose meeting it is: the signed-in user. */
export const ORGANISER = 7;

type Party = Record<string, unknown>;

/** Who was on a call: the signed-in user on one side, the person (else the company) on the other. */
export function talk(targets: readonly Target[], outgoing: boolean, io: Io): Party[] {
  const person =
    targets.find(({ native }) => native === 'contact' || native === 'lead') ?? targets.find(({ native }) => native === 'account');
  return parties(person ? [person] : [], io, outgoing ? { us: FROM, them: TO } : { us: TO, them: FROM });
}

/** The signed-in user and others, each in a role. Deals and cases take no part in anything. */
export function parties(others: readonly Target[], { connection }: Io, roles: { us: number; them: number }): Party[] {
  const who = others.filter(({ native }) => native === 'contact' || native === 'lead' || native === 'account');
  const us = connection.userId;
  return [
    ...(us === undefined ? [] : [{ 'partyid_systemuser@odata.bind': `/systemusers(${checkedGuid(us)})`, participationtypemask: roles.us }]),
    ...who.map((each) => ({ [`partyid_${each.native}@odata.bind`]: bind(each), participationtypemask: roles.them })),
  ];
}
