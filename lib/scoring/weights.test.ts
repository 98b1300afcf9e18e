import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LEAD_MODEL, modelWith, scoreLead } from './index.ts';

const seed = process.env.SEED === undefined ? Date.now() : Number(process.env.SEED);
const FACTS = { jobTitle: 'Head of Purchasing', employees: 240, calls: 3, meetings: 1, country: 'MX', asOf: 0 };

describe('modelWith', () => {
  it('is the product’s own when nothing is set', () => {
    expect(modelWith(undefined)).toBe(DEFAULT_LEAD_MODEL);
    expect(scoreLead(FACTS, modelWith({ groups: {}, factors: {} }))).toEqual(scoreLead(FACTS));
  });

  it('moves the total towards a group when that group weighs more', () => {
    const { breakdown, total = 0 } = scoreLead(FACTS);
    const best = breakdown.demographic ?? 0;
    const more = scoreLead(FACTS, modelWith({ groups: { demographic: 90, behavioural: 5, firmographic: 5 }, factors: {} })).total ?? 0;
    expect(Math.abs(best - more)).toBeLessThan(Math.abs(best - total));
  });

  it('keeps the product’s proportions when everything is set to nothing', () => {
    const none = modelWith({ groups: { demographic: 0, behavioural: 0, firmographic: 0 }, factors: { visits: 0 } });
    expect(none.groupWeights).toEqual(DEFAULT_LEAD_MODEL.groupWeights);
    expect(none.weights.visits).toBe(0);
  });

  it('always gives a total between 0 and 100 or none when weights are any numbers', () => {
    const weights = fc.dictionary(
      fc.constantFrom('demographic', 'behavioural', 'calls', 'jobTitle', 'employees', '__proto__'),
      fc.double(),
    );
    fc.assert(
      fc.property(weights, weights, (groups, factors) => {
        const { total, factors: told } = scoreLead(FACTS, modelWith({ groups, factors }));
        if (total !== undefined) expect(total).toBeGreaterThanOrEqual(0);
        if (total !== undefined) expect(total).toBeLessThanOrEqual(100);
        expect(told.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
      }),
      {
        seed,
        numRuns: 500,
        examples: [
          [{ demographic: 1e293, behavioural: Number.MAX_VALUE }, {}],
          [{ demographic: 5e-324 }, { jobTitle: 5e-324, calls: Number.MAX_VALUE }],
        ],
      },
    );
  });
});
