import type { CreateVendor, VendorContext, VendorSandbox, VendorTrouble } from '../vendor.ts';
import { readBatch, writeBatch } from './batch.ts';
import { Entra, LOGIN_HOST } from './entra.ts';
import { pageOf } from './pages.ts';
import { type Answer, type Call, dispatch } from './rest.ts';
import { seed } from './seed.ts';
import { HOST, ORIGIN, Refusal, ROOT, Store } from './store.ts';
import { effectRef, type Report } from './writes.ts';

const MOST_PARTS = 1000;

export { dynamicsOAuth } from './entra.ts';

/** A stand-in of one environment with the Sales app: its Web API with batches, its model-driven pages, and the tenant's sign-in. */
export const createDynamics: CreateVendor = (context: VendorContext): VendorSandbox => {
  const store = new Store(context);
  const people = seed(store);
  const entra = new Entra(store);
  return {
    system: 'dynamics',
    hosts: { pages: [HOST], api: [HOST, LOGIN_HOST] },
    connection: {
      id: 'dynamics-sandbox',
      system: 'dynamics',
      account: HOST,
      baseUrl: ORIGIN,
      userId: store.userId,
      credentials: { kind: 'token', token: entra.pasted },
    },
    async handle(request) {
      const url = new URL(request.url);
      if (url.hostname === LOGIN_HOST) return entra.handle(request, url);
      return url.pathname.startsWith('/api/') ? api(store, entra, request, url) : pageOf(store, url);
    },
    trouble,
    people: () => people,
  };
};

async function api(store: Store, entra: Entra, request: Request, url: URL): Promise<Response> {
  // Without a token or cookie a browser is led to the sign-in page.
  if (!entra.accepts(request)) return trouble(request.headers.has('authorization') ? 'expired-token' : 'html');
  if (!url.pathname.startsWith(`${ROOT}/`)) return refused(new Refusal(404, '0x8006088a', 'Resource not found for the segment.'));
  const text = await request.text();
  try {
    if (decodeURIComponent(url.pathname) === `${ROOT}/$batch`) return batch(store, request, text);
    const call: Call = { method: request.method, url, headers: request.headers, body: text === '' ? {} : JSON.parse(text) };
    return respond(commit(store, (report) => dispatch(store, call, report), request.method, url.pathname));
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    if (error instanceof SyntaxError) return refused(new Refusal(400, '0x80048d19', 'The payload is no JSON.'));
    throw error;
  }
}

/** Runs the work as one transaction; what it did is told to the sandbox only when all of it stands. */
function commit<T>(store: Store, work: (report: Report) => T, method: string, path: string): T {
  const done: Parameters<Report>[] = [];
  const result = store.atomic(() => work((...facts) => done.push(facts)));
  for (const [native, id, actionKind] of done)
    store.context.record({ method, path: decodeURIComponent(path), ref: effectRef(native, id), actionKind, key: id });
  return result;
}

/** Parts run one after the other; the first failure stops the rest unless the sender prefers to go on. */
function batch(store: Store, request: Request, text: string): Response {
  const goOn = (request.headers.get('prefer') ?? '').includes('odata.continue-on-error');
  const calls = readBatch(text, request.headers.get('content-type') ?? '');
  if (calls.flat().length > MOST_PARTS) throw new Refusal(400, '0x80060888', 'Number of operations in a batch exceeds the limit.');
  const answers: (Answer | Answer[])[] = [];
  let failed: number | undefined;
  for (const call of calls) {
    const answer = Array.isArray(call) ? changeSet(store, call) : single(store, call);
    answers.push(answer);
    const status = Math.max(...[answer].flat().map((each) => each.status));
    if (status < 400 || goOn) continue;
    failed = status;
    break;
  }
  const { type, body } = writeBatch(answers, store.newId());
  return new Response(body, { status: failed ?? 200, headers: { ...HEADERS, 'content-type': type } });
}

function single(store: Store, call: Call): Answer {
  return caught(() => commit(store, (report) => dispatch(store, call, report), call.method, call.url.pathname));
}

function changeSet(store: Store, calls: readonly Call[]): Answer[] {
  const [first] = calls;
  const all = caught(() => ({
    status: 200,
    body: commit(store, (report) => calls.map((call) => dispatch(store, call, report)), first?.method ?? '', first?.url.pathname ?? ''),
  }));
  return all.status === 200 ? (all.body as Answer[]) : [all];
}

function caught(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: errorBody(error.code, error.message) };
    throw error;
  }
}

const HEADERS = { 'OData-Version': '4.0', 'cache-control': 'no-cache' };
const errorBody = (code: string, message: string) => ({ error: { code, message } });

function respond({ status, body, headers }: Answer): Response {
  const all = { ...HEADERS, ...headers };
  if (body === undefined) return new Response(null, { status, headers: all });
  return new Response(JSON.stringify(body), { status, headers: { ...all, 'content-type': 'application/json; odata.metadata=minimal' } });
}

function refused({ status, code, message }: Refusal): Response {
  return respond({ status, body: errorBody(code, message) });
}

function trouble(kind: VendorTrouble): Response {
  if (kind === 'rate-limit')
    return respond({
      status: 429,
      body: errorBody('0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'),
      headers: { 'retry-after': '24' },
    });
  if (kind === 'server-error') return respond({ status: 503, body: errorBody('0x80044150', 'Generic SQL error.') });
  if (kind === 'expired-token')
    return new Response(null, {
      status: 401,
      headers: {
        'www-authenticate': `Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, resource_id=${ORIGIN}/`,
      },
    });
  return new Response(
    '<!DOCTYPE html><html><head><title>Sign in to your account</title></head><body><form id="i0281">Sign in</form></body></html>',
    {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    },
  );
}
