import { SystemError } from '../../model/errors.ts';
import type { Action, Io, RecordRef } from '../contract.ts';
import { type Edit, editing } from '../edits.ts';
import { objectOf } from '../values.ts';
import type { ActionOf, Writers } from '../writes.ts';
import { composite, partBody, partRows, query, queryPath } from './api.ts';
import { fieldsOf } from './edit-store.ts';
import { known } from './records.ts';
import { nativeOf, recordUrl } from './refs.ts';
import { checkedId } from './soql.ts';
import { targets } from './targets.ts';
import { dueValues, statusQuery } from './tasks.ts';

const STAGES = 'SELECT ApiName, DefaultProbability, IsActive FROM OpportunityStage LIMIT 2000';

/** The actions that set fields of what exists. */
export const fieldWriters = {
  'task-change': editing(fieldsOf, taskEdit),
  stage: editing(fieldsOf, stageEdit),
  field: editing<'field'>(fieldsOf, fieldEdit),
  score: editing<'score'>(fieldsOf, fieldEdit),
  owner: editing(fieldsOf, ({ on, ownerId }: ActionOf<'owner'>, io) => edited(firstOf({ on }, io), { OwnerId: checkedId(ownerId) }, io)),
} satisfies Writers;

/** One field of the first record. */
function fieldEdit(action: ActionOf<'field' | 'score'>, io: Io): Edit {
  const { field } = action;
  if (!/^[A-Za-z][A-Za-z0-9_]{0,79}$/.test(field) || /^(?:id|systemmodstamp)$/i.test(field))
    throw new SystemError('invalid', { code: 'bad-field', field });
  const edit = edited(firstOf(action, io), { [field]: action.kind === 'score' ? action.score : action.value }, io);
  return action.kind === 'field' && action.seen !== undefined ? { ...edit, seen: { [field]: action.seen } } : edit;
}

/**
 * A deal to a stage; won and lost are stages like others. Probability and forecast follow the stage: a probability of the rep's own is
 * remembered.
 * @throws SystemError `invalid` with code `unknown-stage`: an org that does not restrict its stages would take any text.
 */
async function stageEdit({ on, stageId }: ActionOf<'stage'>, io: Io): Promise<Edit> {
  const deal = targets({ on }, io).find((ref) => nativeOf(ref) === 'Opportunity');
  if (!deal) throw new SystemError('invalid', { code: 'no-target' });
  const answers = await composite(io, [
    { id: 'deal', path: `/sobjects/Opportunity/${checkedId(deal.id)}` },
    { id: 'stages', path: queryPath(STAGES) },
  ]);
  const now = objectOf(partBody(answers, 'deal'));
  const stages = partRows(answers, 'stages');
  if (!stages.some(({ ApiName, IsActive }) => ApiName === stageId && IsActive === true))
    throw new SystemError('invalid', { code: 'unknown-stage' });
  if (typeof now.StageName !== 'string') throw new SystemError('forbidden', { code: 'no-stage', field: 'StageName' });
  const usual = stages.find(({ ApiName }) => ApiName === now.StageName)?.DefaultProbability;
  const own = typeof now.Probability === 'number' && now.Probability !== usual;
  return { ...edited(deal, { StageName: stageId }, io), ...(own && { along: { Probability: now.Probability } }) };
}

/** The org's own words for done and open come from its TaskStatus. */
async function taskEdit({ task, done, dueAt }: ActionOf<'task-change'>, io: Io): Promise<Edit> {
  if (nativeOf(task) !== 'Task') throw new SystemError('invalid', { code: 'unsupported' });
  if (done === undefined && dueAt === undefined) throw new SystemError('invalid', { code: 'no-change' });
  if (task.system !== 'salesforce' || task.account !== io.connection.account) throw new SystemError('invalid', { code: 'unsupported' });
  checkedId(task.id);
  const status = done === undefined ? undefined : (await query(io, statusQuery(done)))[0]?.ApiName;
  const due = dueValues(dueAt === undefined ? {} : { dueAt }, io);
  return edited(task, { ...due, ...(status !== undefined && { Status: status }) }, io);
}

function firstOf(action: Pick<Action, 'on'>, io: Io): RecordRef {
  const [ref] = targets(action, io);
  return { ...ref, native: known(ref) };
}

function edited(ref: RecordRef, values: Edit['values'], io: Io): Edit {
  return { ref, values, url: recordUrl(ref, io.connection) };
}
