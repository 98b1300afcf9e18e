import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt, RecordRef } from '../contract.ts';
import { composite, partBody, partRows, queryPath, row, update } from './api.ts';
import type { Changed } from './change.ts';
import { nativeOf, recordUrl } from './refs.ts';
import { checkedId } from './soql.ts';
import { targets } from './targets.ts';

type StageChange = Extract<Action, { kind: 'stage' }>;

const STAGES = 'SELECT ApiName, DefaultProbability, IsActive FROM OpportunityStage LIMIT 2000';

/**
 * Moves a deal to a stage; won and lost are stages like others. Probability and forecast follow the stage. Refused when somebody
 * changed the deal between the look and the write.
 * @throws SystemError `invalid` with code `unknown-stage`: an org that does not restrict its stages would take any text.
 */
export async function moveStage(action: StageChange, io: Io): Promise<Receipt> {
  const deal = dealOf(action, io);
  const id = checkedId(deal.id);
  const answers = await composite(io, [
    { id: 'deal', path: `/sobjects/Opportunity/${id}` },
    { id: 'stages', path: queryPath(STAGES) },
  ]);
  const body = partBody(answers, 'deal');
  const now: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  const stages = partRows(answers, 'stages');
  if (!stages.some(({ ApiName, IsActive }) => ApiName === action.stageId && IsActive === true))
    throw new SystemError('invalid', { code: 'unknown-stage' });
  if (typeof now.StageName !== 'string') throw new SystemError('forbidden', { code: 'no-stage', field: 'StageName' });
  const usual = stages.find(({ ApiName }) => ApiName === now.StageName)?.DefaultProbability;
  const own = typeof now.Probability === 'number' && now.Probability !== usual;
  const set = { StageName: action.stageId };
  const values = { StageName: now.StageName, ...(own && { Probability: now.Probability }) };
  const before: Changed = { kind: 'changed', native: 'Opportunity', values, set };
  if (now.StageName !== action.stageId) await update(io, 'Opportunity', id, set, now.SystemModstamp);
  return { ...receipt(deal, io), before };
}

/** Is the deal where it was to go? */
export async function confirmStage(action: StageChange, io: Io): Promise<Receipt | undefined> {
  const deal = dealOf(action, io);
  const { StageName } = await row(io, 'Opportunity', checkedId(deal.id), ['StageName']);
  return StageName === action.stageId ? receipt(deal, io) : undefined;
}

function dealOf(action: StageChange, io: Io): RecordRef {
  const deal = targets(action, io).find((ref) => nativeOf(ref) === 'Opportunity');
  if (!deal) throw new SystemError('invalid', { code: 'no-target' });
  return deal;
}

function receipt(deal: RecordRef, io: Io): Receipt {
  const url = recordUrl(deal, io.connection);
  return { refs: [deal], at: io.now(), ...(url !== undefined && { url }) };
}
