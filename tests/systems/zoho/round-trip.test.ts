import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { aSandbox } from './harness.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** What a rep types: any script, no white space around it, which the mapping trims. */
const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
  .filter((each) => each.trim() === each && each !== '' && each.isWellFormed());
const amount = fc.integer({ min: 0, max: 10 ** 12 }).map((cents) => cents / 100);

interface Trip {
  of: 'contact' | 'company' | 'deal';
  field: string;
  value: fc.Arbitrary<string | number>;
  back(record: SystemRecord): unknown;
}

const TRIPS: readonly Trip[] = [
  { of: 'contact', field: 'Last_Name', value: text, back: (record) => (record as { lastName?: string }).lastName },
  { of: 'contact', field: 'Title', value: text, back: (record) => (record as { title?: string }).title },
  { of: 'contact', field: 'Mailing_City', value: text, back: (record) => (record as { city?: string }).city },
  { of: 'contact', field: 'Page_Views', value: fc.integer(), back: (record) => record.custom.Page_Views },
  { of: 'company', field: 'Industry', value: text, back: (record) => (record as { industry?: string }).industry },
  { of: 'company', field: 'Employees', value: fc.nat(), back: (record) => (record as { employees?: number }).employees },
  { of: 'deal', field: 'Deal_Name', value: text, back: (record) => record.name },
  {
    of: 'deal',
    field: 'Amount',
    value: amount,
    back: (record) => (record.kind === 'deal' && record.amount ? record.amount.amountMinor / 100 : undefined),
  },
];

describe('round trip', () => {
  it.each(TRIPS)(`a $of’s $field written by us is read back as it was (seed ${SEED})`, async ({ of, field, value, back }) => {
    const box = aSandbox();
    const ana = box.ref('ana-perez');
    const around = await zoho.related(ana, box.io());
    const target = of === 'contact' ? ana : (around.find((each) => each.kind === of)?.ref as RecordRef);
    await fc.assert(
      fc.asyncProperty(value, async (wanted) => {
        const action: Action = { kind: 'field', field, value: wanted, on: [target], at: CAST_AS_OF };
        await zoho.perform(action, 'k', box.io());
        expect(back(await zoho.read(target, box.io()))).toBe(wanted);
        expect(await zoho.confirm(action, 'k', box.io())).toBeDefined();
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('a field that was emptied is absent, and undo fills it again', async () => {
    const box = aSandbox();
    const ana = box.ref('ana-perez');
    const receipt = await zoho.perform({ kind: 'field', field: 'Title', value: null, on: [ana], at: CAST_AS_OF }, 'k', box.io());
    expect(await zoho.read(ana, box.io())).not.toHaveProperty('title');
    await zoho.undo?.(receipt, box.io());
    expect(await zoho.read(ana, box.io())).toMatchObject({ title: 'Head of Purchasing' });
  });
});
