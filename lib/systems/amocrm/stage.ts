import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { call, getEntity } from './api.ts';
import { LOST } from './map.ts';
import { firstOwn, recordReceipt } from './receipts.ts';
import { entitySchema } from './schema.ts';

type StageChange = Extract<Action, { kind: 'stage' }>;

/** A stage is told by pipeline and id: won (142) and lost (143) have the same id in each pipeline. */
export const placeSchema = v.object({ pipeline: v.string(), stage: v.string(), lossReason: v.optional(v.string()) });
type Place = v.InferOutput<typeof placeSchema>;

/** Moves a lead; without a pipeline it stays in its own. Where it is already, nothing is sent. Source: amoCRM API v4, "Leads". */
export async function moveStage(action: StageChange, io: Io): Promise<Receipt> {
  const { ref, id } = firstOwn(action, io.connection, ['leads']);
  checked(action.stageId);
  const from = await placeOf(id, io);
  const to = { pipeline: action.pipelineId ?? from.pipeline, stage: action.stageId };
  checked(to.pipeline);
  if (!samePlace(from, to)) await moveTo(id, to, io);
  return recordReceipt(ref, io, { kind: 'stage', from, to });
}

/** Is the lead where it was to go? */
export async function confirmStage(action: StageChange, io: Io): Promise<Receipt | undefined> {
  const { ref, id } = firstOwn(action, io.connection, ['leads']);
  const now = await placeOf(id, io);
  const there = now.stage === action.stageId && (action.pipelineId === undefined || now.pipeline === action.pipelineId);
  return there ? recordReceipt(ref, io) : undefined;
}

/** Back to where it was. @throws SystemError `conflict` with code `changed` when somebody has moved it on. */
export async function moveBack(id: string, from: Place, to: Place, io: Io): Promise<void> {
  const now = await placeOf(id, io);
  if (samePlace(now, from)) return;
  if (!samePlace(now, to)) throw new SystemError('conflict', { code: 'changed' });
  await moveTo(id, from, io);
}

async function placeOf(id: string, io: Io): Promise<Place> {
  const lead = v.parse(entitySchema, await getEntity(io, 'leads', id));
  if (lead.is_deleted) throw new SystemError('not-found', { code: 'deleted' });
  const { pipeline_id: pipeline = '', status_id: stage = '', loss_reason_id: lossReason } = lead;
  return { pipeline, stage, ...(lossReason !== undefined && { lossReason }) };
}

async function moveTo(id: string, { pipeline, stage, lossReason }: Place, io: Io): Promise<void> {
  const json = {
    pipeline_id: Number(pipeline),
    status_id: Number(stage),
    ...(stage === LOST && lossReason !== undefined && { loss_reason_id: Number(lossReason) }),
  };
  await call(io, { method: 'PATCH', url: `/api/v4/leads/${id}`, json, write: true });
}

const samePlace = (a: Place, b: Place) => a.pipeline === b.pipeline && a.stage === b.stage;

function checked(id: string): void {
  if (!/^[1-9]\d{0,15}$/.test(id)) throw new SystemError('invalid', { code: 'unknown-stage' });
}
