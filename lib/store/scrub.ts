import type { Opening } from '../model/dossier.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { isTombstone, type SyncedRow } from '../model/sync.ts';
import { cacheDb } from './databases.ts';
import type { PartBody } from './dossiers.ts';
import { dataKey } from './keys.ts';
import { inTurn } from './record-pages.ts';
import { chunkPlace, openChunks } from './records.ts';
import { openIfIntact, seal, sealBytes } from './seal.ts';

/* Taking one person's records out of what lies encrypted with others: no column in clear tells where they are, so everything is opened. */

/** Removes these records (recordKeys), and entries that concern them, from other customers' parts, from openings, and from synced chunks. */
export async function scrub(records: ReadonlySet<string>): Promise<void> {
  const isHers = (ref: RecordRef) => records.has(recordKey(ref));
  await scrubParts(isHers);
  await scrubOpenings(isHers);
  await inTurn(() => scrubChunks(isHers));
}

async function scrubParts(isHers: (ref: RecordRef) => boolean): Promise<void> {
  const key = await dataKey();
  for (const { id, sealed } of await cacheDb.parts.toArray()) {
    const place = { table: 'parts', id };
    const body = sealed && (await openIfIntact<PartBody>(key, place, sealed));
    if (!body) continue;
    const others = body.records.filter(({ record }) => !isHers(record.ref));
    const activities = body.activities.filter(({ on }) => !on.some(isHers));
    if (others.length === body.records.length && activities.length === body.activities.length) continue;
    await cacheDb.parts.update(id, { sealed: await seal(key, place, { ...body, records: others, activities }) });
  }
}

async function scrubOpenings(isHers: (ref: RecordRef) => boolean): Promise<void> {
  const key = await dataKey();
  for (const { record, sealed } of await cacheDb.openings.toArray()) {
    const place = { table: 'openings', id: record };
    const body = await openIfIntact<Pick<Opening, 'focus' | 'people'>>(key, place, sealed);
    const people = body?.people.filter(({ ref }) => !isHers(ref));
    if (!body || people?.length === body.people.length) continue;
    await cacheDb.openings.update(record, { sealed: await seal(key, place, { ...body, people }) });
  }
}

/** Older versions too. A record leaves its reference behind, so that the others keep their places. */
async function scrubChunks(isHers: (ref: RecordRef) => boolean): Promise<void> {
  const key = await dataKey();
  const concerns = (row: SyncedRow) => !isTombstone(row) && (isHers(row.ref) || ('on' in row && row.on.some(isHers)));
  for (const id of await cacheDb.chunks.toCollection().primaryKeys()) {
    const body = (await openChunks([id])).get(id);
    if (!body?.rows.some(concerns)) continue;
    const rows = body.rows.map((row): SyncedRow => (concerns(row) ? { ref: row.ref } : row));
    const bytes = new TextEncoder().encode(JSON.stringify({ ...body, rows }));
    await cacheDb.chunks.update(id, { sealed: await sealBytes(key, chunkPlace(id), bytes) });
  }
}
