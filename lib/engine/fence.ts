import { type Io, SystemError } from '../systems/contract.ts';
import type { Engine, Live } from './context.ts';
import { isEmpty } from './empty-answers.ts';
import { matchesPattern } from './match-pattern.ts';
import { isSession } from './session.ts';
import { counted } from './traffic.ts';

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
 * One request inside the fence: to an allowed host, without cache and referrer (and cookies, unless they are the way to sign in), no redirect followed, answered in full
 * within the limit. What fails on the way keeps its TypeError or TimeoutError: the HTTP client knows whether it was a write.
 * @throws SystemError `permission` (`foreign-host`, `host-access`), `protocol` (`redirect`, `answer-too-large`); with a session `auth`
 * `session-ended`, `forbidden` `session-write`
 */
async function fenced(engine: Engine, live: Live, request: Request): Promise<Response> {
  const patterns = live.system.hosts(live.connection).api;
  const url = new URL(request.url);
  const usesSession = isSession(live.connection);
  if (!patterns.some((pattern) => matchesPattern(pattern, url))) throw new SystemError('permission', { code: 'foreign-host' });
  const signal = AbortSignal.any([request.signal, engine.timeout(ANSWER_WITHIN_MS)]);
  const inside = new Request(request, {
    redirect: 'manual',
    cache: 'no-store',
    // Cookies go along only where the rep has chosen to use her sign-in in this browser.
    credentials: usesSession ? 'include' : 'omit',
    referrerPolicy: 'no-referrer',
    signal,
  });
  const response = await counted(engine, live.connection.id, request, () => orAborted(engine.fetch(inside), signal)).catch(
    async (cause: unknown) => {
      if (cause instanceof TypeError && !(await engine.hasHosts(patterns)))
        throw new SystemError('permission', { code: 'host-access', cause });
      throw cause;
    },
  );
  if (response.type === 'opaqueredirect' || isRedirect(response.status))
    // To the sign-in page, most likely.
    throw usesSession ? new SystemError('auth', { code: 'session-ended' }) : new SystemError('protocol', { code: 'redirect' });
  const answer = await wholeAnswer(response, signal);
  if (usesSession && request.method !== 'GET' && isRefusal(answer))
    throw new SystemError('forbidden', { status: 403, code: 'session-write' });
  return answer;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** A page, or nothing at all, where the API would answer in its own words: refused for where it comes from, not for who asks. */
function isRefusal({ status, headers }: Response): boolean {
  return status === 403 && !/json/i.test(headers.get('content-type') ?? '');
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
      if (size > MAX_BODY_BYTES) throw new SystemError('protocol', { status, code: 'answer-too-large' });
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
