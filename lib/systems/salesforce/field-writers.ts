import { SystemError } from '../../model/errors.ts';
import type { Io } from '../contract.ts';
import type { Edit } from '../edits.ts';
import { fieldWriters as writersFor } from '../field-edits.ts';
import { isOwn, someOf } from '../own-refs.ts';
import { objectOf } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { composite, partBody, partRows, query, queryPath } from './api.ts';
import { fieldsOf } from './edit-store.ts';
import { known } from './records.ts';
import { nativeOf, recordUrl } from './refs.ts';
import { checkedId } from './soql.ts';
import { targets } from './targets.ts';
import { dueValues, statusQuery } from './tasks.ts';

const STAGES = 'SELECT ApiName, DefaultProbability, IsActive FROM OpportunityStage LIMIT 2000';

/** The actions that set fields of what exists. */
export const fieldWriters = writersFor({
  store: fieldsOf,
  firstOf(on, io) {
    const [ref] = targets({ on: [...on] }, io);
    return { ...ref, native: known(ref) };
  },
  urlOf: (ref, io) => recordUrl(ref, io.connection),
  name: /^(?!(?:id|systemmodstamp)$)[a-z]\w{0,79}$/i,
  ownerOf: (id) => ({ OwnerId: checkedId(id) }),
  stage: stageEdit,
  task: taskEdit,
});

/**
 * A deal to a stage; won and lost are stages like others. Probability and forecast follow the stage: a probability of the rep's own is
 * remembered.
 * @throws SystemError `invalid` with code `unknown-stage`: an org that does not restrict its stages would take any text.
 */
async function stageEdit({ on, stageId }: ActionOf<'stage'>, io: Io): Promise<Edit> {
  const [deal] = someOf(targets({ on }, io).filter((ref) => nativeOf(ref) === 'Opportunity'));
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
  return { ref: deal, values: { StageName: stageId }, ...(own && { along: { Probability: now.Probability } }) };
}

/** The org's own words for done and open come from its TaskStatus. */
async function taskEdit({ task, done, dueAt }: ActionOf<'task-change'>, io: Io): Promise<Edit> {
  if (nativeOf(task) !== 'Task' || !isOwn(task, io)) throw new SystemError('invalid', { code: 'unsupported' });
  checkedId(task.id);
  const status = done === undefined ? undefined : (await query(io, statusQuery(done)))[0]?.ApiName;
  const due = dueValues(dueAt === undefined ? {} : { dueAt }, io);
  return { ref: task, values: { ...due, ...(status !== undefined && { Status: status }) } };
}
