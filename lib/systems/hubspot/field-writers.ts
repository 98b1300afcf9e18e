import { SystemError } from '../../model/errors.ts';
import type { Io, RecordRef } from '../contract.ts';
import { type Edit, editing } from '../edits.ts';
import { phrase } from '../values.ts';
import type { ActionOf, Writers } from '../writes.ts';
import { dayStart } from '../zone.ts';
import { properties } from './edit-store.ts';
import { recordUrl } from './map.ts';
import { DEAL, TASK } from './objects.ts';
import { ownTargets, targetOf, targetsOf } from './targets.ts';
import { iso } from './values.ts';

type FieldAction = ActionOf<'field' | 'score'>;

/** The actions that set properties of what exists. */
export const fieldWriters = {
  'task-change': editing(properties, taskEdit),
  stage: editing(properties, stageEdit),
  field: editing<'field'>(properties, fieldEdit),
  score: editing<'score'>(properties, fieldEdit),
  owner: editing(properties, (action: ActionOf<'owner'>, io) => firstEdit(action.on, { hubspot_owner_id: ownerOf(action.ownerId) }, io)),
} satisfies Writers;

/** One property of the first record. */
function fieldEdit(action: FieldAction, io: Io): Edit {
  const { field } = action;
  if (!/^[a-z]\w{0,99}$/i.test(field)) throw new SystemError('invalid', { code: 'bad-field', field: field.slice(0, 100) });
  const value = action.kind === 'score' ? action.score : action.value;
  const edit = firstEdit(action.on, { [field]: field === 'closedate' ? momentOf(value, io) : value }, io);
  return action.kind === 'field' && action.seen !== undefined ? { ...edit, seen: { [field]: action.seen } } : edit;
}

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
  return edited(ref, { ...(pipelineId !== undefined && { pipeline: pipelineId }), dealstage: stageId }, io);
}

/** A task has no page of its own: the link leads to the first record it is about. */
function taskEdit({ task, done, dueAt, on }: ActionOf<'task-change'>, io: Io): Edit {
  if (done === undefined && dueAt === undefined) throw new SystemError('invalid', { code: 'no-change' });
  const values = {
    ...(done !== undefined && { hs_task_status: done ? 'COMPLETED' : 'NOT_STARTED' }),
    ...(dueAt !== undefined && { hs_timestamp: iso(dueAt) }),
  };
  const [parent] = ownTargets(on, io);
  return { ref: { ...task, native: TASK.native }, values, url: parent && recordUrl(parent.ref, io.connection) };
}

function firstEdit(on: readonly RecordRef[], values: Edit['values'], io: Io): Edit {
  return edited(targetsOf(on, io)[0].ref, values, io);
}

function edited(ref: RecordRef, values: Edit['values'], io: Io): Edit {
  return { ref, values, url: recordUrl(ref, io.connection) };
}

function ownerOf(id: string): string {
  if (!/^\d{1,20}$/.test(id)) throw new SystemError('invalid', { code: 'unknown-owner', field: 'ownerId' });
  return id;
}
