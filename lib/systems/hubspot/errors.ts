import { type ErrorKind, SystemError } from '../../model/errors.ts';
import { type Classify, waitOf } from '../http.ts';
import { defined, listOf, objectOf, phrase } from '../values.ts';

type Body = ReturnType<typeof objectOf>;

const KINDS: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid',
  401: 'auth',
  403: 'forbidden',
  409: 'conflict',
  429: 'rate-limit',
  477: 'unavailable', // the account is being moved to another data region
  524: 'unavailable', // Cloudflare gave up waiting
  530: 'auth', // Cloudflare's page for a token that is not even well-formed
};
/** `DAILY` stays shut until midnight of the account's time zone; the other policies open after 1 or 10 seconds. */
const OPENS_AFTER_MS: Readonly<Record<string, number>> = { SECONDLY: 1_000, TEN_SECONDLY_ROLLING: 10_000, DAILY: 3_600_000 };

/**
 * HubSpot's failures by status and category, never by the English sentence. `field` names the property of a validation error,
 * or the scope of a missing right. Source: HubSpot docs, "Error handling" and "API usage guidelines".
 */
export const classify: Classify = ({ status, headers, html, json }) => {
  const kind = KINDS[status];
  if (!kind || (html && kind === 'forbidden')) return undefined;
  const body = objectOf(json);
  const policy = phrase(body.policyName)?.toUpperCase();
  const [code, field] = kind === 'invalid' ? wrongIn(body) : [status === 477 ? 'MIGRATION' : policy, missingIn(body)];
  const retryAfterMs = waitOf(headers) ?? OPENS_AFTER_MS[policy ?? ''];
  return new SystemError(kind, { status, ...defined({ code: code ?? phrase(body.category), field, retryAfterMs }) });
};

/** The scope that is missing. */
function missingIn(body: Body): string | undefined {
  const contexts = [...listOf(body.errors).map((each) => objectOf(each).context), body.context].map(objectOf);
  return firstText(contexts.flatMap((each) => [each.requiredGranularScopes, each.requiredScopes]));
}

/** What is wrong, and with which property. */
function wrongIn(body: Body): (string | undefined)[] {
  const first = objectOf(listOf(body.errors)[0]);
  const field = firstText([objectOf(first.context).propertyName, first.in, objectOf(body.context).propertyName]);
  return [phrase(first.code), field];
}

/** The first non-empty string among values that are strings or lists of strings. Bounded: it comes from outside. */
function firstText(values: readonly unknown[]): string | undefined {
  return phrase(values.flat().find(phrase))?.slice(0, 200);
}
