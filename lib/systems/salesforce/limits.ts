import type { Limits } from '../contract.ts';

/**
 * The vendor counts calls of the whole org in 24 hours and says so on every answer; at nine tenths the rest is left to others. Source:
 * "API Request Limits and Allocations", "Limit Info Header" (REST API guide).
 */
export const limits: Limits = {
  requests: 40,
  windowMs: 5_000,
  concurrency: 5,
  writeLandsWithinMs: 30_000,
  told(headers) {
    const [, used, of] = /\bapi-usage=(\d+)\/(\d+)/.exec(headers.get('sforce-limit-info') ?? '') ?? [];
    return Number(of) > 0 ? { usedShare: Number(used) / Number(of) } : {};
  },
  stopAt: 0.9,
};
