import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { people } from '../../tests/search/people.ts';
import { typedQueries } from '../../tests/search/typed.ts';
import { buildSegment, frontOf, type SearchEntry, SearchIndex } from './index.ts';
import { type Reading, type Span, UnreadError } from './reading.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const runs = process.env.FULL ? 300 : 12;
const NOW = Date.UTC(2026, 10, 21);
const HEADER: Span = [0, 128];
const crowd = people(260, seed, NOW);
const queries = typedQueries(crowd, 3, seed).map(({ query }) => query);

/** A segment of which nothing but the header is there, and what was waited for comes to the byte. What has not come is garbage. */
class Partial implements Reading {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #whole: Uint8Array<ArrayBuffer>;
  readonly #there: Uint8Array;

  constructor(whole: Uint8Array<ArrayBuffer>) {
    this.#whole = whole;
    this.bytes = new Uint8Array(whole.length).fill(0xa5);
    this.#there = new Uint8Array(whole.length);
    this.#come(HEADER);
  }

  has([from, to]: Span): boolean {
    return !this.#there.subarray(from, to).includes(0);
  }

  async need(spans: readonly Span[]): Promise<void> {
    await undefined;
    for (const span of spans) this.#come(span);
  }

  #come([from, to]: Span): void {
    this.bytes.set(this.#whole.subarray(from, to), from);
    this.#there.fill(1, from, to);
  }
}

/** The same records and removals twice: all there, and saved as a worker that wakes finds it. */
function both(parts: readonly (readonly SearchEntry[])[], gone: readonly string[]): { whole: SearchIndex; woken: () => SearchIndex } {
  const whole = new SearchIndex();
  const segments = parts.map((part) => buildSegment(part));
  for (const bytes of segments) whole.addSegment(bytes);
  for (const key of gone) whole.remove(key);
  const woken = () => {
    const index = new SearchIndex();
    for (const [nth, bytes] of segments.entries()) {
      const partial = new Partial(bytes);
      index.restore(partial.bytes, partial, whole.hiddenIn(nth));
    }
    return index;
  };
  return { whole, woken };
}

/** Records spread over segments, some in more than one of them, and some that were removed. */
const spread = fc
  .tuple(fc.array(fc.tuple(fc.nat(crowd.length - 1), fc.nat(2)), { maxLength: 400 }), fc.array(fc.nat(crowd.length - 1), { maxLength: 30 }))
  .map(([placed, removed]) => {
    const parts = [0, 1, 2].map((part) =>
      placed
        .filter((each) => each[1] === part)
        .map(([which], at) => ({ ...(crowd[which] as SearchEntry), touchedAt: NOW - at * 7e7 - part })),
    );
    return both(
      parts,
      removed.map((which) => (crowd[which] as SearchEntry).key),
    );
  });
const query = fc.nat(queries.length - 1).map((which) => queries[which] as string);

describe(`an index that is still being read (SEED=${seed})`, () => {
  it('answers what the whole one answers, whatever is asked first', async () => {
    await fc.assert(
      fc.asyncProperty(
        spread,
        fc.array(query, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        async (made, asked, limit) => {
          const index = made.woken();
          expect(index.size).toBe(made.whole.size);
          for (const each of asked) expect(await index.ask(each, limit, NOW), each).toEqual(made.whole.search(each, limit, NOW));
          while (await index.readMore());
          for (const each of asked) expect(index.search(each, limit, NOW), each).toEqual(made.whole.search(each, limit, NOW));
        },
      ),
      { seed, numRuns: runs },
    );
  });

  it('follows what is removed and added before all of it is there', async () => {
    await fc.assert(
      fc.asyncProperty(spread, fc.array(fc.nat(crowd.length - 1), { maxLength: 12 }), query, async (made, changed, asked) => {
        const index = made.woken();
        const some = changed.map((which) => crowd[which] as SearchEntry);
        await index.lookUp(some.map(({ key }) => key));
        for (const { key } of some) expect(index.entry(key)).toEqual(made.whole.entry(key));
        const added = buildSegment(some.slice(some.length / 2).map((entry) => ({ ...entry, name: `Zacarías ${entry.name}` })));
        for (const each of [index, made.whole]) {
          for (const { key } of some.slice(0, some.length / 2)) each.remove(key);
          each.addSegment(added, true);
        }
        for (const each of [asked, 'zacar']) expect(await index.ask(each, 9, NOW), each).toEqual(made.whole.search(each, 9, NOW));
        for (let nth = 0; nth < 4; nth += 1) expect(index.hiddenIn(nth)).toEqual(made.whole.hiddenIn(nth));
      }),
      { seed, numRuns: runs },
    );
  });

  it('refuses to look at what nobody has waited for', () => {
    const [{ key, name }] = crowd as [SearchEntry];
    const index = both([crowd], []).woken();
    expect(() => index.search(name, 5, NOW)).toThrow(UnreadError);
    expect(() => index.entry(key)).toThrow(UnreadError);
    expect(() => index.remove(key)).toThrow(UnreadError);
    expect(() => index.addSegment(buildSegment(crowd.slice(0, 1)))).toThrow(UnreadError);
  });

  it('needs no more than the front for the newest records of a frequent name', async () => {
    const many = people(4000, 7, NOW);
    const partial = new Partial(buildSegment(many));
    const front = frontOf(partial.bytes);
    expect(front).toBeLessThan(partial.bytes.length / 2);
    const index = new SearchIndex();
    index.restore(partial.bytes, partial, []);
    expect(await index.ask('ana', 20, NOW)).toHaveLength(20);
    expect(partial.has([front, front + 1])).toBe(false);
    expect(partial.has([partial.bytes.length - 1, partial.bytes.length])).toBe(false);
  });
});
