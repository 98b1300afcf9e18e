import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Oracle } from '../../tests/search/oracle.ts';
import { people } from '../../tests/search/people.ts';
import { typedQueries } from '../../tests/search/typed.ts';
import { buildSegment, mergeSegments, type SearchEntry, SearchIndex, SegmentError } from './index.ts';
import { searchWords } from './words.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const runs = process.env.FULL ? 2000 : 60;
const NOW = Date.UTC(2026, 10, 21);

const LETTERS = [...'aeinorstlkmdABJXY', ...'áñöçłßς', ...'абвгдежийкопрстшщюяьЁХ', ...'ω漢字한', ...'0123'];
const word = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 1, maxLength: 9 });
const text = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const hostile = fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) });
const email = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9._+-]{0,12}$/), fc.stringMatching(/^[a-z]{2,9}\.(com|ru|com\.mx)$/))
  .map((pair) => pair.join('@'));
const phone = fc.stringMatching(/^\+?\d{1,3}[ ()-]{0,2}\d{3}[ -]?\d{2,3}[ -]?\d{2}$/);
const entry: fc.Arbitrary<SearchEntry> = fc
  .record({
    id: fc.nat(60),
    kind: fc.constantFrom('person' as const, 'company' as const, 'deal' as const),
    name: hostile,
    company: fc.option(hostile, { nil: '' }),
    title: fc.option(text, { nil: '' }),
    emails: fc.array(email, { maxLength: 3 }),
    phones: fc.array(phone, { maxLength: 3 }),
    touched: fc.option(fc.nat(40), { nil: undefined }),
    deal: fc.boolean(),
  })
  .map(({ id, kind, name, company, title, emails, phones, touched, deal }) => ({
    key: `hubspot/1/contact/${id}`,
    kind,
    name,
    emails,
    phones,
    ...(company !== '' && { company }),
    ...(title !== '' && { title }),
    ...(touched !== undefined && { touchedAt: NOW - touched * 86_400_000 }),
    ...(deal && { hasOpenDeal: true }),
  }));
const entries = fc.array(entry, { minLength: 1, maxLength: 40 });

function check(property: fc.IRawProperty<unknown>, numRuns = runs): void {
  fc.assert(property, { seed, numRuns });
}

function indexOf(...segments: (readonly SearchEntry[])[]): SearchIndex {
  const index = new SearchIndex();
  for (const each of segments) index.addSegment(buildSegment(each));
  return index;
}

/** The last of each key. */
function latest(list: readonly SearchEntry[]): SearchEntry[] {
  return [...new Map(list.map((each) => [each.key, each])).values()];
}

const keys = (index: SearchIndex, query: string, limit = 1000) => index.search(query, limit, NOW).map(({ key }) => key);

