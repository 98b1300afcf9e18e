import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { guidOf } from '../guid.ts';
import { receiptOf, type Writer } from '../writes.ts';
import { dataverse } from './api.ts';
import { STAGES, sortStages } from './dictionaries.ts';
import { confirmEdit } from './edit.ts';
import { recordUrl } from './refs.ts';
import { PROCESS_COLUMNS } from './tables.ts';
import { bind, type Target, targetsOf } from './targets.ts';
import { number, text } from './values.ts';

const SET = 'opportunitysalesprocesses';
/** `won:3`: the state and the status reason an opportunity is closed with. */
const CLOSING = /^(won|lost):(\d{1,10})$/;

/**
 * Moves a deal within its process, one stage at a time as the process demands, or closes it as won or lost.
 * @throws SystemError `invalid`, code `no-process` when the deal is in no process, `unknown-stage` for a stage of another.
 */
export const stage: Writer<'stage'> = {
  async perform(action, _key, io) {
    const deal = dealOf(action, io);
    const closing = CLOSING.exec(action.stageId);
    if (closing) return close(deal, closing[1] === 'won', Number(closing[2]), io);
    const { instance, active, path, stages } = await placeOf(deal, io);
    const to = action.stageId;
    await moveAlong(instance, stepsBetween(stages, active, to, path), io);
    return receiptOf([deal.ref], io, recordUrl(deal.ref, io.connection), { kind: 'stage', instance, stages, from: active, to });
  },
  async confirm(action, _key, io) {
    const deal = dealOf(action, io);
    const closing = CLOSING.exec(action.stageId);
    if (closing) return confirmEdit({ ref: deal.ref, set: closed(closing[1] === 'won', Number(closing[2])) }, io);
    const isThere = (await placeOf(deal, io)).active === action.stageId;
    return isThere ? receiptOf([deal.ref], io, recordUrl(deal.ref, io.connection)) : undefined;
  },
};

/** Back to the stage a receipt remembers. @throws SystemError `conflict` with code `changed` when somebody has moved the deal on. */
export async function moveBack(
  instance: string,
  { stages, from, to }: { stages: readonly string[]; from: string; to: string },
  io: Io,
): Promise<void> {
  const row = await dataverse.getRow(io, `/${SET}(${instance})`, { select: '_activestageid_value,traversedpath' });
  const active = guidOf(row._activestageid_value) ?? '';
  if (active === from) return;
  if (active !== to) throw new SystemError('conflict', { code: 'changed' });
  await moveAlong(instance, stepsBetween(stages, active, from, pathOf(row.traversedpath)), io);
}

function dealOf(action: Pick<Action, 'on'>, io: Io): Target {
  const deal = targetsOf(action, io).find(({ native }) => native === 'opportunity');
  if (!deal) throw new SystemError('invalid', { code: 'no-target' });
  return deal;
}

const closed = (won: boolean, statuscode: number) => ({ statecode: won ? 1 : 2, statuscode });

/** An opportunity cannot be closed by writing its state. Source: "WinOpportunity Action", "LoseOpportunity Action". */
async function close(deal: Target, won: boolean, status: number, io: Io): Promise<Receipt> {
  const { statecode, statuscode } = await dataverse.getRow(io, bind(deal), { select: 'statecode,statuscode' });
  // The table's own name: the column is required, and words for people are not made here.
  const OpportunityClose = { subject: 'Opportunity Close', 'opportunityid@odata.bind': bind(deal) };
  try {
    await dataverse.act(io, won ? 'WinOpportunity' : 'LoseOpportunity', { Status: status, OpportunityClose });
  } catch (error) {
    // Sent twice on a connection that broke, the second one is refused because the deal is closed already.
    const refused = error instanceof SystemError && error.kind === 'invalid';
    if (!refused || !(await confirmEdit({ ref: deal.ref, set: closed(won, status) }, io))) throw error;
  }
  const memory = { kind: 'changed', from: { statecode, statuscode }, to: closed(won, status) };
  return receiptOf([deal.ref], io, recordUrl(deal.ref, io.connection), memory);
}

interface Place {
  instance: string;
  active: string;
  path: string[];
  stages: string[];
}

async function placeOf(deal: Target, io: Io): Promise<Place> {
  const answers = await dataverse.batchRead(io, [
    dataverse.readPart(`/${SET}`, { select: PROCESS_COLUMNS, filter: `_opportunityid_value eq ${deal.id}` }),
    dataverse.readPart('/processstages', STAGES),
  ]);
  const rows = dataverse.partRows(answers[0]);
  const row = rows.find((each) => number(each.statecode) === 0) ?? rows[0];
  const instance = guidOf(row?.businessprocessflowinstanceid);
  const active = guidOf(row?._activestageid_value);
  if (instance === undefined || active === undefined) throw new SystemError('invalid', { code: 'no-process' });
  return { instance, active, path: pathOf(row?.traversedpath), stages: sortStages(dataverse.allowedRows(answers[1])).map(({ id }) => id) };
}

function pathOf(value: unknown): string[] {
  return (text(value) ?? '').split(',').flatMap((id) => guidOf(id) ?? []);
}

/** One step per stage, with the path travelled so far. Nothing to do when it is there already. */
function stepsBetween(stages: readonly string[], from: string, to: string, path: readonly string[]): { stage: string; path: string[] }[] {
  const [start, end] = [stages.indexOf(from), stages.indexOf(to)];
  if (start < 0 || end < 0) throw new SystemError('invalid', { code: 'unknown-stage' });
  const direction = Math.sign(end - start);
  const travelled = path.includes(from) ? path.slice(0, path.indexOf(from) + 1) : [...stages.slice(0, start + 1)];
  return Array.from({ length: Math.abs(end - start) }, (_, index) => {
    const stage = stages[start + (index + 1) * direction] ?? to;
    if (direction > 0) travelled.push(stage);
    else travelled.splice(Math.max(1, travelled.indexOf(stage) + 1));
    return { stage, path: [...travelled] };
  });
}

async function moveAlong(instance: string, steps: readonly { stage: string; path: string[] }[], io: Io): Promise<void> {
  const values = steps.map(({ stage, path }) => ({
    'activestageid@odata.bind': `/processstages(${stage})`,
    traversedpath: path.join(','),
  }));
  const [only, ...more] = values;
  if (!only) return;
  if (more.length === 0) await dataverse.updateRow(io, SET, instance, only);
  else
    await dataverse.batchWrite(
      io,
      values.map((each) => dataverse.updatePart(SET, instance, each)),
    );
}
