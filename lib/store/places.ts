import type { FeedObject } from '../model/sync.ts';
import { cacheDb } from './databases.ts';
import { onLockChange } from './keeper.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { PlaceTable } from './place-table.ts';
import type { PlacesRow } from './rows.ts';
import { openBytes, type Place, sealBytes } from './seal.ts';

/** A chunk as its places row tells it. */
export interface ChunkHead {
  id: number;
  connectionId: string;
  /** The list it came from: chunks of one list are merged with each other. */
  object: FeedObject;
  /** Rows in it, and the row of `places` that lists them. */
  rows: number;
  listedIn: number;
}

/** All chunks, and where the newest version of each record lies. */
export interface Places {
  table: PlaceTable;
  chunks: Map<number, ChunkHead>;
  /** The highest id there has been: chunks and rows of places count together. */
  last: number;
}

/** What one transaction adds. */
export interface NewPlaces {
  connectionId: string;
  chunks: { id: number; object: FeedObject; hashes: number[]; stamps: number[] }[];
}

interface Header {
  chunks: { id: number; object: FeedObject; rows: number }[];
}

let known: Places | undefined;
/** The key they were read with: after a wipe there is another one. */
let knownBy: CryptoKey | undefined;
let isRead = false;

onLockChange(forgetPlaces);

/** Places as this context knows them, with what others have added since. Reads, never writes. */
export async function places(): Promise<Places> {
  const key = await existingDataKey();
  if (!known || key !== knownBy) [known, knownBy, isRead] = [{ table: new PlaceTable(), chunks: new Map(), last: 0 }, key, false];
  const before = known;
  if (!key) return before;
  const rows = await cacheDb.places.where('id').above(before.last).toArray();
  for (const row of rows) addTo(before, row, await openPlaces(key, row));
  if (before === known) isRead = true;
  return before;
}

/**
 * The same for the worker, which alone adds to them: once read, they are known. Should another worker not be dead yet, the ids it has
 * taken clash, and they are read anew.
 */
export async function ownPlaces(): Promise<Places> {
  const key = await existingDataKey();
  return known && isRead && key === knownBy ? known : places();
}

/** After chunks were removed or merged, with the lock, and between tests: they are read anew. */
export function forgetPlaces(): void {
  known = undefined;
}

/** Takes up what a transaction has added. */
export function notePlaces(to: Places, { connectionId, chunks }: NewPlaces): void {
  const [first] = chunks;
  if (!first) return;
  for (const { id, object, hashes, stamps } of chunks) {
    to.chunks.set(id, { id, connectionId, object, rows: hashes.length, listedIn: first.id });
    for (let slot = 0; slot < hashes.length; slot++) to.table.set(hashes[slot] ?? 0, { chunk: id, slot, stamp: stamps[slot] ?? 0 });
    to.last = Math.max(to.last, id);
  }
}

/** The row of `places` for a transaction: a JSON head, then two numbers a record. Its id is that of its first chunk. */
export async function placesRow(
  { connectionId, chunks }: NewPlaces,
  { id = chunks[0]?.id ?? 0, key }: { id?: number; key?: CryptoKey } = {},
): Promise<PlacesRow> {
  const header = new TextEncoder().encode(
    JSON.stringify({ chunks: chunks.map((chunk) => ({ id: chunk.id, object: chunk.object, rows: chunk.hashes.length })) } satisfies Header),
  );
  const numbers = new Float64Array(2 * chunks.reduce((sum, { hashes }) => sum + hashes.length, 0));
  let at = 0;
  for (const { hashes, stamps } of chunks)
    for (let slot = 0; slot < hashes.length; slot++) {
      numbers[at++] = hashes[slot] ?? 0;
      numbers[at++] = stamps[slot] ?? 0;
    }
  const bytes = new Uint8Array(4 + header.length + numbers.byteLength);
  new DataView(bytes.buffer).setUint32(0, header.length);
  bytes.set(header, 4);
  bytes.set(new Uint8Array(numbers.buffer), 4 + header.length);
  return { id, connectionId, sealed: await sealBytes(key ?? (await dataKey()), placeOf(id), bytes) };
}

/** What a row of `places` tells. */
export async function openPlaces(key: CryptoKey, row: PlacesRow): Promise<NewPlaces> {
  const bytes = await openBytes(key, placeOf(row.id), row.sealed).catch(() => undefined);
  // A row that does not open: its records count as not synced.
  if (!bytes) return { connectionId: row.connectionId, chunks: [] };
  const length = new DataView(bytes.buffer).getUint32(0);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  const numbers = new Float64Array(bytes.slice(4 + length).buffer);
  let at = 0;
  const chunks = header.chunks.map(({ id, object, rows }) => {
    const [hashes, stamps]: [number[], number[]] = [[], []];
    for (let row = 0; row < rows; row++) {
      hashes.push(numbers[at++] ?? 0);
      stamps.push(numbers[at++] ?? 0);
    }
    return { id, object, hashes, stamps };
  });
  return { connectionId: row.connectionId, chunks };
}

function addTo(to: Places, row: PlacesRow, added: NewPlaces): void {
  to.last = Math.max(to.last, row.id);
  notePlaces(to, added);
}

function placeOf(id: number): Place {
  return { table: 'places', id: String(id) };
}
