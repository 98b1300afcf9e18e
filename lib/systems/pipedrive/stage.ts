import * as v from 'valibot';
import { type Action, type Io, type Receipt, SystemError } from '../contract.ts';
import { fetchOne, patchRecord } from './api.ts';
import { kindOf, recordUrl } from './refs.ts';
import { stagedSchema } from './schema.ts';
import { numeric, ownRefs } from './targets.ts';

type StageChange = Extract<Action, { kind: 'stage' }>;

/** Where a deal stands. Times and reason of closing belong to a closed deal's status alone. */
export const placeShape = v.object({
  stage_id: v.number(),
  status: v.picklist(['open', 'won', 'lost']),
  won_time: v.optional(v.string()),
  lost_time: v.optional(v.string()),
  lost_reason: v.optional(v.string()),
});
export type DealPlace = v.InferOutput<typeof placeShape>;

/**
 * Moves a deal to a stage of any pipeline, open again if it was closed; the stage ids `won` and `lost` close it where it stands,
 * for the vendor has no such stages.
 * @throws SystemError `invalid` with code `no-target` without a deal of this account, `unknown-stage` for an id that is none.
 */
export async function moveStage(action: StageChange, io: Io): Promise<Receipt> {
  const { ref, goal } = readAction(action, io);
  const was = await placeOf(ref.id, io);
  const wrote = { stage_id: goal.stage_id ?? was.stage_id, status: goal.status };
  if (!sameAs(was, wrote)) await patchRecord(io, 'deals', ref.id, changed(was, wrote));
  const url = recordUrl(ref, io.connection);
  return { refs: [ref], at: io.now(), ...(url !== undefined && { url }), before: { kind: 'stage', was, wrote } };
}

/** Is the deal where it was to go? */
export async function confirmStage(action: StageChange, io: Io): Promise<Receipt | undefined> {
  const { ref, goal } = readAction(action, io);
  const place = await placeOf(ref.id, io);
  return sameAs(place, { ...place, ...goal }) ? { refs: [ref], at: io.now() } : undefined;
}

/** Back to stage, status and closing times. @throws SystemError `conflict` with code `changed` when it was moved after us. */
export async function moveBack(id: string, was: DealPlace, wrote: DealPlace, io: Io): Promise<void> {
  const place = await placeOf(id, io);
  if (sameAs(place, was)) return;
  if (!sameAs(place, wrote)) throw new SystemError('conflict', { code: 'changed' });
  await patchRecord(io, 'deals', id, changed(place, was));
}

function readAction(action: StageChange, io: Io) {
  const ref = ownRefs(action.on, io).find((each) => kindOf(each) === 'deal');
  if (!ref || numeric(ref.id) === undefined) throw new SystemError('invalid', { code: 'no-target' });
  const { stageId } = action;
  if (stageId === 'won' || stageId === 'lost') return { ref, goal: { status: stageId } as const };
  const stage_id = numeric(stageId);
  if (stage_id === undefined) throw new SystemError('invalid', { code: 'unknown-stage' });
  return { ref, goal: { stage_id, status: 'open' } as const };
}

/** A closed deal's time goes along with its status: the vendor takes it then, and only then. */
function changed(from: DealPlace, to: DealPlace): Record<string, unknown> {
  const { stage_id, status, won_time, lost_time, lost_reason } = to;
  return {
    ...(stage_id !== from.stage_id && { stage_id }),
    ...(status !== from.status && { status }),
    ...(status === 'won' && won_time !== undefined && { won_time }),
    ...(status === 'lost' && { ...(lost_time !== undefined && { lost_time }), ...(lost_reason !== undefined && { lost_reason }) }),
  };
}

const sameAs = (one: DealPlace, other: DealPlace) => one.stage_id === other.stage_id && one.status === other.status;

async function placeOf(id: string, io: Io): Promise<DealPlace> {
  const deal = v.parse(stagedSchema, await fetchOne(io, 'deals', id));
  if (deal.is_deleted === true || deal.status === 'deleted') throw new SystemError('not-found', { code: 'deleted' });
  const place = v.safeParse(placeShape, deal);
  if (!place.success) throw new SystemError('protocol', { code: 'no-record' });
  return place.output;
}
