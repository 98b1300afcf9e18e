import * as v from 'valibot';
import { type ErrorKind, SystemError } from '../../model/errors.ts';
import { byStatus, type Classify, type Failure, retryAfter } from '../http.ts';

const errorBody = v.looseObject({ error: v.looseObject({ code: v.optional(v.nullable(v.union([v.string(), v.number()]))) }) });
/** One part of a multipart answer, as `decodeBatch` makes it. */
const partsBody = v.array(v.looseObject({ status: v.number(), json: v.unknown() }));

/**
 * Codes that say more than their status. `code` is often empty, so the status goes first everywhere else.
 * Source: "Web service error codes" (Dataverse).
 */
const KINDS: Readonly<Record<string, ErrorKind>> = {
  '0x80040217': 'not-found',
  '0x80040220': 'forbidden',
  '0x80042f09': 'forbidden',
  '0x80048306': 'forbidden',
  '0x80060882': 'conflict',
  '0x80040333': 'conflict',
  '0x80072322': 'rate-limit',
  '0x80072321': 'rate-limit',
  '0x80072326': 'rate-limit',
};

/** Dataverse's reading of a failure, of a part's failure when a batch stopped at it. The message is never looked at. */
export const classify: Classify = (failure) => {
  if (!v.is(partsBody, failure.json)) return judge(failure);
  const failed = failure.json.find(({ status }) => status >= 400);
  return failed && judge({ ...failure, status: failed.status, json: failed.json });
};

/** Status first; the code where it says more. */
function judge(failure: Failure): SystemError | undefined {
  const code = codeOf(failure.json);
  if (code === undefined || failure.html) return undefined;
  const { kind, status, retryAfterMs } = byStatus(failure);
  // The wait stands in a header, which the rule by status reads for 429 alone.
  const wait = retryAfterMs ?? retryAfter(failure.headers.get('retry-after'), Date.parse(failure.headers.get('date') ?? ''));
  const told = KINDS[code] ?? kind;
  return new SystemError(told, {
    ...(status !== undefined && { status }),
    code,
    ...(told === 'rate-limit' && wait !== undefined && { retryAfterMs: wait }),
  });
}

/** The failure of one part of a batch that went on. */
export function partError(part: { status: number; json: unknown }): SystemError {
  const failure = { status: part.status, headers: new Headers(), json: part.json, html: false };
  return judge(failure) ?? byStatus(failure);
}

/** The vendor's code when it is one (`0x80040217`), lower-case. */
function codeOf(json: unknown): string | undefined {
  if (!v.is(errorBody, json)) return undefined;
  const { code } = json.error;
  return typeof code === 'string' && /^0x[\da-f]{1,8}$/i.test(code) ? code.toLowerCase() : undefined;
}
