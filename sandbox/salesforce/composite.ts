import { Refusal } from './answers.ts';
import type { Org } from './org.ts';
import type { RestAnswer, RestCall } from './rest.ts';

interface SubRequest {
  method: string;
  url: string;
  referenceId: string;
  body?: unknown;
}
interface SubAnswer {
  body: unknown;
  httpHeaders: Record<string, string>;
  httpStatusCode: number;
  referenceId: string;
}

const MOST = 25;
const MOST_QUERIES = 5;
const QUERY = /\/(?:query|queryAll)(?:\/|\?)|\/composite\/sobjects/;
const REFERENCE = /@\{([\w.[\]]+)\}/g;

/** "Composite": in order, `@{ref.path}` filled in from earlier answers; with `allOrNone` one failure fails and undoes all. */
export function composite(org: Org, call: RestCall, dispatch: (org: Org, call: RestCall) => RestAnswer): RestAnswer {
  const { compositeRequest, allOrNone = false } = (call.body ?? {}) as { compositeRequest?: SubRequest[]; allOrNone?: boolean };
  if (!Array.isArray(compositeRequest) || compositeRequest.length === 0)
    throw new Refusal(400, 'JSON_PARSER_ERROR', 'compositeRequest is required');
  if (compositeRequest.length > MOST)
    throw new Refusal(400, 'LIMIT_EXCEEDED', `Limit of ${MOST} reached for operations in a composite request`);
  if (compositeRequest.filter(({ url }) => QUERY.test(url)).length > MOST_QUERIES)
    throw new Refusal(400, 'LIMIT_EXCEEDED', `Limit of ${MOST_QUERIES} reached for sObject Collections and query operations`);
  const answers = new Map<string, SubAnswer>();
  for (const sub of compositeRequest) {
    if (!/^\w+$/.test(sub.referenceId ?? '') || answers.has(sub.referenceId))
      throw new Refusal(400, 'INVALID_REFERENCE_ID', `invalid or repeated referenceId '${sub.referenceId}'`);
    const stopped = allOrNone && [...answers.values()].some(({ httpStatusCode }) => httpStatusCode >= 400);
    answers.set(sub.referenceId, stopped ? halted(sub) : answer(org, sub, answers, dispatch));
  }
  const failed = [...answers.values()].some(({ httpStatusCode }) => httpStatusCode >= 400);
  const all = [...answers.values()].map((each) => (allOrNone && failed && each.httpStatusCode < 400 ? halted(each) : each));
  return { status: 200, body: { compositeResponse: all }, ...(allOrNone && failed && { headers: { 'x-rolled-back': '1' } }) };
}

function answer(
  org: Org,
  sub: SubRequest,
  known: ReadonlyMap<string, SubAnswer>,
  dispatch: (org: Org, call: RestCall) => RestAnswer,
): SubAnswer {
  try {
    const url = filled(sub.url, known, true);
    const { status, body, headers = {} } = dispatch(org, { method: sub.method, url, body: deeplyFilled(sub.body, known) });
    const httpHeaders: Record<string, string> = headers.location ? { Location: headers.location } : {};
    return { body: body ?? null, httpHeaders, httpStatusCode: status, referenceId: sub.referenceId };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { body: error.body, httpHeaders: {}, httpStatusCode: error.status, referenceId: sub.referenceId };
  }
}

const halted = ({ referenceId }: { referenceId: string }): SubAnswer => ({
  body: [
    { errorCode: 'PROCESSING_HALTED', message: 'The transaction was rolled back since another operation in the same transaction failed.' },
  ],
  httpHeaders: {},
  httpStatusCode: 400,
  referenceId,
});

function deeplyFilled(value: unknown, known: ReadonlyMap<string, SubAnswer>): unknown {
  if (typeof value === 'string') return filled(value, known, false);
  if (Array.isArray(value)) return value.map((each) => deeplyFilled(each, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deeplyFilled(each, known)]));
}

function filled(text: string, known: ReadonlyMap<string, SubAnswer>, inUrl: boolean): string {
  return text.replace(REFERENCE, (whole, path: string) => {
    const value = resolved(path, known);
    if (value === undefined || value === null)
      throw new Refusal(
        400,
        'PROCESSING_HALTED',
        `Invalid reference specified. No value for ${path} found in ${path.split('.')[0]}: ${whole}`,
      );
    return inUrl ? encodeURIComponent(String(value)) : String(value);
  });
}

function resolved(path: string, known: ReadonlyMap<string, SubAnswer>): unknown {
  const [ref = '', ...keys] = path.replace(/\[(\d+)\]/g, '.$1').split('.');
  const found = known.get(ref);
  if (!found || found.httpStatusCode >= 400) return undefined;
  let value = found.body;
  for (const key of keys) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return typeof value === 'object' ? undefined : value;
}
