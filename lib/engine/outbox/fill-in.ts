import { type Action, makerOf, type Receipt } from '../../model/actions.ts';
import type { RecordRef } from '../../model/records.ts';
import { SystemError } from '../../systems/contract.ts';

/** What an action's records become when it is sent. */
export interface Known {
  /** Receipts of the action it comes after. */
  receipts: readonly Receipt[];
  /** Names the account had before, and the one it has now. */
  account: string;
  formerAccounts: readonly string[];
  system: string;
}

/**
 * The action with its real records: those that another action has made since, and those of an account that was renamed.
 * @throws SystemError `invalid` `no-target` when a record that should have been made is in no receipt
 */
export function filledIn(action: Action, known: Known): Action {
  const real = (ref: RecordRef) => renamed(made(ref, known.receipts), known);
  const filled = { ...action, on: action.on.map(real) };
  if (filled.kind === 'meeting') return { ...filled, attendees: filled.attendees.map(real) };
  if (filled.kind === 'task-change') return { ...filled, task: real(filled.task) };
  return filled;
}

function made(ref: RecordRef, receipts: readonly Receipt[]): RecordRef {
  if (makerOf(ref) === undefined) return ref;
  const all = receipts.flatMap((receipt) => receipt.refs).filter((each) => each.system === ref.system);
  const found = all.find((each) => each.native === ref.native) ?? all[0];
  if (!found) throw new SystemError('invalid', { code: 'no-target' });
  return found;
}

function renamed(ref: RecordRef, { system, account, formerAccounts }: Known): RecordRef {
  return ref.system === system && formerAccounts.includes(ref.account) ? { ...ref, account } : ref;
}
