import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../sandbox/random.ts';
import { cacheDb } from './databases.ts';
import { type IndexHead, loadIndex, piecesIn, saveIndex } from './indexes.ts';
import { dataKey } from './keys.ts';
import { seal, sealBytes } from './seal.ts';

const random = seededRandom(20261121);
const noise = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
const headOf = (segments: IndexHead['segments']): IndexHead => ({ chunk: 7, openedAt: 9, segments });

describe('the stored index', () => {
  beforeEach(() => cacheDb.indexes.clear());

  it('loads segments of any number of pieces as they were saved', async () => {
    const [small, large] = [noise(12), noise(1_000_003)];
    const first = { id: 1, ...piecesIn(small.length), count: 1, gone: [] };
    const second = { id: 2, ...piecesIn(large.length), count: 2, gone: ['hubspot/1/contact/3'] };
    await saveIndex(headOf([first]), { id: 1, bytes: small });
    await saveIndex(headOf([first, second]), { id: 2, bytes: large });
    const found = await loadIndex(dataKey());
    expect(found?.head).toEqual(headOf([first, second]));
    expect(found?.segments.map((each) => Buffer.from(each).equals(each.length === 12 ? small : large))).toEqual([true, true]);
  });

  it('loads a segment in the larger pieces of an earlier version', async () => {
    const [key, bytes] = [await dataKey(), noise(4_000_100)];
    const head = headOf([{ id: 1, pieces: 2, count: 2, gone: [] }]);
    await cacheDb.indexes.bulkPut([
      { id: 'head', sealed: await seal(key, { table: 'indexes', id: 'head' }, head) },
      { id: '1.0', sealed: await sealBytes(key, { table: 'indexes', id: '1.0' }, bytes.slice(0, 4_000_000)) },
      { id: '1.1', sealed: await sealBytes(key, { table: 'indexes', id: '1.1' }, bytes.slice(4_000_000)) },
    ]);
    const found = await loadIndex(dataKey());
    expect(found?.segments.map((each) => Buffer.from(each).equals(bytes))).toEqual([true]);
  });

  it('is as if there were none when a piece is missing, was changed or has changed places', async () => {
    const bytes = noise(900_000);
    const save = () => saveIndex(headOf([{ id: 1, ...piecesIn(bytes.length), count: 1, gone: [] }]), { id: 1, bytes });
    const sealedOf = async (id: string) => (await cacheDb.indexes.get(id))?.sealed ?? expect.fail(id);
    await save();
    await cacheDb.indexes.delete('1.1');
    expect(await loadIndex(dataKey())).toBeUndefined();
    await save();
    const flipped = await sealedOf('1.2');
    flipped[40] = (flipped[40] ?? 0) ^ 1;
    await cacheDb.indexes.put({ id: '1.2', sealed: flipped });
    expect(await loadIndex(dataKey())).toBeUndefined();
    await save();
    await cacheDb.indexes.put({ id: '1.0', sealed: await sealedOf('1.1') });
    expect(await loadIndex(dataKey())).toBeUndefined();
  });
});
