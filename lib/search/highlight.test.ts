import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { shown } from './highlight.ts';
import { searchWords } from './words.ts';

const seed = Number(process.env.SEED ?? Date.now() % 1e9);

/** The ranges of a name in which a query is shown. */
const rangesOf = (name: string, query: string) => shown({ name, emails: [], phones: [] }, query).matched.name;

afterEach(() => {
  vi.restoreAllMocks();
});

describe('shown', () => {
  it('looks at a name a few times, not once per letter, when most of it folds to nothing', () => {
    let folded = 0;
    const normalize = String.prototype.normalize;
    vi.spyOn(String.prototype, 'normalize').mockImplementation(function (this: string, form?: string) {
      folded += this.length;
      return normalize.call(this, form);
    });
    const name = `Ж${"'".repeat(10_000)}уков`;
    expect(rangesOf(name, 'жу')).toEqual([[0, 10_002]]);
    expect(folded).toBeLessThan(100 * name.length);
  });

  it(`ends what was typed at the first letter that completes it (seed ${seed})`, () => {
    const letters = fc.array(fc.constantFrom('ж', 'ю', 'я', 'ß', 'щ', 'o', 'n', "'", '\u0301'), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(letters, fc.nat(14), (written, upTo) => {
        const name = `Б${written.join('')}`;
        // Of equal length, letter stands for letter.
        fc.pre(searchWords(name)[0]?.length !== name.length);
        const [typed = ''] = searchWords(`Б${written.slice(0, upTo).join('')}`);
        const [range] = rangesOf(name, typed) ?? expect.fail(`${typed} not found in ${name}`);
        const lengthAt = (end: number) => (searchWords(name.slice(0, end))[0] ?? '').length;
        expect(range?.[0]).toBe(0);
        const end = range?.[1] ?? 0;
        expect(lengthAt(end)).toBeGreaterThanOrEqual(typed.length);
        if (end < name.length) expect(lengthAt(end - 1)).toBeLessThan(typed.length);
      }),
      { seed },
    );
  });
});
