import type { Action, Io, RecordRef } from '../contract.ts';
import { isOwn, someOf } from '../own-refs.ts';
import { distinctBy } from '../values.ts';
import { toId18 } from './ids.ts';
import { nativeOf } from './refs.ts';

/**
 * The records of this account that an action is about, each once, the open one first.
 * @throws SystemError `invalid` with code `no-target` when there is none.
 */
export function targets(action: Pick<Action, 'on'>, io: Io): [RecordRef, ...RecordRef[]] {
  return someOf(ownTargets(action, io));
}

/** The same for what may stand on its own. */
export function ownTargets(action: Pick<Action, 'on'>, io: Io): RecordRef[] {
  const own = action.on.filter((ref) => isOwn(ref, io) && ref.object !== 'activity');
  return distinctBy(own, ({ id }) => toId18(id));
}

/**
 * Who and what: one person (contact or lead) and one thing, the deal or case rather than its company. A lead allows no thing.
 * The company of a contact or deal shows the entry by itself (AccountId is derived).
 */
export function whoAndWhat(action: Pick<Action, 'on'>, io: Io): { who: RecordRef | undefined; what: RecordRef | undefined } {
  const refs = targets(action, io);
  const first = (native: string) => refs.find((ref) => nativeOf(ref) === native);
  const [contact, lead] = [first('Contact'), first('Lead')];
  if (lead && !contact) return { who: lead, what: undefined };
  const thing = first('Opportunity') ?? first('Case') ?? first('Account');
  return { who: contact, what: thing ?? refs.find((ref) => !isPerson(ref)) };
}

/** Is it one of the two types that `WhoId` and the attendees of a meeting are of? */
export function isPerson(ref: RecordRef): boolean {
  return /^(?:Contact|Lead)$/.test(nativeOf(ref) ?? '');
}
