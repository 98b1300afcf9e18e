import type { Members } from '../change.ts';
import { type Io, SystemError } from '../contract.ts';
import type { ActionOf, Writer } from '../writes.ts';
import { confirmEdit, edit, getNow, setting } from './edit.ts';
import { LOST } from './map.ts';
import { firstOwn, seconds } from './receipts.ts';

/**
 * Moves a lead; without a pipeline it stays in its own. A stage is told by pipeline and id: won (142) and lost (143) have the same id in
 * each. Where it is already, nothing is sent. Source: amoCRM API v4, "Leads".
 */
export const stage: Writer<'stage'> = {
  async perform(action, _key, io) {
    const { ref } = lead(action, io);
    const now = await getNow(ref, io);
    const pipeline = checked(action.pipelineId ?? now.pipeline_id ?? '');
    // The reason of a loss is not sent, only remembered: it goes when the lead comes back.
    const reason = now.status_id === LOST && now.loss_reason_id !== undefined ? { loss_reason_id: undefined } : {};
    return edit({ ref, set: { pipeline_id: pipeline, status_id: checked(action.stageId), ...reason } }, io);
  },
  async confirm(action, _key, io) {
    const { ref } = lead(action, io);
    const pipeline = action.pipelineId === undefined ? {} : { pipeline_id: checked(action.pipelineId) };
    return confirmEdit({ ref, set: { ...pipeline, status_id: checked(action.stageId) } }, io);
  },
};

function lead(action: ActionOf<'stage'>, io: Io) {
  checked(action.stageId);
  return firstOwn(action, io.connection, ['leads']);
}

function checked(id: string, code = 'unknown-stage'): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new SystemError('invalid', { code });
  return Number(id);
}

/** Another responsible user of the open record. Source: amoCRM API v4, `responsible_user_id`. */
export const owner = setting<'owner'>((action, { connection }) => ({
  ref: firstOwn(action, connection).ref,
  set: { responsible_user_id: checked(action.ownerId, 'bad-value') },
}));

/** Done or not, and until when. */
export const taskChange = setting<'task-change'>((action) => ({ ref: action.task, set: taskValues(action) }));

function taskValues({ task, done, dueAt }: ActionOf<'task-change'>): Members {
  if (task.object !== 'activity') throw new SystemError('invalid', { code: 'no-target' });
  if (done === undefined && dueAt === undefined) throw new SystemError('invalid', { code: 'nothing-to-change' });
  return { ...(done !== undefined && { is_completed: done }), ...(dueAt !== undefined && { complete_till: seconds(dueAt) }) };
}
