import type { Words } from '../facts/types.ts';
import { type Act, type Line, say } from './line.ts';

const MEGABYTE = new Uint8Array(1_048_576).fill(0x20);

/** Never answers; the engine's own limit ends it. */
export const silence =
  (line: () => Line): Act =>
  (request) => {
    setImmediate(() => line().runOut());
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true }));
  };

/** Headers at once, then one byte and no more. */
export const drip =
  (line: () => Line): Act =>
  () => {
    setImmediate(() => line().runOut());
    return new Response(new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([0x7b])) }), {
      headers: { 'content-type': 'application/json' },
    });
  };

/** The vendor does what was asked, and the line breaks in the middle of its answer. */
export const cutOff: Act = async (_request, _index, own) => {
  const response = await own();
  const bytes = new Uint8Array(await response.arrayBuffer());
  const body = new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes.slice(0, Math.floor(bytes.byteLength / 2)));
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { headers: response.headers });
};

export const refused: Act = () => Promise.reject(new TypeError('fetch failed'));
export const words =
  (what: Words): Act =>
  () =>
    say(what);

/** Text as a body, with the type of the vendor's JSON. */
export const text =
  (body: string, status = 200, type = 'application/json'): Act =>
  () =>
    new Response(body, { status, headers: { 'content-type': type } });

/** 64 MB of blanks, of which no more is taken than is allowed. `most`: megabytes taken of one answer. */
export function flood(): { act: Act; most: () => number } {
  let most = 0;
  const act: Act = () => {
    let taken = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        taken += 1;
        most = Math.max(most, taken);
        if (taken > 64) controller.close();
        else controller.enqueue(MEGABYTE);
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  };
  return { act, most: () => most };
}

/** The vendor's own answer with its text changed. */
export const changed =
  (change: (text: string, headers: Headers) => string): Act =>
  async (_request, _index, own) => {
    const response = await own();
    if (response.body === null) return response;
    const headers = new Headers(response.headers);
    headers.delete('content-length');
    return new Response(change(await response.text(), headers), { status: response.status, headers });
  };

/** Changes each JSON document of an answer: the whole body, or those inside the parts of a multipart one. */
export const changedJson = (change: (json: unknown) => unknown): Act =>
  changed((body, headers) => {
    if (!/multipart/i.test(headers.get('content-type') ?? '')) return asJson(body, change);
    return body.replace(/(^|\n)([{[].*?)(?=\r?\n--)/gs, (_all, start, json) => start + asJson(json, change));
  });

function asJson(body: string, change: (json: unknown) => unknown): string {
  try {
    return JSON.stringify(change(JSON.parse(body)));
  } catch {
    return body;
  }
}

export const LOGIN_PAGE = '<!doctype html><html><head><title>Sign in</title></head><body><form>Sign in</form></body></html>';
