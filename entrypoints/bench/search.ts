import MiniSearch from 'minisearch';
import { catchUpSearch, dropSearchMemory, searchRecords, tidySearch } from '../../lib/engine/search.ts';
import { Told } from '../../lib/engine/search-entry.ts';
import { MERGED_RECORDS } from '../../lib/engine/search-held.ts';
import type { PersonRecord } from '../../lib/model/records.ts';
import { forgiven } from '../../lib/search/edits.ts';
import { buildSegment, type SearchEntry, SearchIndex } from '../../lib/search/index.ts';
import { searchWords } from '../../lib/search/words.ts';
import { cacheDb, settingsDb } from '../../lib/store/databases.ts';
import { forgetDataKey } from '../../lib/store/keys.ts';
import { forgetPlaces } from '../../lib/store/places.ts';
import { storePage } from '../../lib/store/record-pages.ts';
import { Oracle } from '../../tests/search/oracle.ts';
import { people } from '../../tests/search/people.ts';
import { type Typed, typedQueries } from '../../tests/search/typed.ts';

const NOW = Date.UTC(2026, 10, 21);
const SEED = 20261121;
const LIMIT = 20;
/** As good as all. */
const MANY = 2_000;
/** A query is asked again until this has passed: the browsers' clocks tick in steps of up to a millisecond. */
const LONG_ENOUGH_MS = 20;

/** ms for one query each. */
interface Times {
  p50: number;
  p95: number;
}

let queries: Typed[] = [];
let entries: SearchEntry[] = [];
let index = new SearchIndex();
let texts: string[] = [];

/** Makes so many records and indexes them; what that took, and what it takes of memory. */
export async function begin(count: number, each: number): Promise<{ buildMs: number; textBytes: number; indexBytes: number }> {
  index = new SearchIndex();
  [entries, texts, queries] = [[], [], []];
  let buildMs = 0;
  let textBytes = 0;
  for (let from = 0; from < count; from += MERGED_RECORDS) {
    await breath();
    const some = people(Math.min(MERGED_RECORDS, count - from), SEED + from, NOW, from);
    const start = performance.now();
    index.addSegment(buildSegment(some));
    buildMs += performance.now() - start;
    for (const entry of some) {
      const fields = [entry.name, entry.company ?? '', entry.title ?? '', ...entry.emails, ...entry.phones];
      textBytes += new TextEncoder().encode(fields.join('')).length;
      texts.push(fields.join(' ').toLowerCase());
    }
    // A million records as objects would be measured instead of the index.
    if (from === 0) entries = some;
  }
  queries = typedQueries(entries, each, SEED);
  for (const { query } of queries) index.search(query, LIMIT, NOW);
  return { buildMs, textBytes, indexBytes: index.bytes };
}

/** Our search, every query. */
export async function ours(): Promise<Times & { kinds: Record<string, number> }> {
  const times: { kind: string; ms: number }[] = [];
  for (const { kind, query } of queries) {
    await breath();
    times.push({ kind, ms: timeOf(() => index.search(query, LIMIT, NOW).length) });
  }
  const kinds = Object.groupBy(times, ({ kind }) => kind);
  return {
    ...quantiles(times.map(({ ms }) => ms)),
    kinds: Object.fromEntries(Object.entries(kinds).map(([kind, some]) => [kind, quantiles((some ?? []).map(({ ms }) => ms)).p95])),
  };
}

/** The same queries: is the text in the lower-cased line? Every `nth`. */
export async function scan(nth: number): Promise<Times> {
  const times: number[] = [];
  for (const { query } of every(nth)) {
    await breath();
    const wanted = query.toLowerCase();
    const count = () => {
      let found = 0;
      for (const text of texts) if (text.includes(wanted)) found += 1;
      return found;
    };
    times.push(timeOf(count));
  }
  return quantiles(times);
}

/** The same in MiniSearch: all words, beginnings, the same typing errors forgiven. Every `nth`. */
export async function mini(nth: number): Promise<Times & { buildMs: number }> {
  const start = performance.now();
  const other = new MiniSearch<{ id: string; text: string }>({
    fields: ['name', 'company', 'title', 'emails', 'phones'],
    idField: 'key',
    extractField: (entry, field) => String((entry as never as Record<string, unknown>)[field] ?? ''),
  });
  other.addAll(entries as never[]);
  const buildMs = performance.now() - start;
  const options = { prefix: true, combineWith: 'AND', fuzzy: (word: string) => forgiven(word.length) } as const;
  const times: number[] = [];
  for (const { query } of every(nth)) {
    await breath();
    times.push(timeOf(() => other.search(query, options).length));
  }
  return { buildMs, ...quantiles(times) };
}

