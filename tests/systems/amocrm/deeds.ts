import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import type { StandIn } from './stand-in.ts';

export const undo = (world: StandIn, receipt: Receipt) => amocrm.undo?.(receipt, world.io()) ?? Promise.reject(new TypeError('no undo'));

export async function dealOf(world: StandIn): Promise<RecordRef> {
  const deal = (await amocrm.related(world.person('ivan-petrov'), world.io())).find(({ kind }) => kind === 'deal');
  if (!deal) throw new RangeError('no deal');
  world.requests.length = 0;
  return deal.ref;
}

/** Bodies of the requests that write. */
export function watched(world: StandIn): { sent: unknown[]; io: ReturnType<StandIn['io']> } {
  const sent: unknown[] = [];
  const io = world.answering(async (request) => {
    if (request.method !== 'GET') sent.push(await request.clone().json());
    return world.vendor.handle(request);
  });
  return { sent, io };
}
