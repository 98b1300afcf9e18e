import type { Limits } from '../contract.ts';
import { numberIn } from '../http.ts';

/** Of 100 to 190 in ten seconds per account, and of five searches a second for all of it. Source: HubSpot docs, "API usage guidelines". */
export const limits: Limits = {
  requests: 90,
  windowMs: 10_000,
  concurrency: 8,
  writeLandsWithinMs: 30_000,
  also: [{ id: 'search', units: 4, windowMs: 1_000, of: /\/search$/ }],
  told(headers) {
    const [day, left] = ['-daily', '-daily-remaining'].map((name) => numberIn(headers, `x-hubspot-ratelimit${name}`));
    return {
      ...(numberIn(headers, 'x-hubspot-ratelimit-remaining') === 0 && {
        waitMs: numberIn(headers, 'x-hubspot-ratelimit-interval-milliseconds') ?? 10_000,
      }),
      ...(day && left !== undefined && { usedShare: 1 - left / day }),
    };
  },
  stopAt: 0.95,
};
