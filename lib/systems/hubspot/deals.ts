import type { Pipeline, Stage } from '../../model/records.ts';
import type { Io } from '../contract.ts';
import { unless } from '../refusals.ts';
import { quantity } from '../values.ts';
import { getAccount, listPipelines } from './api.ts';
import type { DealContext } from './map.ts';
import { DEAL } from './objects.ts';
import type { HubspotStage } from './schema.ts';
import { truth } from './values.ts';

/** The account's own currency, asked for unless the connection knows it: a deal of an account with one currency does not name it. */
export async function accountCurrency(io: Io): Promise<string | undefined> {
  if (io.connection.currency !== undefined) return io.connection.currency;
  return (await unless(getAccount(io), 'forbidden', undefined))?.companyCurrency ?? undefined;
}

/** What deals cannot say themselves, in two requests side by side. */
export async function dealContext(io: Io): Promise<DealContext> {
  const [currency, all] = await Promise.all([accountCurrency(io), unless(pipelines(io), 'forbidden', undefined)]);
  const stages = new Map((all ?? []).flatMap((pipeline) => pipeline.stages.map((stage) => [`${pipeline.id}/${stage.id}`, stage] as const)));
  return { currency, stages };
}

/** Deal pipelines in board order. */
export async function pipelines(io: Io): Promise<Pipeline[]> {
  const rows = (await listPipelines(io, DEAL)).filter((row) => row.archived !== true);
  return rows
    .sort((a, b) => (a.displayOrder ?? 0) - (b.displayOrder ?? 0))
    .map((row) => ({
      id: row.id,
      name: row.label ?? row.id,
      stages: row.stages
        .filter((stage) => stage.archived !== true)
        .sort((a, b) => (a.displayOrder ?? 0) - (b.displayOrder ?? 0))
        .map(toStage),
    }));
}

/** A closed stage is won when its probability is 1; HubSpot has no other sign of it. */
function toStage(stage: HubspotStage): Stage {
  const probability = quantity(stage.metadata?.probability);
  const closed = truth(stage.metadata?.isClosed) ?? false;
  return {
    id: stage.id,
    name: stage.label ?? stage.id,
    status: closed ? (probability === 1 ? 'won' : 'lost') : 'open',
    ...(probability !== undefined && { probabilityPct: Math.round(probability * 100) }),
  };
}
