import { SystemError } from '../../model/errors.ts';
import type { Action, Io, Receipt } from '../contract.ts';
import { getObject } from './api.ts';
import { recordUrl } from './map.ts';
import { setProperties } from './memory.ts';
import { DEAL } from './objects.ts';
import { type Target, targetsOf } from './targets.ts';
import { phrase } from './values.ts';

type StageChange = Extract<Action, { kind: 'stage' }>;

/**
 * Moves a deal to a stage, and into another pipeline when the action names one. HubSpot checks that the stage exists (400) and sets the
 * close date itself when a deal is closed: undo sets that back too.
 */
export async function moveStage(action: StageChange, io: Io): Promise<Receipt> {
  const deal = dealOf(action, io);
  const wanted = placeOf(action);
  const object = await getObject(io, DEAL, deal.ref.id, []);
  if (isThere(object.properties, wanted)) {
    return { ...receiptOf(deal, io), before: { kind: 'values', was: wanted, became: wanted } };
  }
  return { ...receiptOf(deal, io), before: await setProperties(io, DEAL, object, wanted, ['closedate']) };
}

/** Is the deal where it was to go? */
export async function confirmStage(action: StageChange, io: Io): Promise<Receipt | undefined> {
  const deal = dealOf(action, io);
  const { properties } = await getObject(io, DEAL, deal.ref.id, []);
  return isThere(properties, placeOf(action)) ? receiptOf(deal, io) : undefined;
}

/** Pipeline and stage go together: HubSpot refuses a stage of another pipeline. */
function placeOf({ pipelineId, stageId }: StageChange): Record<string, string> {
  // An empty text would take the deal off its board.
  if (!phrase(stageId) || pipelineId?.trim() === '') throw new SystemError('invalid', { code: 'unknown-stage' });
  return { ...(pipelineId !== undefined && { pipeline: pipelineId }), dealstage: stageId };
}

function isThere(properties: Readonly<Record<string, unknown>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => properties[name] === value);
}

function dealOf(action: StageChange, io: Io): Target {
  const deal = targetsOf(action, io).find(({ type }) => type === DEAL);
  if (!deal) throw new SystemError('invalid', { field: 'on', code: 'no-target' });
  return deal;
}

function receiptOf({ ref }: Target, io: Io): Receipt {
  const url = recordUrl(ref, io.connection);
  return { refs: [ref], at: io.now(), ...(url !== undefined && { url }) };
}
