import * as v from 'valibot';
import { type ErrorKind, SystemError } from './contract.ts';
import { byStatus, type Classify, type Failure, waitOf } from './http.ts';

const errorBody = v.looseObject({ error: v.looseObject({ code: v.optional(v.nullable(v.string())) }) });
/** One part of a multipart answer, as `decodeBatch` makes it. */
const partsBody = v.array(v.looseObject({ status: v.number(), json: v.unknown() }));

/** Reads an OData refusal: status first, the vendor's code (`0x80040217`) where `kinds` knows it. The message is never looked at. */
export function odataErrors(kinds: Readonly<Record<string, ErrorKind>>): {
  classify: Classify;
  /** The failure of one part of a batch that went on. */
  partError(part: { status: number; json: unknown }): SystemError;
} {
  const judge = (failure: Failure): SystemError | undefined => {
    const code = codeOf(failure.json);
    if (code === undefined || failure.html) return undefined;
    const { kind, status, retryAfterMs } = byStatus(failure);
    // The wait stands in a header, which the rule by status reads for 429 alone.
    const wait = retryAfterMs ?? waitOf(failure.headers);
    const told = kinds[code] ?? kind;
    const limited = told === 'rate-limit' && wait !== undefined ? { retryAfterMs: wait } : {};
    return new SystemError(told, { ...(status !== undefined && { status }), code, ...limited });
  };
  return {
    // Of a batch the part that stopped it.
    classify(failure) {
      if (!v.is(partsBody, failure.json)) return judge(failure);
      const failed = failure.json.find(({ status }) => status >= 400);
      return failed && judge({ ...failure, status: failed.status, json: failed.json });
    },
    partError({ status, json }) {
      const failure = { status, headers: new Headers(), json, html: false };
      return judge(failure) ?? byStatus(failure);
    },
  };
}

/** The vendor's code when it is one, lower-case. */
function codeOf(json: unknown): string | undefined {
  const code = v.is(errorBody, json) ? json.error.code : undefined;
  return typeof code === 'string' && /^0x[\da-f]{1,8}$/i.test(code) ? code.toLowerCase() : undefined;
}
