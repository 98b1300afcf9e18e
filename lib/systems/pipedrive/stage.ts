import { type Io, SystemError } from '../contract.ts';
import type { Edit } from '../editing.ts';
import type { ActionOf } from '../writes.ts';
import { openRecord } from './field.ts';
import { kindOf } from './refs.ts';
import { numeric, ownRefs } from './targets.ts';

/** Of a closed deal: the vendor takes them together with the status, and drops them when the status changes. */
const CLOSING = ['won_time', 'lost_time', 'lost_reason'];

/**
 * Moves a deal to a stage of any pipeline, open again if it was closed; the stage ids `won` and `lost` close it where it stands,
 * for the vendor has no such stages.
 * @throws SystemError `invalid` with code `no-target` without a deal of this account, `unknown-stage` for an id that is none.
 */
export async function stageEdit({ on, stageId }: ActionOf<'stage'>, io: Io): Promise<Edit> {
  const ref = ownRefs(on, io).find((each) => kindOf(each) === 'deal');
  if (!ref || numeric(ref.id) === undefined) throw new SystemError('invalid', { code: 'no-target' });
  const isClosing = stageId === 'won' || stageId === 'lost';
  const stage_id = numeric(stageId);
  if (!isClosing && stage_id === undefined) throw new SystemError('invalid', { code: 'unknown-stage' });
  const goal = isClosing ? { status: stageId } : { stage_id, status: 'open' };
  const { values } = await openRecord('deals', ref.id, io).look(['status', ...CLOSING]);
  // Not sent, only remembered: undo closes the deal with the time and the reason it had.
  const lost = values.status === goal.status ? [] : CLOSING.filter((name) => values[name] !== null);
  return { place: 'deals', ref, set: { ...goal, ...Object.fromEntries(lost.map((name) => [name, undefined])) } };
}
