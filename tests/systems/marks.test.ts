import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMarked, marked, markOf, unmarked } from '../../lib/systems/marks.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const wholeText = fc.string({ unit: 'grapheme', maxLength: 400 });

describe('marked', () => {
  it(`fits the field, keeps the text, and is told apart by key (seed ${seed})`, () => {
    fc.assert(
      fc.property(wholeText, fc.uuid(), fc.uuid(), (text, key, other) => {
        const subject = marked(text, key);
        expect(subject.length).toBeLessThanOrEqual(255);
        expect(subject.isWellFormed()).toBe(true);
        expect(isMarked(subject)).toBe(true);
        expect(text.startsWith(unmarked(subject))).toBe(true);
        if (text.length < 200) expect(unmarked(subject)).toBe(text);
        if (key !== other) expect(subject.endsWith(markOf(other))).toBe(markOf(key) === markOf(other));
      }),
      { seed },
    );
  });
});
