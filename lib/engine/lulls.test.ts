import { describe, expect, it } from 'vitest';
import { inLulls, lull, withoutLulls } from './lulls.ts';

/** Work of so many steps, and how far it is. */
function work(steps: number, failing = false): { done: number; run(): Generator<undefined, string> } {
  const mine = {
    done: 0,
    *run(): Generator<undefined, string> {
      for (; mine.done < steps; mine.done++) yield;
      if (failing) throw new RangeError('broken');
      return 'built';
    },
  };
  return mine;
}

describe('work in lulls', () => {
  it('does one step in each and answers when it has ended', async () => {
    const mine = work(3);
    const answer = inLulls(mine.run());
    expect(mine.done).toBe(0);
    for (let nth = 0; nth < 3; nth++) {
      lull();
      expect(mine.done).toBe(nth);
    }
    lull();
    expect(await answer).toBe('built');
    lull();
  });

  it('does all that is left at once when somebody begins to wait', async () => {
    const mine = work(1000);
    const answer = inLulls(mine.run());
    lull();
    expect(await withoutLulls(() => answer)).toBe('built');
  });

  it('does all of it at once when somebody waits already', async () => {
    expect(await withoutLulls(() => inLulls(work(1000).run()))).toBe('built');
    const later = work(2);
    const answer = inLulls(later.run());
    expect(later.done, 'nobody waits any more').toBe(0);
    await withoutLulls(() => answer);
  });

  it('fails as the work does, and leaves nothing for the next', async () => {
    await expect(withoutLulls(() => inLulls(work(2, true).run()))).rejects.toThrow(RangeError);
    await expect(withoutLulls(() => Promise.reject(new Error('other')))).rejects.toThrow('other');
    const mine = work(1);
    const answer = inLulls(mine.run());
    lull();
    expect(mine.done).toBe(0);
    await withoutLulls(() => answer);
  });
});
