import type { Limits } from '../contract.ts';
import { numberIn } from '../http.ts';
import { resetMs } from './errors.ts';

/**
 * Of 20 requests in two seconds on the smallest plan, ten searches among them. The company's tokens of a day (30 000 for one seat of the
 * smallest plan) are shared with all its other integrations: we take at most half. No header says what is left of them; what an answer
 * has cost stands in `x-token-cost`, else the vendor's list counts. Source: Pipedrive docs, "Rate limiting", and the costs in the reference.
 */
export const limits: Limits = {
  requests: 18,
  windowMs: 2_000,
  concurrency: 10,
  writeLandsWithinMs: 30_000,
  also: [
    { id: 'search', units: 9, windowMs: 2_000, of: /\/itemSearch$/ },
    {
      id: 'day',
      units: 15_000,
      windowMs: 86_400_000,
      costs: [
        [/\/flow$/, 40],
        [/\/(itemSearch|users|leads|notes|files|mailMessages)$/, 20],
        [/^GET .*\/(\w+Fields|persons|organizations|deals|activities|products)$/, 10],
        [/\/(pipelines|stages)$/, 5],
        [/^(POST|PUT|PATCH|DELETE) /, 10],
        [/^GET /, 2],
      ],
    },
  ],
  told(headers, now) {
    const cost = numberIn(headers, 'x-token-cost');
    const waitMs = numberIn(headers, 'x-ratelimit-remaining') === 0 ? resetMs(headers, now) : undefined;
    return { ...(cost !== undefined && { cost }), ...(waitMs !== undefined && { waitMs }) };
  },
};
