import { SystemError } from '../../model/errors.ts';
import type { Action, Io, RecordRef } from '../contract.ts';
import { toId18 } from './ids.ts';
import { nativeOf } from './refs.ts';

/**
 * The records of this account that an action is about, each once, the open one first.
 * @throws SystemError `invalid` with code `no-target` when there is none.
 */
export function targets(action: Pick<Action, 'on'>, io: Io): [RecordRef, ...RecordRef[]] {
  const [first, ...more] = ownTargets(action, io);
  if (!first) throw new SystemError('invalid', { code: 'no-target' });
  return [first, ...more];
}

/** The same for what may stand on its own. */
export function ownTargets(action: Pick<Action, 'on'>, io: Io): RecordRef[] {
  const { account } = io.connection;
  const own = action.on.filter((ref) => ref.system === 'salesforce' && ref.account === account && ref.object !== 'activity');
  return [...new Map(own.map((ref) => [toId18(ref.id), ref])).values()];
}

/**
 * Who and what: one person (contact or lead) and one thing, the deal or case rather than its company. A lead allows no thing.
 * The company of a contact or deal shows the entry by itself (AccountId is derived).
 */
export function whoAndWhat(action: Pick<Action, 'on'>, io: Io): { who: RecordRef | undefined; what: RecordRef | undefined } {
  const refs = targets(action, io);
  const first = (...natives: string[]) => refs.find((ref) => natives.includes(nativeOf(ref) ?? ''));
  const who = first('Contact') ?? first('Lead');
  if (who && nativeOf(who) === 'Lead') return { who, what: undefined };
  return {
    who,
    what:
      first('Opportunity') ?? first('Case') ?? first('Account') ?? refs.find((ref) => !['Contact', 'Lead'].includes(nativeOf(ref) ?? '')),
  };
}
