import * as v from 'valibot';
import { SystemError } from '../model/errors.ts';
import type { Io } from './contract.ts';

/** One request of a verb. */
export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  /** Repeats the key for arrays; skips undefined. */
  query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  /** A body that is neither JSON nor a form. */
  text?: { type: string; body: string };
  /** A multipart form; its boundary is added by whoever sends it. */
  data?: FormData;
  /** Reads an answer that is not JSON (a multipart one); undefined = not understood. Default: JSON. */
  parse?: (text: string, headers: Headers) => { value: unknown } | undefined;
  /** The answer is a bare list. */
  list?: boolean;
  /** True when the vendor changes something: then a 5xx, a reset or a cut answer is an unknown outcome. */
  write?: boolean;
}

/** A vendor's answer below 400. `json` is undefined when the body is empty. */
export interface Answer {
  status: number;
  headers: Headers;
  json: unknown;
}

/** An answer of 400 or more (or one a vendor sends as 200 although it failed), before it is given a kind. */
export interface Failure {
  status: number;
  headers: Headers;
  /** Parsed JSON; undefined when the body is empty or not JSON. */
  json: unknown;
  /** The body is a web page: a login page, a proxy's error page, a block page. */
  html: boolean;
}

/** A vendor's own reading of a failure; undefined leaves it to the rule by status. */
export type Classify = (failure: Failure) => SystemError | undefined;

const MAX_BODY_CHARS = 20_000_000;

/**
 * Sends one request through `io.fetch` and reads the answer as JSON. No retry, no cache, no redirect to another host
 * (the fence in `io.fetch` sees to that).
 * @throws SystemError by status unless `classify` knows better. A write whose fate is open throws `unknown-outcome`.
 */
export async function send(io: Io, call: Call, classify?: Classify): Promise<Answer> {
  const request = requestOf(io, call);
  const response = await io.fetch(request).catch((cause: unknown) => {
    throw networkError(cause, call);
  });
  const text = await response.text().catch((cause: unknown) => {
    throw networkError(cause, call);
  });
  const html = looksLikeHtml(response.headers, text);
  const own = html ? undefined : call.parse?.(text, response.headers);
  const body = own ?? (text === '' || html ? undefined : parseJson(text));
  if (response.status >= 400) {
    const failure: Failure = { status: response.status, headers: response.headers, json: body?.value, html };
    throw settleWrite(classify?.(failure) ?? byStatus(failure), call);
  }
  if (html) throw settleWrite(new SystemError('auth', { status: response.status, code: 'html-answer' }), call);
  if (text !== '' && (body === undefined || (!own && !fits(body.value, call))))
    throw settleWrite(new SystemError('protocol', { status: response.status, code: 'not-json' }), call);
  return { status: response.status, headers: response.headers, json: body?.value };
}

/**
 * The same, read by a schema.
 * @throws SystemError `protocol` with code `unexpected-shape`; for a write `unknown-outcome`: below 400 it took effect, even if its
 * answer is strange, so it is confirmed and never sent again.
 */
export async function sendFor<T>(
  io: Io,
  call: Call,
  schema: v.GenericSchema<unknown, T>,
  classify?: Classify,
): Promise<{ value: T; headers: Headers }> {
  const { status, headers, json } = await send(io, call, classify);
  const parsed = v.safeParse(schema, json);
  if (parsed.success) return { value: parsed.output, headers };
  throw new SystemError(call.write ? 'unknown-outcome' : 'protocol', { status, code: 'unexpected-shape' });
}

/** Adds query parameters to a URL the way `send` does. */
export function withQuery(url: string, query: Call['query']): string {
  if (!query) return url;
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const each of Array.isArray(value) ? value : [value]) target.searchParams.append(name, String(each));
  }
  return target.href;
}

/**
 * The rule by status, for failures a vendor says nothing special about.
 * HTML with 403 is a block page of an edge server, not a missing right: it is `unavailable` with code `blocked`.
 */
