import { type Action, type CallOutcome, makerOf, type Receipt } from '../../model/actions.ts';
import type { RecordRef } from '../../model/records.ts';
import { type FieldMap, SystemError } from '../../systems/contract.ts';

/** What an action's records become when it is sent. */
export interface Known {
  /** Receipts of the action it comes after. */
  receipts: readonly Receipt[];
  /** Names the account had before, and the one it has now. */
  account: string;
  formerAccounts: readonly string[];
  system: string;
  /** The system's own key for fields of ours: what the rep has mapped before what every account has. */
  fields: readonly (FieldMap | undefined)[];
  /** The system's own words for our outcomes of a call. */
  outcomes?: Readonly<Record<CallOutcome, string>> | undefined;
}

const OUTCOMES: Readonly<Record<CallOutcome, string>> = {
  reached: 'Reached',
  'no-answer': 'No answer',
  'left-message': 'Left a message',
  'wrong-number': 'Wrong number',
};

/**
 * The action with its real records: those that another action has made since, and those of an account that was renamed.
 * @throws SystemError `invalid`: `no-target` when a record that should have been made is in no receipt; `field-unmapped` when the system
 * has no key for a field of ours
 */
export function filledIn(action: Action, known: Known): Action {
  const real = (ref: RecordRef) => renamed(made(ref, known.receipts), known);
  const filled = { ...action, on: action.on.map(real) };
  if (filled.kind === 'meeting') return { ...filled, attendees: filled.attendees.map(real) };
  if (filled.kind === 'task-change') return { ...filled, task: real(filled.task) };
  if (filled.kind === 'call' && filled.outcome !== undefined) return { ...filled, outcome: theirWord(filled.outcome, known) };
  if ((filled.kind === 'field' || filled.kind === 'score') && filled.ours) return { ...filled, field: theirKey(filled, known) };
  return filled;
}

function theirKey({ on, field }: { on: readonly RecordRef[]; field: string }, { system, account, fields }: Known): string {
  const native = on.find((ref) => ref.system === system && ref.account === account)?.native ?? '';
  const key = fields.map((map) => map?.[native]?.[field]).find((each) => each !== undefined);
  if (key === undefined) throw new SystemError('invalid', { code: 'field-unmapped', field });
  return key;
}

function theirWord(outcome: string, { outcomes = OUTCOMES }: Known): string {
  return Object.hasOwn(OUTCOMES, outcome) ? outcomes[outcome as CallOutcome] : outcome;
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
