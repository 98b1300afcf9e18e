import { SystemError } from '../../model/errors.ts';
import type { Io } from '../contract.ts';
import type { Edit } from '../edits.ts';
import { fieldWriters as writersFor } from '../field-edits.ts';
import { phrase } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { dayStart } from '../zone.ts';
import { properties } from './edit-store.ts';
import { recordUrl } from './map.ts';
import { DEAL, TASK } from './objects.ts';
import { ownTargets, targetOf, targetsOf } from './targets.ts';
import { isId, iso } from './values.ts';

/** The actions that set properties of what exists. */
export const fieldWriters = writersFor({
  store: properties,
  firstOf: (on, io) => targetsOf(on, io)[0].ref,
  urlOf: (ref, io) => recordUrl(ref, io.connection),
  name: /^[a-z]\w{0,99}$/i,
  toVendor: (field, value, io) => (field === 'closedate' ? momentOf(value, io) : value),
  ownerOf(id) {
    if (!isId(id)) throw new SystemError('invalid', { code: 'unknown-owner', field: 'ownerId' });
    return { hubspot_owner_id: id };
  },
  stage: stageEdit,
  task: taskEdit,
});

/** Deals close at a moment, of which HubSpot's pages show the day in the account's time zone. */
function momentOf(value: unknown, { connection }: Io): unknown {
  const start = typeof value === 'string' ? dayStart(value, connection.timeZone) : undefined;
  return start === undefined ? value : iso(start);
}

/**
 * A deal to a stage, and into another pipeline when the action names one: they go together, as HubSpot refuses a stage of another
 * pipeline (400). It sets the close date itself when a deal is closed.
 */
function stageEdit({ on, pipelineId, stageId }: ActionOf<'stage'>, io: Io): Edit {
  const { ref } = targetOf(on, DEAL, io);
  // An empty text would take the deal off its board.
  if (!phrase(stageId) || pipelineId?.trim() === '') throw new SystemError('invalid', { code: 'unknown-stage' });
  return { ref, values: { ...(pipelineId !== undefined && { pipeline: pipelineId }), dealstage: stageId } };
}

/** A task has no page of its own: the link leads to the first record it is about. */
function taskEdit({ task, done, dueAt, on }: ActionOf<'task-change'>, io: Io): Edit {
  const values = {
    ...(done !== undefined && { hs_task_status: done ? 'COMPLETED' : 'NOT_STARTED' }),
    ...(dueAt !== undefined && { hs_timestamp: iso(dueAt) }),
  };
  const [parent] = ownTargets(on, io);
  return { ref: { ...task, native: TASK.native }, values, url: parent && recordUrl(parent.ref, io.connection) };
}