export function byStatus(failure: Failure): SystemError {
  const { status, headers, html } = failure;
  const details = { status };
  if (status === 401) return new SystemError('auth', details);
  if (status === 403) return html ? new SystemError('unavailable', { ...details, code: 'blocked' }) : new SystemError('forbidden', details);
  if (status === 404 || status === 410) return new SystemError('not-found', details);
  if (status === 409 || status === 412) return new SystemError('conflict', details);
  const busy = status === 429;
  if (!busy && status < 500 && status !== 423 && status !== 408) return new SystemError('invalid', details);
  const retryAfterMs = waitOf(headers);
  return new SystemError(busy ? 'rate-limit' : 'unavailable', { ...details, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

/**
 * A Retry-After value in ms: seconds or an HTTP date (measured against the server's own Date). Undefined when absent,
 * negative or garbage. Source: RFC 9110, "Retry-After".
 */
export function retryAfter(value: string | null, serverNow: number): number | undefined {
  if (value === null) return undefined;
  const trimmed = value.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.ceil(Number(trimmed) * 1000);
  const at = Date.parse(trimmed);
  if (Number.isNaN(at) || Number.isNaN(serverNow) || !/[a-z]/i.test(trimmed)) return undefined;
  return at > serverNow ? at - serverNow : undefined;
}

/** The wait an answer asks for in its `Retry-After`, in ms. */
export function waitOf(headers: Headers): number | undefined {
  return retryAfter(headers.get('retry-after'), serverNow(headers) ?? Number.NaN);
}

/** The vendor's own clock (`Date` of an answer), epoch ms; undefined where the answer does not tell. */
export function serverNow(headers: Headers): number | undefined {
  const at = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** A header that is a plain number; undefined when absent or anything else. */
export function numberIn(headers: Headers, name: string): number | undefined {
  const value = headers.get(name)?.trim() ?? '';
  return /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function toRequest(io: Io, call: Call): Request {
  const headers = new Headers({ accept: 'application/json', ...call.headers });
  let body: string | FormData | undefined;
  if (call.json !== undefined) {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(call.json);
  } else if (call.form) {
    headers.set('content-type', 'application/x-www-form-urlencoded');
    body = new URLSearchParams(call.form).toString();
  } else if (call.text) {
    headers.set('content-type', call.text.type);
    body = call.text.body;
  } else if (call.data) {
    body = call.data;
  }
  return new Request(withQuery(call.url, call.query), {
    method: call.method ?? 'GET',
    headers,
    signal: io.signal,
    ...(body !== undefined && { body }),
  });
}

/** What a vendor gave us to send back (a version, a link) may be no header and no address; the message could hold it. */
function requestOf(io: Io, call: Call): Request {
  try {
    return toRequest(io, call);
  } catch {
    throw new SystemError('protocol', { code: 'bad-request' });
  }
}

/** What the fence refused keeps its kind; a failed connection is `unavailable`, or an open question when we were writing. */
function networkError(cause: unknown, call: Call): SystemError {
  if (cause instanceof SystemError) return settleWrite(cause, call);
  const name = cause instanceof Error ? cause.name : '';
  const code = name === 'TimeoutError' ? 'timeout' : name === 'AbortError' ? 'interrupted' : 'network';
  return new SystemError(call.write ? 'unknown-outcome' : 'unavailable', { code, cause });
}

function settleWrite(error: SystemError, call: Call): SystemError {
  if (!call.write || (error.kind !== 'unavailable' && error.kind !== 'protocol')) return error;
  return new SystemError('unknown-outcome', {
    cause: error,
    ...(error.status !== undefined && { status: error.status }),
    ...(error.code !== undefined && { code: error.code }),
  });
}

function looksLikeHtml(headers: Headers, text: string): boolean {
  return /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*<(!doctype|html|head|body)/i.test(text.slice(0, 200));
}

/** Vendors answer with an object (or nothing: `null`); a list, a text or a number is somebody else's answer, not an empty one. */
function fits(json: unknown, call: Call): boolean {
  return typeof json === 'object' && (call.list === true || !Array.isArray(json));
}

function parseJson(text: string): { value: unknown } | undefined {
  if (text.length > MAX_BODY_CHARS) return undefined;
  try {
    return { value: JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) };
  } catch {
    return undefined;
  }
}
