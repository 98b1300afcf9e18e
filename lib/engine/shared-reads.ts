import { isEmpty } from './empty-answers.ts';

/** An answer that can be handed to several callers. */
interface Kept {
  init: ResponseInit & { status: number };
  body: Blob | null;
}

/**
 * Makes one request out of equal GETs that are under way at the same time: verbs that run side by side (`read`, `related`,
 * `timeline`) often begin with the same one. Nothing is kept once it is answered. A failure is not shared: one lost request must
 * not look like several to the circuit breaker, so the others then ask themselves. What is not a GET always goes out.
 */
export function sharedReads(): (request: Request, send: () => Promise<Response>) => Promise<Response> {
  const underWay = new Map<string, Promise<Kept>>();
  return async (request, send) => {
    if (request.method !== 'GET') return send();
    const key = JSON.stringify([request.url, [...request.headers].sort()]);
    const running = underWay.get(key);
    if (running) {
      const there = await running.catch(() => undefined);
      if (there && there.init.status < 500) return again(there);
    }
    const own = send().then(keep);
    underWay.set(key, own);
    const forget = () => {
      if (underWay.get(key) === own) underWay.delete(key);
    };
    own.then(forget, forget);
    return again(await own);
  };
}

async function keep(response: Response): Promise<Kept> {
  const { status, statusText, headers } = response;
  return { init: { status, statusText, headers }, body: isEmpty(response) ? null : await response.blob() };
}

function again({ init, body }: Kept): Response {
  return new Response(body, init);
}