describe(`search (SEED=${seed})`, () => {
  it('finds a record by any beginning of any of its words', () => {
    check(
      fc.property(entries, fc.nat(), fc.nat(), fc.nat(), (list, which, at, length) => {
        const all = latest(list);
        const one = all[which % all.length] as SearchEntry;
        const words = [one.name, one.company ?? '', one.title ?? '']
          .flatMap((each) => each.split(/\s+/))
          .filter((each) => searchWords(each).length === 1);
        if (words.length === 0) return;
        const letters = Array.from(words[at % words.length] as string);
        const typed = letters.slice(0, 1 + (length % letters.length)).join('');
        if (searchWords(typed).length === 0) return;
        expect(keys(indexOf(list), typed), typed).toContain(one.key);
      }),
    );
  });

  it('finds a record by its address, a piece of it, and four digits of a number', () => {
    check(
      fc.property(entries, fc.nat(), fc.nat(), fc.nat(), (list, which, start, length) => {
        const index = indexOf(list);
        const all = latest(list);
        const one = all[which % all.length] as SearchEntry;
        for (const address of one.emails) {
          expect(keys(index, address)).toContain(one.key);
          expect(keys(index, address.toUpperCase())).toContain(one.key);
          expect(keys(index, address.slice(0, address.indexOf('@') + 2))).toContain(one.key);
        }
        for (const number of one.phones) {
          const digits = number.replace(/\D/g, '');
          const from = start % (digits.length - 3);
          const piece = digits.slice(from, from + 4 + (length % (digits.length - from - 3)));
          expect(keys(index, piece), `${piece} of ${number}`).toContain(one.key);
          expect(keys(index, `${piece.slice(0, 2)} ${piece.slice(2)}`)).toContain(one.key);
        }
      }),
    );
  });

  it('answers what comparing every record answers, in the same order', () => {
    const query = fc.oneof(
      text,
      word,
      email.map((each) => each.slice(2, 9)),
      phone.map((each) => each.slice(1, 8)),
      hostile,
    );
    check(
      fc.property(entries, fc.array(query, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 20 }), (list, queries, limit) => {
        const index = indexOf(list);
        const oracle = new Oracle(latest(list));
        for (const each of queries) expect(keys(index, each, limit), each).toEqual(oracle.search(each, limit));
      }),
    );
    const crowd = people(1500, seed, NOW);
    const [index, oracle] = [indexOf(crowd), new Oracle(crowd)];
    for (const { query: typed } of typedQueries(crowd, process.env.FULL ? 60 : 4, seed)) {
      expect(keys(index, typed, 20), typed).toEqual(oracle.search(typed, 20));
    }
  });

  it('answers the same however the records are spread over segments', () => {
    check(
      fc.property(entries, fc.nat(40), text, (list, at, query) => {
        expect(keys(indexOf(list.slice(0, at), list.slice(at)), query, 10)).toEqual(keys(indexOf(list), query, 10));
      }),
    );
  });

  it('merges segments into what was built of the same records', () => {
    check(
      fc.property(entries, fc.nat(40), fc.nat(60), (list, at, id) => {
        const gone = (key: string) => key === `hubspot/1/contact/${id}`;
        const merged = mergeSegments([buildSegment(list.slice(0, at)), buildSegment(list.slice(at))], gone);
        expect(merged).toEqual(buildSegment(list.filter(({ key }) => !gone(key))));
        const whole = indexOf(list);
        for (const { key } of list) expect(whole.entry(key)?.key).toBe(key);
      }),
      runs / 2,
    );
  });

  it('hides a removed record and shows it when a newer segment brings it back', () => {
    check(
      fc.property(entries, fc.nat(), (list, which) => {
        const one = list[which % list.length] as SearchEntry;
        const index = indexOf(list);
        index.remove(one.key);
        expect(index.size).toBe(latest(list).length - 1);
        expect(keys(index, one.name)).not.toContain(one.key);
        index.addSegment(buildSegment([{ ...one, name: 'Qwertz Again', emails: [], phones: [] }]));
        expect(keys(index, 'again')).toContain(one.key);
        expect(index.size).toBe(latest(list).length);
      }),
      runs / 2,
    );
  });

  it('refuses bytes that were cut or changed, with an error of its own, and stays as it was', () => {
    check(
      fc.property(entries, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), (list, at, change, isCut) => {
        const good = buildSegment(list);
        const bytes = isCut ? good.slice(0, at % good.length) : good.slice();
        if (!isCut) bytes[at % bytes.length] = (bytes[at % bytes.length] as number) ^ change;
        const index = indexOf(list.slice(0, 1));
        expect(() => index.addSegment(bytes)).toThrow(SegmentError);
        expect(index.size).toBe(1);
      }),
    );
  });

  it('reads a segment that lies askew in its buffer', () => {
    const good = buildSegment(people(20, 1, NOW));
    const wide = new Uint8Array(good.length + 1);
    wide.set(good, 1);
    const index = new SearchIndex();
    index.addSegment(wide.subarray(1));
    expect(index.size).toBe(20);
  });
});
