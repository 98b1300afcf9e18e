import type { Pipeline, Stage } from '../../model/records.ts';
import type { Io } from '../contract.ts';
import { unless } from '../refusals.ts';
import { defined, quantity } from '../values.ts';
import { getAccount, listPipelines } from './api.ts';
import type { DealContext } from './map.ts';
import { COMPANY, DEAL, LINE_ITEM, type ObjectType } from './objects.ts';
import type { HubspotStage } from './schema.ts';
import { percent, truth } from './values.ts';

/** The account's own currency, asked for unless the connection knows it: a deal of an account with one currency does not name it. */
export async function accountCurrency(io: Io): Promise<string | undefined> {
  if (io.connection.currency !== undefined) return io.connection.currency;
  return (await unless(getAccount(io), 'forbidden', undefined))?.companyCurrency ?? undefined;
}

/** What records of a type cannot say themselves, asked side by side: the account's currency, and the stages of deals. */
export async function contextFor(type: ObjectType, io: Io): Promise<DealContext> {
  const hasMoney = [DEAL, COMPANY, LINE_ITEM].includes(type);
  const [currency, all = []] = await Promise.all([
    hasMoney ? accountCurrency(io) : undefined,
    type === DEAL ? unless(pipelines(io), 'forbidden', undefined) : undefined,
  ]);
  const stages = new Map(all.flatMap((pipeline) => pipeline.stages.map((stage) => [`${pipeline.id}/${stage.id}`, stage] as const)));
  return { currency, stages };
}

/** Deal pipelines in board order. */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const rows = await listPipelines(io, DEAL);
  return onBoard(rows).map((row) => ({ id: row.id, name: row.label ?? row.id, stages: onBoard(row.stages).map(toStage) }));
}

function onBoard<T extends Pick<HubspotStage, 'archived' | 'displayOrder'>>(rows: readonly T[]): T[] {
  return rows.filter((row) => row.archived !== true).sort((a, b) => (a.displayOrder ?? 0) - (b.displayOrder ?? 0));
}

/** A closed stage is won when its probability is 1; HubSpot has no other sign of it. */
function toStage({ id, label, metadata }: HubspotStage): Stage {
  const fate = quantity(metadata?.probability) === 1 ? 'won' : 'lost';
  const status = truth(metadata?.isClosed) ? fate : 'open';
  return { id, name: label ?? id, status, ...defined({ probabilityPct: percent(metadata?.probability) }) };
}
