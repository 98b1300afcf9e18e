import type Dexie from 'dexie';
import { cacheDb, outboxDb, settingsDb } from './databases.ts';

/** Rows that are weighed to guess the rest of a table. */
const SAMPLE = 200;

/** Bytes by what they are for; guessed from a sample of rows, so the browser's own figure (`used`) is larger. */
export interface Weights {
  cache: number;
  /** Drafts, entries and their history. */
  outbox: number;
  settings: number;
}

/** How much of the store is what. Reads only. */
export async function weights(): Promise<Weights> {
  const [cache, outbox, settings] = await Promise.all([weightOf(cacheDb), weightOf(outboxDb), weightOf(settingsDb)]);
  return { cache, outbox, settings };
}

async function weightOf(db: Dexie): Promise<number> {
  const tables = await Promise.all(
    db.tables.map(async (table) => {
      const [count, sample] = await Promise.all([table.count(), table.limit(SAMPLE).toArray()]);
      const weight = sample.reduce((sum: number, row: unknown) => sum + bytesOf(row), 0);
      return sample.length === 0 ? 0 : Math.round((weight / sample.length) * count);
    }),
  );
  return tables.reduce((sum, weight) => sum + weight, 0);
}

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + name.length + bytesOf(inner), 0);
}
