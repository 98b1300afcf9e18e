import type { Dossier, LinkedRecord, Opening } from '../model/dossier.ts';
import { type StoredError, toStoredError } from '../model/errors.ts';
import { type Activity, type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { askParts, beginDossier, failPart, type PartBody, saveOpening, updateHead } from '../store/dossiers.ts';
import { dossier } from '../store/reading.ts';
import type { Page } from '../systems/contract.ts';
import { ask } from './ask.ts';
import { askKnown } from './ask-known.ts';
import type { Known } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { headOf, summaryOf } from './customer-head.ts';
import { fillFrom, fillOther, nextOf, reasonOf, relatedIn, sameKeysIn, TIMELINE_PAGE, termsOf } from './fill.ts';
import { FORGOTTEN, isSomebodyForgotten } from './forgotten.ts';
import { keysOf, wereAsked } from './keys-of.ts';
import { judge, membersOf, withRelated } from './links.ts';
import { mergeActivities, type PartWriter, partWriter, rememberTasks } from './part-writer.ts';

/** One refresh of one customer. */
export interface Session {
  engine: Engine;
  /** The connection of the open record. */
  own: Known & { live: Live };
  others: readonly Known[];
  /** The rep asked for it: connections that had signed out are tried again. */
  force: boolean;
  /** The open record where it is not the customer herself, and what belongs to it; settles as its system answers, never rejects. */
  open: Promise<{ focus?: SystemRecord; related: readonly SystemRecord[] }>;
}

/** The anchor as another answer has brought it; with `related` both were just asked for and are not asked again. */
export interface Given {
  record: SystemRecord;
  related?: SystemRecord[];
}

/** What became of a look-up: the customer's dossier and, where the open record itself could not be read, why. */
export interface Found {
  dossier?: string;
  error?: StoredError;
}

/**
 * Refreshes a customer from her anchor. What is known of the anchor already (`given`, or the cache) lets the other systems
 * start at once; else they start when the anchor has been read. Each answer is stored when it arrives. Resolves when every
 * system has answered or failed.
 *
 *   read anchor ──┬─ find ── related ∥ timeline   (each other system, on its own)
 *   related ∥ timeline of the anchor              (own system, at once)
 */
export async function refreshCustomer(session: Session, anchorRef: RecordRef, given?: Given): Promise<Found> {
  const key = recordKey(anchorRef);
  const answers = askOwn(session, anchorRef, given?.related && { read: given.record, related: given.related });
  const cached = await dossier(key);
  const known = given?.record ?? anchorOf(cached);
  const early = known && startOthers({ session, key, askedAt: session.engine.now(), cached }, known);

  const read = await answers.read.then(
    (record) => ({ record }),
    (error: unknown) => ({ error: toStoredError(error) }),
  );
  if ('error' in read) {
    if (!early) return read;
    await Promise.all([failOwn(early.run, read.error), early.answered]);
    return { dossier: key, error: read.error };
  }
  const { record } = read;
  if (await isSomebodyForgotten(record, key)) {
    await early?.answered;
    return { error: FORGOTTEN };
  }
  if (recordKey(record.ref) !== key) {
    await early?.answered;
    // Merged into another record, or of another type than its address told. Once only: a vendor may go in circles.
    return given ? { dossier: key } : refreshCustomer(session, record.ref, { record });
  }
  const first = early ?? startOthers({ session, key, askedAt: session.engine.now(), cached }, record);
  const others = wereAsked(first.keys, record) ? first.answered : first.answered.then(() => askOthers(first.run, record));
  await Promise.all([fillOwn(first.run, record, answers), others]);
  await saveSummary(first.run, record);
  return { dossier: key };
}

interface Run {
  session: Session;
  key: string;
  askedAt: number;
  cached: Dossier | undefined;
  /** recordKeys that are the customer so far, over all systems. */
  accepted: Set<string>;
  /** Settles when the rows are there that the answers are written to. */
  begun: Promise<PartBody | undefined>;
}

/** Sends the other systems their questions, with what is known of the anchor; nothing is stored before the customer exists. */
function startOthers(
  start: Omit<Run, 'begun' | 'accepted'>,
  anchor: SystemRecord,
): { run: Run; keys: SystemRecord; answered: Promise<void> } {
  const run = {
    ...start,
    accepted: new Set(sameKeysIn(start.cached?.parts.flatMap((part) => part.records) ?? [])),
    begun: heard(begin(start, anchor)),
  };
  // After the first card's rows: planning the questions takes the thread for longer than those writes.
  return { run, keys: anchor, answered: heard(run.begun.then(() => askOthers(run, anchor))) };
}

/** A promise that is waited for later, or not at all where something else has failed before: its own failure is then told already. */
export function heard<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

async function failOwn({ session, key, askedAt, begun }: Run, error: StoredError): Promise<void> {
  await begun;
  await failPart({ dossier: key, connectionId: session.own.info.id, askedAt, error });
}

interface OwnAnswers {
  read: Promise<SystemRecord>;
  related: Promise<SystemRecord[]>;
  timeline: Promise<Page<Activity>>;
}

/** All three at once: none needs the answer of another. */
function askOwn({ engine, own, force }: Session, ref: RecordRef, there?: { read: SystemRecord; related: SystemRecord[] }): OwnAnswers {
  const answers: OwnAnswers = {
    read: there ? Promise.resolve(there.read) : askKnown(engine, own, force, (system, io) => system.read(ref, io)),
    related: there ? Promise.resolve(there.related) : askKnown(engine, own, force, (system, io) => system.related(ref, io)),
    timeline: askKnown(engine, own, force, (system, io) => system.timeline(ref, { limit: TIMELINE_PAGE }, io)),
  };
  for (const answer of Object.values(answers)) void heard<unknown>(answer);
  return answers;
}

/**
 * Makes the customer appear, or marks every connection as being asked of one who is there. For a new one it resolves to what her
 * own part holds from then on.
 */
async function begin(
  { session, key, askedAt, cached }: Omit<Run, 'begun' | 'accepted'>,
  anchor: SystemRecord,
): Promise<PartBody | undefined> {
  const { engine, own, others } = session;
  const connectionIds = [own, ...others].map(({ info }) => info.id).filter((id) => !engine.memory.gone.has(id));
  if (cached) {
    await askParts(key, connectionIds, askedAt);
    return undefined;
  }
  // What belongs to the open record is shown with her where it is known; nobody waits for it.
  const open = await Promise.race([session.open, Promise.resolve({ related: [] })]);
  const records = withRelated([{ record: anchor, link: 'anchor' }], relatedOfOpen(open));
  const body: PartBody = { records, activities: [], hasMore: false };
  await beginDossier({
    ...headOf(key, anchor, summaryOf(key, anchor, [], askedAt), askedAt),
    opening: openingTo(key, anchor, askedAt),
    connectionIds,
    own: { connectionId: own.info.id, answeredAt: engine.now(), members: membersOf(records), body },
  });
  return body;
}

async function fillOwn(run: Run, anchor: SystemRecord, answers: OwnAnswers): Promise<void> {
  const { session, key, askedAt } = run;
  const { engine, own } = session;
  // After the first card's rows, like the questions to the others.
  const doubles = heard(run.begun.then(() => findDoubles(session, anchor)));
  const [begun] = await Promise.all([run.begun, run.cached && saveOpening(openingTo(key, anchor, askedAt))]);
  const writer = partWriter(engine, { dossier: key, connectionId: own.info.id, askedAt }, begun ?? bodyOf(run.cached, own.info.id));
  const itself: LinkedRecord = { record: anchor, link: 'anchor' };
  const beside = () => writer.body.records.filter(({ link }) => link !== 'anchor' && link !== 'related');
  if (!begun) writer.put({ records: withRelated([itself, ...beside()], relatedIn(writer)) });

  const [related, timeline] = await Promise.allSettled([
    Promise.all([answers.related, session.open]).then(([rows, open]) => {
      writer.put({ records: withRelated([itself, ...beside()], [...relatedOfOpen(open), ...rows]) });
    }),
    Promise.all([answers.timeline, dealTimeline(session)]).then(async ([{ rows, next }, ofDeal]) => {
      writer.put({ activities: mergeActivities(rows, ofDeal), hasMore: next !== undefined, ...nextOf(next) });
      await rememberTasks(engine, { dossier: key, name: anchor.name }, own.live.connection, mergeActivities(rows, ofDeal));
    }),
  ]);
  const second = await addDoubles(run, writer, itself, await doubles);
  await writer.done(reasonOf(related) ?? reasonOf(timeline) ?? second);
}

/** The customer a second time in the open record's own account. `undefined` when that could not be asked: then nothing is said of it. */
async function findDoubles({ engine, own, force }: Session, anchor: SystemRecord): Promise<SystemRecord[] | undefined> {
  const keys = keysOf(anchor, own.live.connection.defaultCountry);
  if (!keys) return undefined;
  const found = await askKnown(engine, own, force, (system, io) => system.find(keys, io)).catch(() => undefined);
  return found?.filter(({ ref }) => recordKey(ref) !== recordKey(anchor.ref));
}

function relatedOfOpen({ focus, related }: Awaited<Session['open']>): SystemRecord[] {
  return focus ? [focus, ...related] : [...related];
}

/** What was logged on the open deal alone belongs to the picture too. */
async function dealTimeline({ engine, own, open }: Session): Promise<Activity[]> {
  const { focus } = await open;
  if (focus?.kind !== 'deal') return [];
  const page = await ask(engine, own.live, (system, io) => system.timeline(focus.ref, { limit: TIMELINE_PAGE }, io));
  return page.rows;
}

/** A person's own page leads to herself. */
function openingTo(key: string, { ref, name, ...rest }: SystemRecord, at: number): Opening {
  const title = rest.kind === 'person' ? rest.title : undefined;
  return { record: key, dossier: key, people: [{ ref, name, ...(title !== undefined && { title }) }], at };
}

async function askOthers(run: Run, anchor: SystemRecord): Promise<void> {
  await Promise.all(run.session.others.map((other) => askOther(run, other, anchor)));
}

/** One other system, on its own: a slow or failing one holds up nobody. Rejects only when the store fails. */
async function askOther(run: Run, other: Known, anchor: SystemRecord): Promise<void> {
  const { info, live } = other;
  const { session, key, askedAt } = run;
  const { engine, force } = session;
  const writer = partWriter(engine, { dossier: key, connectionId: info.id, askedAt }, bodyOf(run.cached, info.id));
  try {
    const keys = keysOf(anchor, live?.connection.defaultCountry);
    const found = keys ? await askKnown(engine, other, force, (system, io) => system.find(keys, io)) : [];
    await run.begun;
    if (!live) return;
    await writer.done(await fillOther(run, live, anchor, writer, found));
  } catch (error) {
    await run.begun;
    await writer.done(error);
  }
}

/** Only the rep's word makes a second record of the account the customer too; then what belongs to it joins what is shown. */
async function addDoubles(run: Run, writer: PartWriter, itself: LinkedRecord, found: SystemRecord[] | undefined): Promise<unknown> {
  if (!found) return undefined;
  const { live } = run.session.own;
  const { record: anchor } = itself;
  const judged = judge(run.session.engine, anchor, found, { ...(await termsOf(run, live)), besideAnchor: true });
  const shown = [itself, ...judged];
  writer.put({ records: withRelated(shown, relatedIn(writer)) });
  return sameKeysIn(judged).length > 0 ? fillFrom(run, live, anchor, writer, shown, writer.body.activities) : undefined;
}

/** Writes the head for lists from all that is now known. */
export async function saveSummary(run: Pick<Run, 'key' | 'askedAt'>, anchor: SystemRecord): Promise<void> {
  const now = await dossier(run.key);
  const summary = summaryOf(run.key, anchor, now?.parts ?? [], run.askedAt);
  await updateHead(headOf(run.key, anchor, summary, run.askedAt));
}

function anchorOf(cached: Dossier | undefined): SystemRecord | undefined {
  return cached?.parts.flatMap((part) => part.records).find(({ link }) => link === 'anchor')?.record;
}

function bodyOf(cached: Dossier | undefined, connectionId: string): PartBody | undefined {
  const part = cached?.parts.find((each) => each.connectionId === connectionId);
  return part && { records: part.records, activities: part.activities, hasMore: part.hasMore };
}
