import * as v from 'valibot';
import type { Activity, Io, Page, RecordRef, SystemRecord } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { positionSchema, type Source, weave } from '../weave.ts';
import { getEntity } from './api.ts';
import { target } from './kinds.ts';
import { toEntity } from './map.ts';
import { linkedIds } from './related.ts';
import { eventSource, noteSource, taskSource } from './sources.ts';

/** Most leads whose entries are woven in, newest first. */
const LEADS = 50;

const cursorSchema = v.object({ ...positionSchema.entries, leads: v.array(v.string()) });
type Cursor = v.InferOutput<typeof cursorSchema>;

/** Notes and tasks of the record and of its leads, for a lead its events too, newest first, no gaps, no row twice. */
export async function timeline(
  ref: RecordRef,
  page: { limit: number; next?: string },
  io: Io,
  known?: SystemRecord,
): Promise<Page<Activity>> {
  const cursor = page.next === undefined ? undefined : readCursor(cursorSchema, page.next);
  const { sources, leads } = await openSources(ref, cursor, io, known);
  const { rows, position } = await weave(sources, cursor, Math.max(1, Math.floor(page.limit)));
  return { rows, ...(position && { next: writeCursor({ ...position, leads }) }) };
}

/** Every source with its first page read. The record's own lists need not wait for its links. */
async function openSources(
  ref: RecordRef,
  cursor: Cursor | undefined,
  io: Io,
  known?: SystemRecord,
): Promise<{ sources: Source[]; leads: string[] }> {
  const { native, id } = target(ref);
  const start = (sources: Source[], offset: number) => {
    for (const [index, source] of sources.entries()) source.startAt(cursor?.from[offset + index] ?? undefined);
    const reading = Promise.all(sources.map((source) => source.readOn()));
    // Awaited below; until then a failure must not count as unhandled.
    reading.catch(() => undefined);
    return reading;
  };
  const own = [noteSource(native, [id], io), taskSource(native, [id], io)];
  // Only here: two more requests for each customer shown would cost more than stage changes tell.
  if (native === 'leads') own.push(eventSource(id, io));
  const ownReading = start(own, 0);
  const hasLeads = native === 'contacts' || native === 'companies';
  const linked = async () => linkedIds(known ?? toEntity(native, await getEntity(io, native, id), io.connection), 'leads');
  const leads = cursor?.leads ?? (hasLeads ? (await linked()).slice(0, LEADS) : []);
  const ofLeads = leads.length > 0 ? [noteSource('leads', leads, io), taskSource('leads', leads, io)] : [];
  await Promise.all([ownReading, start(ofLeads, own.length)]);
  return { sources: [...own, ...ofLeads], leads };
}
