import type { Io } from '../../../lib/systems/contract.ts';
import type { StandIn } from './stand-in.ts';

export type Json = Record<string, unknown>;

/** The stand-in, where one of its answers is another: made of the real one, or a whole response. */
export function altering(world: StandIn, path: RegExp, change: (body: Json, request: Request) => unknown, method = 'GET'): Io {
  return world.answering(async (request) => {
    const answer = await world.vendor.handle(request.clone());
    if (request.method !== method || !path.test(decodeURIComponent(new URL(request.url).pathname))) return answer;
    const changed = change(answer.status === 204 ? {} : await answer.json(), request);
    return changed instanceof Response ? changed : Response.json(changed);
  });
}
export const rowsIn = (name: string, rows: unknown[]) => ({ _embedded: { [name]: rows } });
export const ivan = (world: StandIn) => world.person('ivan-petrov');
