import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../sandbox/random.ts';
import { cacheDb } from './databases.ts';
import { piecesIn } from './index-pieces.ts';
import { type IndexHead, loadIndex, saveIndex } from './indexes.ts';
import { dataKey } from './keys.ts';
import { seal, sealBytes } from './seal.ts';

const random = seededRandom(20261121);
const noise = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
const headOf = (segments: IndexHead['segments']): IndexHead => ({ chunk: 7, openedAt: 9, segments });
const segmentOf = (id: number, bytes: Uint8Array, front: number) => ({ id, ...piecesIn(bytes.length), front, count: id, hidden: [0, id] });

/** The whole of each segment. */
async function loadAll(): Promise<Uint8Array[] | undefined> {
  const found = await loadIndex(dataKey());
  await Promise.all(found?.segments.map((each) => each.need([[0, each.bytes.length]])) ?? []);
  return found?.segments.map(({ bytes }) => bytes);
}

describe('the stored index', () => {
  beforeEach(() => cacheDb.indexes.clear());

  it('loads segments of any number of pieces as they were saved', async () => {
    const [small, large] = [noise(12), noise(1_000_003)];
    const [first, second] = [segmentOf(1, small, 12), segmentOf(2, large, 300_000)];
    await saveIndex(headOf([first]), { id: 1, bytes: small });
    await saveIndex(headOf([first, second]), { id: 2, bytes: large });
    expect((await loadIndex(dataKey()))?.head).toEqual(headOf([first, second]));
    expect((await loadAll())?.map((each) => Buffer.from(each).equals(each.length === 12 ? small : large))).toEqual([true, true]);
  });

  it('opens the pieces that hold what is needed, and the front, whatever became of the others', async () => {
    const bytes = noise(1_000_003);
    await saveIndex(headOf([segmentOf(1, bytes, 100_000)]), { id: 1, bytes });
    for (const nth of [2, 9, 12, 16]) await cacheDb.indexes.delete(`1.${nth}`);
    const [segment = expect.fail('no segment')] = (await loadIndex(dataKey()))?.segments ?? [];
    const spans = [
      [0, 100_000],
      [200_000, 500_000],
      [600_001, 600_002],
      [800_000, 800_000],
    ] as const;
    expect(spans.map((span) => segment.has(span))).toEqual([false, false, false, true]);
    await segment.need(spans);
    for (const [from, to] of spans) {
      expect(segment.has([from, to])).toBe(true);
      expect(Buffer.from(segment.bytes.subarray(from, to)).equals(bytes.subarray(from, to))).toBe(true);
    }
    expect(segment.has([0, 200_000])).toBe(false);
    await expect(segment.need([[0, 200_000]])).rejects.toMatchObject({ message: 'tampered' });
  });

  it('is as if there were none when another version has written it, and leaves no piece of that when it is saved again', async () => {
    const [key, bytes] = [await dataKey(), noise(4_000_100)];
    const head = headOf([{ id: 1, pieces: 2, count: 2, gone: [] } as never]);
    await cacheDb.indexes.bulkPut([
      { id: 'head', sealed: await seal(key, { table: 'indexes', id: 'head' }, head) },
      { id: '1.0', sealed: await sealBytes(key, { table: 'indexes', id: '1.0' }, bytes.slice(0, 4_000_000)) },
      { id: '1.1', sealed: await sealBytes(key, { table: 'indexes', id: '1.1' }, bytes.slice(4_000_000)) },
    ]);
    expect(await loadIndex(dataKey())).toBeUndefined();
    const small = noise(12);
    await saveIndex(headOf([segmentOf(1, small, 12)]), { id: 1, bytes: small });
    expect(await loadAll()).toEqual([small]);
    expect(await cacheDb.indexes.toCollection().primaryKeys()).toEqual(['1.0', 'head']);
  });

  it('does not open when a piece is missing, was changed, was cut or has changed places', async () => {
    const bytes = noise(900_000);
    const save = () => saveIndex(headOf([segmentOf(1, bytes, 400_000)]), { id: 1, bytes });
    const sealedOf = async (id: string) => (await cacheDb.indexes.get(id))?.sealed ?? expect.fail(id);
    const isRefused = () => expect(loadAll()).rejects.toMatchObject({ message: 'tampered' });
    await save();
    await cacheDb.indexes.delete('1.1');
    await isRefused();
    for (const id of ['1.2', '1.14']) {
      await save();
      const flipped = await sealedOf(id);
      flipped[40] = (flipped[40] ?? 0) ^ 1;
      await cacheDb.indexes.put({ id, sealed: flipped });
      await isRefused();
    }
    await save();
    await cacheDb.indexes.put({ id: '1.0', sealed: await sealedOf('1.1') });
    await isRefused();
    await save();
    const short = await sealBytes(await dataKey(), { table: 'indexes', id: '1.3' }, bytes.slice(180_000, 239_999));
    await cacheDb.indexes.put({ id: '1.3', sealed: short });
    await isRefused();
    await save();
    const head = await sealedOf('head');
    head[30] = (head[30] ?? 0) ^ 1;
    await cacheDb.indexes.put({ id: 'head', sealed: head });
    expect(await loadIndex(dataKey())).toBeUndefined();
  });
});
