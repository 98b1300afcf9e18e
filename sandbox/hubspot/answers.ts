const HEADERS = { 'content-type': 'application/json;charset=utf-8', vary: 'origin, Accept-Encoding', 'cf-cache-status': 'DYNAMIC' };

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...HEADERS, ...headers } });
}

/** A refusal in HubSpot's shape. */
export function refusal(
  correlationId: string,
  status: number,
  category: string,
  message: string,
  more: Record<string, unknown> = {},
): Response {
  return json({ status: 'error', message, correlationId, category, ...more }, status, { 'x-hubspot-correlation-id': correlationId });
}

export interface Flaw {
  message: string;
  code: string;
  propertyName?: string;
}

/** 400 with one row per wrong property. */
export function invalid(correlationId: string, message: string, flaws: readonly Flaw[] = []): Response {
  const errors = flaws.map(({ message: text, code, propertyName }) => ({
    message: text,
    code,
    ...(propertyName !== undefined && { in: propertyName, context: { propertyName: [propertyName] } }),
  }));
  return refusal(correlationId, 400, 'VALIDATION_ERROR', message, errors.length > 0 ? { errors } : {});
}

export function missingScope(correlationId: string, scope: string): Response {
  return refusal(correlationId, 403, 'MISSING_SCOPES', "This app hasn't been granted all required scopes to make this call.", {
    errors: [{ message: 'One or more of the following scopes are required.', context: { requiredGranularScopes: [scope] } }],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
  });
}

export function notFound(correlationId: string): Response {
  return refusal(correlationId, 404, 'OBJECT_NOT_FOUND', 'resource not found');
}

export function unauthenticated(correlationId: string): Response {
  return refusal(
    correlationId,
    401,
    'INVALID_AUTHENTICATION',
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
  );
}

export function expired(correlationId: string): Response {
  return refusal(correlationId, 401, 'EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired 7 second(s) ago.');
}

/** Cloudflare's own page for a token that is not even well-formed. */
export function malformedToken(): Response {
  return html(530, '<h1>Error 1016</h1><p>Origin DNS error</p>');
}

/** The older shape without `category`, which HubSpot still sends. Not every one says when to come back. */
export function tooMany(correlationId: string, policy: 'TEN_SECONDLY_ROLLING' | 'SECONDLY'): Response {
  const headers = {
    'x-hubspot-ratelimit-remaining': '0',
    'x-hubspot-ratelimit-max': '190',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    ...(policy === 'SECONDLY' && { 'retry-after': '1' }),
  };
  const message = `You have reached your ${policy.toLowerCase()} limit.`;
  return json(
    { status: 'error', message, errorType: 'RATE_LIMIT', correlationId, policyName: policy, groupName: 'publicapi' },
    429,
    headers,
  );
}

export function serverError(correlationId: string): Response {
  return json({ status: 'error', message: 'internal error', correlationId }, 500, { 'x-hubspot-correlation-id': correlationId });
}

/** What stands before HubSpot when HubSpot does not answer. */
export function badGateway(): Response {
  return html(502, '<h1>Bad gateway</h1><p>The web server reported a bad gateway error.</p>');
}

function html(status: number, body: string): Response {
  return new Response(`<!DOCTYPE html><html><head><title>api.hubapi.com | ${status}</title></head><body>${body}</body></html>`, {
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8', server: 'cloudflare' },
  });
}
