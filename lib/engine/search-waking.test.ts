import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { summaryOf } from '../../tests/customer-summary.ts';
import { people } from '../../tests/search/people.ts';
import { typedQueries } from '../../tests/search/typed.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import type { SyncedRow } from '../model/sync.ts';
import type { SearchEntry } from '../search/index.ts';
import { cacheDb } from '../store/databases.ts';
import { saveHead } from '../store/dossiers.ts';
import { wipeTables } from '../store/forget.ts';
import { loadIndex } from '../store/indexes.ts';
import { passKeeper } from '../store/keeper.ts';
import { existingDataKey, forgetDataKey } from '../store/keys.ts';
import { dropPassphrase, lock, setPassphrase, unlock } from '../store/passphrase.ts';
import { forgetPlaces } from '../store/places.ts';
import { storePage } from '../store/record-pages.ts';
import { dropSearchMemory, forgetSearch, searchRecords, tidySearch } from './search.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const NOW = Date.UTC(2026, 10, 21);
/** Enough for a saved segment of many pieces, of which the front is a part. */
const LONG = 'accounts-payable-department-of-the-northern-region@example.org';
const CROWD = people(3000, seed, NOW)
  .filter(({ kind }) => kind === 'person')
  .map((entry) => ({ ...entry, emails: [...entry.emails, LONG] }));
/** Those who are changed, from all over the segment: even and odd ones for what would contradict each other. */
const POOL = CROWD.filter((_, at) => at % Math.ceil(CROWD.length / 10) === 0).slice(0, 8);
const QUERIES = typedQueries(CROWD, process.env.FULL ? 12 : 2, seed).map(({ query }) => query);

const refOf = (key: string): RecordRef => {
  const [system = '', account = '', , id = ''] = key.split('/');
  return { system, account, object: 'contact', native: 'contact', id };
};
const rowOf = ({ key, name, company, title, emails, phones, touchedAt }: SearchEntry): SyncedRow => ({
  ref: refOf(key),
  kind: 'person',
  name,
  emails,
  phones,
  links: [],
  custom: {},
  ...(company !== undefined && { companyName: company }),
  ...(title !== undefined && { title }),
  ...(touchedAt !== undefined && { changedAt: touchedAt }),
});
const store = (rows: SyncedRow[]) => storePage({ connectionId: 'h', object: 'contact', rows, at: NOW });
const ask = (query: string) => searchRecords(query, 10, NOW);
const lastPiece = async () => (await cacheDb.indexes.count()) - 2;

/** What a worker that was stopped leaves to the next one. */
function restart(): void {
  dropSearchMemory();
  forgetPlaces();
}

/** What an index says that was never saved. */
async function anew(queries: readonly string[]): Promise<unknown[]> {
  await forgetSearch();
  const answers: unknown[] = [];
  for (const query of queries) answers.push(await ask(query));
  return answers;
}

async function filled(): Promise<void> {
  for (const table of cacheDb.tables) await table.clear();
  restart();
  for (let from = 0; from < CROWD.length; from += 200) await store(CROWD.slice(from, from + 200).map(rowOf));
  await tidySearch();
}

