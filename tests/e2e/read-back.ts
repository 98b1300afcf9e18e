import type { Activity, Io, RecordRef, SystemId, SystemRecord } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { recordOf } from '../../scripts/demo/connect.ts';

/* What was written, read back through each system's API. */

/** Cast key of the customer whose timeline is read. */
export const PERSON = 'ana-perez';

function ioOf(sandbox: Sandbox, system: SystemId): Io {
  return {
    connection: sandbox.connection(system),
    fetch: (request) => sandbox.fetch(request),
    signal: AbortSignal.timeout(20_000),
    now: Date.now,
    random: Math.random,
  };
}

export async function read(sandbox: Sandbox, ref: RecordRef): Promise<SystemRecord> {
  const record = await systems[ref.system]?.read(ref, ioOf(sandbox, ref.system));
  if (!record) throw new Error(`${ref.system} cannot read ${ref.id}`);
  return record;
}

export async function stageName(sandbox: Sandbox, deal: Extract<SystemRecord, { kind: 'deal' }>): Promise<string | undefined> {
  if (deal.stageName !== undefined) return deal.stageName;
  const all = (await systems[deal.ref.system]?.pipelines(ioOf(sandbox, deal.ref.system))) ?? [];
  return all.flatMap(({ stages }) => stages).find(({ id }) => id === deal.stageId)?.name;
}

/** Entries of her timeline in a system that say this. */
export async function entries(sandbox: Sandbox, system: SystemId, text: string): Promise<Activity[]> {
  const found = await systems[system]?.timeline(recordOf(sandbox, PERSON, system), { limit: 50 }, ioOf(sandbox, system));
  return (found?.rows ?? []).filter((row) => `${row.title ?? ''}\n${row.text ?? ''}`.includes(text));
}