/** What is found, in shares of 1: records whose mistyped name was asked for, anybody so named in the first twenty, and the first twenty beside comparing every record. */
export async function answers(nth: number): Promise<{ typosFound: number; typosShown: number; asBruteForce: number; inOrder: number }> {
  const typos = queries.filter(({ kind }) => kind === 'typo');
  // Of a name that more people have than are asked for, one of them counts.
  const namesake = (meant: string | undefined, hits: readonly { name: string }[]) =>
    hits.some(({ name }) => searchWords(name).includes(searchWords(meant ?? '')[0] ?? ''));
  const typosFound = typos.filter(({ query, key, meant }) => {
    const hits = index.search(query, MANY, NOW);
    return hits.some((hit) => hit.key === key) || (hits.length === MANY && namesake(meant, hits));
  });
  const typosShown = typos.filter(({ query, meant }) => namesake(meant, index.search(query, LIMIT, NOW)));
  const oracle = new Oracle(entries);
  let [wanted, same, exact] = [0, 0, 0];
  const asked = every(nth);
  for (const { query } of asked) {
    await breath();
    const right = oracle.search(query, LIMIT);
    const got = index.search(query, LIMIT, NOW).map(({ key }) => key);
    wanted += right.length;
    same += right.filter((key) => got.includes(key)).length;
    if (right.join() === got.join()) exact += 1;
  }
  return {
    typosFound: typosFound.length / typos.length,
    typosShown: typosShown.length / typos.length,
    asBruteForce: same / wanted,
    inOrder: exact / asked.length,
  };
}

/** Puts the records into the encrypted cache and its index as a first fill does; what indexing took of it. */
export async function keep(): Promise<{ fillMs: number; indexMs: number; rows: number; rare: string }> {
  forgetAll();
  for (const db of [cacheDb, settingsDb]) {
    await db.delete();
    await db.open();
  }
  const records = entries.map(recordOf);
  let indexMs = 0;
  const start = performance.now();
  for (let from = 0; from < records.length; from += 200) {
    const news = await storePage({ connectionId: 'bench', object: 'contact', rows: records.slice(from, from + 200), at: NOW });
    const before = performance.now();
    const told = new Told();
    told.add(news);
    await catchUpSearch(told);
    indexMs += performance.now() - before;
  }
  const fillMs = performance.now() - start;
  await tidySearch();
  // Somebody long untouched.
  const rare = entries.toSorted((a, b) => (a.touchedAt ?? 0) - (b.touchedAt ?? 0))[Math.floor(entries.length / 4)]?.name ?? '';
  return { fillMs, indexMs, rows: await cacheDb.indexes.count(), rare };
}

/** In a page that was just opened, as in a worker that was just started: no code is warm, no database open, to the first answer. */
export async function wake(query: string): Promise<number> {
  const start = performance.now();
  const found = await searchRecords(query, LIMIT, NOW);
  const ms = performance.now() - start;
  if (found.length === 0) throw new Error('nothing found');
  return ms;
}

function forgetAll(): void {
  dropSearchMemory();
  forgetPlaces();
  forgetDataKey();
}

function recordOf(entry: SearchEntry): PersonRecord {
  const [system = '', account = '', object = '', id = ''] = entry.key.split('/');
  return {
    kind: 'person',
    ref: { system, account, object: object as 'contact', native: '0-1', id },
    name: entry.name,
    emails: entry.emails,
    phones: entry.phones,
    links: [],
    custom: {},
    ...(entry.company !== undefined && { companyName: entry.company }),
    ...(entry.title !== undefined && { title: entry.title }),
    ...(entry.touchedAt !== undefined && { changedAt: entry.touchedAt }),
  };
}

function every(nth: number): Typed[] {
  // Kinds come in turns: a step that shares no factor with their number meets all of them.
  return queries.filter((_, at) => at % nth === 0);
}

/** The browser gets a word in: a page that never answers counts as dead. */
function breath(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}

let sink = 0;

function timeOf(ask: () => number): number {
  const start = performance.now();
  let [asked, ms] = [0, 0];
  while (ms < LONG_ENOUGH_MS) {
    sink += ask();
    asked += 1;
    ms = performance.now() - start;
  }
  return ms / asked + (sink < 0 ? 1 : 0);
}

function quantiles(times: number[]): Times {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}