describe(`search of a worker that wakes (SEED=${seed})`, () => {
  let right: unknown[];
  beforeAll(async () => {
    await filled();
    right = await anew(QUERIES);
  });
  beforeEach(filled);

  it('answers at once what it answers when all is read', async () => {
    for (const [at, query] of QUERIES.entries()) {
      restart();
      expect(await ask(query), query).toEqual(right[at]);
      const next = (at + 1) % QUERIES.length;
      expect(await ask(QUERIES[next] ?? ''), QUERIES[next]).toEqual(right[next]);
    }
  });

  it('answers what an index made anew answers when records come, change and go while it is read', async () => {
    const step = fc.record({
      which: fc.nat(POOL.length - 1),
      what: fc.constantFrom('change', 'remove', 'bring back', 'open', 'tidy', 'restart'),
      asked: fc.nat(QUERIES.length - 1),
    });
    let at = NOW;
    const runs = { seed, numRuns: process.env.FULL ? 25 : 5 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        for (const { which, what, asked } of steps) {
          at += 1000;
          // Of one who was opened and changed, what came last counts in this worker, and what was opened in the next.
          const entry = POOL[what === 'open' ? which | 1 : which & ~1] as SearchEntry;
          const ref = refOf(entry.key);
          if (what === 'tidy') await tidySearch();
          else if (what === 'restart') restart();
          else if (what === 'remove') await store([{ ref, deletedAt: at }]);
          else if (what === 'open')
            await saveHead({ key: recordKey(ref), kind: 'person', anchor: ref, openedAt: at, summary: summaryOf(ref, entry.name, at) });
          else await store([rowOf({ ...entry, name: what === 'change' ? `${entry.name} Nova` : entry.name, touchedAt: at })]);
          await ask(QUERIES[asked] ?? '');
        }
        restart();
        const woken: unknown[] = [];
        const all = ['nova', ...POOL.map(({ name }) => name), ...QUERIES];
        for (const query of all) woken.push(await ask(query));
        expect(woken).toEqual(await anew(all));
        await tidySearch();
      }),
      runs,
    );
  });

  it('shows a customer for another record of hers that is found first', async () => {
    // What is saved of them lies far apart, and of the one where nothing else is needed: neither among the newest nor beside the next part.
    const byAge = CROWD.toSorted((a, b) => (a.touchedAt ?? 0) - (b.touchedAt ?? 0));
    const [one, other] = [byAge[Math.floor(byAge.length * 0.3)], byAge.at(-1)] as [SearchEntry, SearchEntry];
    const open = async ({ key, name }: SearchEntry, at: number, members: string[]) => {
      const anchor = refOf(key);
      await saveHead({ key: recordKey(anchor), kind: 'person', anchor, openedAt: at, summary: summaryOf(anchor, name, at) });
      await cacheDb.dossiers.update(recordKey(anchor), { members });
    };
    await open({ ...one, name: 'Zacarías Uno' }, NOW - 9e8, [recordKey(refOf(one.key)), recordKey(refOf(other.key))]);
    await tidySearch();
    // What was opened last is read again by a worker that wakes; what was opened before it is not.
    const late = CROWD[7] as SearchEntry;
    await open(late, NOW + 1e8, [recordKey(refOf(late.key))]);
    await tidySearch();
    restart();
    const found = await searchRecords(other.name, 50, NOW);
    expect(found.map(({ name }) => name)).toContain('Zacarías Uno');
    restart();
    expect(await searchRecords(other.name, 50, NOW)).toEqual(found);
  });

  it('is made anew when a piece that was not needed at first turns out to be lost or changed', async () => {
    const last = `1.${await lastPiece()}`;
    for (const harm of [() => cacheDb.indexes.delete(last), () => cacheDb.indexes.update(last, { sealed: new Uint8Array(90) })]) {
      await filled();
      restart();
      await harm();
      for (const [at, query] of QUERIES.entries()) expect(await ask(query), query).toEqual(right[at]);
      restart();
      expect(await ask(QUERIES[0] ?? '')).toEqual(right[0]);
      await tidySearch();
      const found = await loadIndex(existingDataKey());
      for (const each of found?.segments ?? expect.fail('not saved again')) await each.need([[0, each.bytes.length]]);
    }
  });

  it('is made anew when an earlier version has saved it', async () => {
    const { open, seal } = await import('../store/seal.ts');
    const place = { table: 'indexes', id: 'head' };
    const key = (await existingDataKey()) ?? expect.fail('no key');
    const head = await open<object>(key, place, (await cacheDb.indexes.get('head'))?.sealed ?? expect.fail('no head'));
    await cacheDb.indexes.put({ id: 'head', sealed: await seal(key, place, { ...head, form: undefined }) });
    restart();
    for (const [at, query] of QUERIES.entries()) expect(await ask(query), query).toEqual(right[at]);
  });

  it('leaves nothing behind and finds again when it is forgotten while it is read', async () => {
    restart();
    const first = ask(QUERIES[0] ?? '');
    await forgetSearch();
    expect(await first).toEqual(right[0]);
    expect(await cacheDb.indexes.count()).toBe(0);
    expect(await ask(QUERIES[1] ?? '')).toEqual(right[1]);
  });

  it('finds nothing while locked, and all again, when it is locked while it is read', async () => {
    await setPassphrase('correct horse', 1000);
    try {
      for (const start of [() => ask(QUERIES[0] ?? ''), async () => void (await ask(QUERIES[0] ?? ''))]) {
        restart();
        const first = start();
        await lock();
        restart();
        await first;
        expect(await ask(QUERIES[0] ?? '')).toEqual([]);
        await unlock('correct horse');
        for (const [at, query] of QUERIES.slice(0, 4).entries()) expect(await ask(query), query).toEqual(right[at]);
      }
    } finally {
      await dropPassphrase('correct horse');
    }
  });

  it('finds nothing when all is wiped while it is read', async () => {
    restart();
    const first = ask(QUERIES[0] ?? '');
    await wipeTables(async () => undefined);
    forgetDataKey();
    restart();
    await passKeeper().announce();
    await first.catch(() => undefined);
    expect(await ask(QUERIES[0] ?? '')).toEqual([]);
    expect(await cacheDb.indexes.count()).toBe(0);
  });
});
