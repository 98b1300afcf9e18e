import { type Io, SystemError } from '../systems/contract.ts';
import type { Engine, Live } from './context.ts';
import { isEmpty } from './empty-answers.ts';
import { matchesPattern } from './match-pattern.ts';

/** A vendor that has not answered in full by then will not. */
const ANSWER_WITHIN_MS = 20_000;
const MAX_BODY_BYTES = 25_000_000;

/** Sends a request when it may go. */
export type Pass = (request: Request, send: () => Promise<Response>) => Promise<Response>;

/** What a verb gets: a fetch that reaches this connection's API hosts and nothing else. `pass` says when a request may go. */
export function ioFor(engine: Engine, live: Live, signal: AbortSignal, pass: Pass = (_request, send) => send()): Io {
  return {
    connection: live.connection,
    fetch: (request) => pass(request, () => fenced(engine, live, request)),
    signal,
    now: engine.now,
    random: engine.random,
  };
}

/**
 * One request inside the fence: to an allowed host, without cookies, cache and referrer, no redirect followed, answered in full
 * within the limit. What fails on the way keeps its TypeError or TimeoutError: the HTTP client knows whether it was a write.
 * @throws SystemError `permission` (`foreign-host`, `host-access`), `protocol` (`redirect`, `too-large`)
 */
async function fenced(engine: Engine, live: Live, request: Request): Promise<Response> {
  const patterns = live.system.hosts(live.connection).api;
  const url = new URL(request.url);
  if (!patterns.some((pattern) => matchesPattern(pattern, url))) throw new SystemError('permission', { code: 'foreign-host' });
  const signal = AbortSignal.any([request.signal, engine.timeout(ANSWER_WITHIN_MS)]);
  const inside = new Request(request, {
    redirect: 'manual',
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    signal,
  });
  const response = await orAborted(engine.fetch(inside), signal).catch(async (cause: unknown) => {
    if (cause instanceof TypeError && !(await engine.hasHosts(patterns)))
      throw new SystemError('permission', { code: 'host-access', cause });
    throw cause;
  });
  if (response.type === 'opaqueredirect' || isRedirect(response.status)) throw new SystemError('protocol', { code: 'redirect' });
  return wholeAnswer(response, signal);
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** Reads the body here, so that a body that never ends is cut off by the same limit. */
async function wholeAnswer(response: Response, signal: AbortSignal): Promise<Response> {
  const { status, statusText, headers, body } = response;
  if (!body || isEmpty(response)) return response;
  const reader = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await orAborted(reader.read(), signal);
      if (done) break;
      size += value.byteLength;
      if (size > MAX_BODY_BYTES) throw new SystemError('protocol', { status, code: 'too-large' });
      chunks.push(value as Uint8Array<ArrayBuffer>);
    }
  } catch (cause) {
    reader.cancel().catch(() => undefined);
    throw cause;
  }
  return new Response(new Blob(chunks), { status, statusText, headers });
}

/** A promise that ends with the signal even if the one behind it never does. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
