import type { LinkedRecord } from '../model/dossier.ts';
import { type Activity, recordKey, type SystemRecord } from '../model/records.ts';
import type { PartBody } from '../store/dossiers.ts';
import { rulings } from '../store/rulings.ts';
import { ask } from './ask.ts';
import type { Engine, Live } from './context.ts';
import { judge, withRelated } from './links.ts';
import { mergeActivities, type PartWriter, rememberTasks } from './part-writer.ts';
import { verdictsOn } from './verdicts.ts';

/** Entries of a timeline asked for at once. */
export const TIMELINE_PAGE = 30;

/** The customer that is being filled. */
interface Filled {
  session: { engine: Engine };
  key: string;
  /** recordKeys that are the customer so far, over all systems. */
  accepted: Set<string>;
}

/**
 * Judges what a system found and asks it for what belongs to the customer's records there: one as a rule, more where the rep
 * has said that the account holds her twice. Returns what went wrong after she was found, if anything.
 */
export async function fillOther(
  run: Filled,
  live: Live,
  anchor: SystemRecord,
  writer: PartWriter,
  found: readonly SystemRecord[],
): Promise<unknown> {
  const judged = judge(run.session.engine, anchor, found, await termsOf(run, live));
  const same = sameKeysIn(judged);
  if (same.length === 0) {
    writer.put({ records: judged, activities: [], hasMore: false });
    await rememberTasks(run.session.engine, { dossier: run.key, name: anchor.name }, live.connection, []);
    return undefined;
  }
  const isKnown = isSameList(same, sameKeysIn(writer.body.records));
  writer.put({ records: withRelated(judged, isKnown ? relatedIn(writer) : []), ...(!isKnown && { activities: [], hasMore: false }) });
  return fillFrom(run, live, anchor, writer, judged);
}

/** Asks for what belongs to those of the `judged` records that are the customer; `kept` activities stay beside theirs. */
export async function fillFrom(
  { session: { engine }, key }: Filled,
  live: Live,
  anchor: SystemRecord,
  writer: PartWriter,
  judged: readonly LinkedRecord[],
  kept: readonly Activity[] = [],
): Promise<unknown> {
  const hers = judged
    .filter(({ link }) => link === 'same' || link === 'anchor')
    // Who was found a moment ago need not be read again; the open record may be of an earlier answer.
    .map(({ link, record }) => [record.ref, link === 'same' ? record : undefined] as const);
  const [related, timeline] = await Promise.allSettled([
    Promise.all(hers.map(([ref, known]) => ask(engine, live, (system, io) => system.related(ref, io, known)))).then((rows) =>
      writer.put({ records: withRelated(judged, rows.flat()) }),
    ),
    Promise.all(
      hers.map(([ref, known]) => ask(engine, live, (system, io) => system.timeline(ref, { limit: TIMELINE_PAGE }, io, known))),
    ).then(async (pages) => {
      // Only the first record's timeline can be continued.
      const next = pages[0]?.next;
      const activities = mergeActivities(kept, ...pages.map(({ rows }) => rows));
      writer.put({ activities, hasMore: next !== undefined, ...nextOf(next) });
      await rememberTasks(engine, { dossier: key, name: anchor.name }, live.connection, activities);
    }),
  ]);
  return reasonOf(related) ?? reasonOf(timeline);
}

/** What `judge` has to know besides the records. */
export async function termsOf({ key, accepted }: Filled, live: Live) {
  return { country: live.connection.defaultCountry, verdicts: verdictsOn(key, await rulings()), accepted };
}

/** What belongs to the customer's records in this part so far. */
export function relatedIn({ body }: PartWriter): SystemRecord[] {
  return body.records.filter(({ link }) => link === 'related').map(({ record }) => record);
}

/** recordKeys of a part that are the customer, the best first. */
export function sameKeysIn(records: readonly LinkedRecord[]): string[] {
  return records.filter(({ link }) => link === 'same').map(({ record }) => recordKey(record.ref));
}

/** The same records, the same one first. */
export function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, at) => each === b[at]);
}

/** For a part that has no next page the member is absent. */
export function nextOf(next: string | undefined): Pick<PartBody, 'next'> {
  return next === undefined ? {} : { next };
}

/** Why a question failed, if it did. */
export function reasonOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? result.reason : undefined;
}
