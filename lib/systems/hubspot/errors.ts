import * as v from 'valibot';
import { type ErrorDetails, SystemError } from '../../model/errors.ts';
import { type Classify, type Failure, retryAfter } from '../http.ts';
import { errorSchema } from './schema.ts';

type Body = v.InferOutput<typeof errorSchema>;

/**
 * HubSpot's failures by status and category, never by the English sentence. `field` names the property of a validation error,
 * or the scope of a missing right. Source: HubSpot docs, "Error handling" and "API usage guidelines".
 */
export const classify: Classify = (failure) => {
  const parsed = v.safeParse(errorSchema, failure.json);
  const body: Body = parsed.success ? parsed.output : {};
  const details = { status: failure.status, ...(body.category && { code: body.category }) };
  switch (failure.status) {
    case 401:
    case 530: // Cloudflare's page for a token that is not even well-formed
      return new SystemError('auth', details);
    case 403:
      return failure.html ? undefined : new SystemError('forbidden', { ...details, ...scopeOf(body) });
    case 409:
      return new SystemError('conflict', details);
    case 429:
      return rateLimit(failure, body, details);
    case 477: // the account is being moved to another data region
      return new SystemError('unavailable', { ...details, code: 'MIGRATION', ...wait(failure) });
    case 524: // Cloudflare gave up waiting
      return new SystemError('unavailable', details);
    case 400:
      return new SystemError('invalid', { ...details, ...fieldOf(body) });
    default:
      return undefined;
  }
};

/** `DAILY` stays shut until midnight of the account's time zone; the other policies open after 1 or 10 seconds. */
function rateLimit(failure: Failure, body: Body, details: ErrorDetails): SystemError {
  const policy = body.policyName?.toUpperCase();
  const code = policy ?? details.code;
  const told = wait(failure).retryAfterMs ?? (policy ? OPENS_AFTER_MS[policy] : undefined);
  return new SystemError('rate-limit', { ...details, ...(code && { code }), ...(told !== undefined && { retryAfterMs: told }) });
}

const OPENS_AFTER_MS: Readonly<Record<string, number>> = { SECONDLY: 1_000, TEN_SECONDLY_ROLLING: 10_000, DAILY: 3_600_000 };

function wait(failure: Failure): { retryAfterMs?: number } {
  const ms = retryAfter(failure.headers.get('retry-after'), Date.parse(failure.headers.get('date') ?? ''));
  return ms === undefined ? {} : { retryAfterMs: ms };
}

function scopeOf(body: Body): { field?: string } {
  const contexts = [...(body.errors ?? []).map((each) => each.context), body.context];
  const scope = firstText(contexts.flatMap((context) => [context?.requiredGranularScopes, context?.requiredScopes]));
  return scope ? { field: scope } : {};
}

function fieldOf(body: Body): { field?: string; code?: string } {
  const [first] = body.errors ?? [];
  const field = firstText([first?.context?.propertyName, first?.in, body.context?.propertyName]);
  return { ...(field && { field }), ...(first?.code && { code: first.code }) };
}

/** The first non-empty string among values that are strings or lists of strings. Bounded: it comes from outside. */
function firstText(values: readonly unknown[]): string | undefined {
  return values
    .flat()
    .find((value): value is string => typeof value === 'string' && value !== '')
    ?.slice(0, 200);
}
