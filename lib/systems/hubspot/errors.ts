import { type ErrorDetails, SystemError } from '../../model/errors.ts';
import { type Classify, type Failure, waitOf } from '../http.ts';
import { defined, listOf, objectOf, phrase } from '../values.ts';

type Body = ReturnType<typeof objectOf>;

/**
 * HubSpot's failures by status and category, never by the English sentence. `field` names the property of a validation error,
 * or the scope of a missing right. Source: HubSpot docs, "Error handling" and "API usage guidelines".
 */
export const classify: Classify = (failure) => {
  const body = objectOf(failure.json);
  const details = { status: failure.status, ...defined({ code: phrase(body.category) }) };
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
  const policy = phrase(body.policyName)?.toUpperCase();
  const retryAfterMs = wait(failure).retryAfterMs ?? OPENS_AFTER_MS[policy ?? ''];
  return new SystemError('rate-limit', { ...details, ...defined({ code: policy ?? details.code, retryAfterMs }) });
}

const OPENS_AFTER_MS: Readonly<Record<string, number>> = { SECONDLY: 1_000, TEN_SECONDLY_ROLLING: 10_000, DAILY: 3_600_000 };

function wait(failure: Failure): { retryAfterMs?: number } {
  return defined({ retryAfterMs: waitOf(failure.headers) });
}

function scopeOf(body: Body): { field?: string } {
  const contexts = [...listOf(body.errors).map((each) => objectOf(each).context), body.context].map(objectOf);
  return defined({ field: firstText(contexts.flatMap((each) => [each.requiredGranularScopes, each.requiredScopes])) });
}

function fieldOf(body: Body): { field?: string; code?: string } {
  const first = objectOf(listOf(body.errors)[0]);
  const field = firstText([objectOf(first.context).propertyName, first.in, objectOf(body.context).propertyName]);
  return defined({ field, code: phrase(first.code) });
}

/** The first non-empty string among values that are strings or lists of strings. Bounded: it comes from outside. */
function firstText(values: readonly unknown[]): string | undefined {
  return values
    .flat()
    .find((value): value is string => typeof value === 'string' && value !== '')
    ?.slice(0, 200);
}
