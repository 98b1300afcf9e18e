import type { OpenRecord } from '../model/dossier.ts';
import { toStoredError } from '../model/errors.ts';
import { type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import { headOf, saveOpening, updateHead } from '../store/dossiers.ts';
import { dossier, openingOf } from '../store/reading.ts';
import { adopt } from './adopt.ts';
import { askKnown } from './ask-known.ts';
import { type Known, knownConnections } from './connections.ts';
import type { Engine, Live } from './context.ts';
import { type Found, heard, refreshCustomer, type Session } from './customer.ts';
import { FORGOTTEN, isForgotten, withoutForgotten } from './forgotten.ts';
import { peopleOf } from './links.ts';
import { waitEndsAt } from './waits.ts';
import { isYoung } from './young.ts';

/** An answer this young is not asked for again unless the rep insists. */
const FRESH_MS = 60_000;

/** What is to be looked up: the record of a page; `person`: somebody else than the primary contact of that deal or company. */
export interface Wanted {
  open: OpenRecord;
  person?: RecordRef;
  force?: boolean;
}

/**
 * Looks up the customer an open record leads to, in all connections. A second call for the same record joins the first. Resolves
 * when every system has answered or failed; what arrives earlier is in the store earlier. Everything is stored under the
 * customer it was asked for, so it does no harm when the rep has gone elsewhere meanwhile.
 */
export async function lookUp(engine: Engine, wanted: Wanted): Promise<Found> {
  const { lookups } = engine.memory;
  const key = [wanted.open.ref, wanted.person].map((ref) => (ref ? recordKey(ref) : '')).join(' ');
  const running = lookups.get(key) as Promise<Found> | undefined;
  if (running && !wanted.force) return running;
  const mine = Promise.resolve(running)
    .catch(() => undefined)
    .then(() => start(engine, wanted))
    .catch((error: unknown): Found => ({ error: toStoredError(error) }))
    .finally(() => {
      if (lookups.get(key) === mine) lookups.delete(key);
    });
  lookups.set(key, mine);
  return mine;
}

async function start(engine: Engine, { open, person, force = false }: Wanted): Promise<Found> {
  const known = (await knownConnections(engine)).filter(({ info }) => info.state !== 'paused');
  const own = known.find(({ info }) => info.id === open.connectionId);
  if (!own?.live || own.live.connection.account !== open.ref.account) return { error: { kind: 'auth', code: 'not-connected' } };
  const asking: Asking = { engine, own: { info: own.info, live: own.live }, others: known.filter((each) => each !== own), force };
  if (person) {
    // A page may name only people of the account it shows.
    if (!isOwn(person, asking)) return { error: { kind: 'invalid', code: 'other-account' } };
    return lookUpPerson(asking, person, open.ref);
  }
  if (await isForgotten(person ?? open.ref)) return { error: FORGOTTEN };
  const isPerson = open.ref.object === 'contact' || open.ref.object === 'lead';
  return isPerson ? lookUpPerson(asking, open.ref) : lookUpOther(asking, open.ref);
}

type Asking = Pick<Session, 'engine' | 'own' | 'others' | 'force'> & { own: Known & { live: Live } };

/** A person: she is the anchor. `from`: the deal or company page she was chosen on. */
async function lookUpPerson(asking: Asking, ref: RecordRef, from?: RecordRef): Promise<Found> {
  const { engine } = asking;
  if (await isFresh(asking, recordKey(ref))) return { dossier: recordKey(ref) };
  await adopt(engine, ref);
  const focus = from && (await openingOf(recordKey(from)))?.focus;
  const found = await refreshCustomer({ ...asking, open: Promise.resolve({ related: [], ...(focus && { focus }) }) }, ref);
  if (!from && found.dossier !== undefined && found.dossier !== recordKey(ref)) {
    // The page still shows the address of a record that was merged into this one.
    const opening = await openingOf(found.dossier);
    if (opening) await saveOpening({ ...opening, record: recordKey(ref) });
  }
  return found;
}

/** A deal, a company or anything else: its people are read, and the first of them (or the company) is the anchor. */
async function lookUpOther(asking: Asking, ref: RecordRef): Promise<Found> {
  const { engine, own, force } = asking;
  const key = recordKey(ref);
  const before = await openingOf(key);
  if (before?.dossier !== undefined && (await isFresh(asking, before.dossier)) && isYoung(before.at, engine.now(), FRESH_MS))
    return { dossier: before.dossier };

  const read = Promise.all([
    askKnown(engine, own, force, (system, io) => system.read(ref, io)),
    askKnown(engine, own, force, (system, io) => system.related(ref, io)),
  ]);
  const resolved = read.then(async ([record, related]) => ({ record, related: await withoutForgotten(related) }));
  const open = resolved.then(
    ({ record, related }) => ({ focus: record, related }),
    () => ({ related: [] }),
  );
  const cached = before?.people[0]?.ref ?? (await headOf(before?.dossier ?? ''))?.anchor;
  const likely = cached && isOwn(cached, asking) ? cached : undefined;
  const early = likely && heard(refreshCustomer({ ...asking, open }, likely));

  try {
    const { record, related } = await resolved;
    const anchor = record.kind === 'person' ? record : anchorOf(record, related);
    await rememberOpening(engine, key, record, anchor, related);
    const session = { ...asking, open: anchor === record ? Promise.resolve({ related }) : open };
    if (!anchor) return {};
    if (likely && recordKey(likely) === recordKey(anchor.ref)) return (await early) ?? {};
    return await refreshCustomer(session, anchor.ref, anchor === record ? { record, related } : { record: anchor });
  } catch (error) {
    await early?.catch(() => undefined);
    return { error: toStoredError(error), ...(before?.dossier !== undefined && { dossier: before.dossier }) };
  }
}

function isOwn(ref: RecordRef, { own }: Asking): boolean {
  return ref.system === own.live.connection.system && ref.account === own.live.connection.account;
}

function anchorOf(record: SystemRecord, related: readonly SystemRecord[]): SystemRecord | undefined {
  const [primary] = peopleOf(record, related);
  return primary ?? (record.kind === 'company' ? record : related.find((each) => each.kind === 'company'));
}

async function rememberOpening(
  engine: Engine,
  key: string,
  record: SystemRecord,
  anchor: SystemRecord | undefined,
  related: readonly SystemRecord[],
): Promise<void> {
  const people = record.kind === 'person' ? [record] : peopleOf(record, related);
  await saveOpening({
    record: key,
    people: people.map(({ ref, name, title }) => ({ ref, name, ...(title !== undefined && { title }) })),
    at: engine.now(),
    ...(anchor && { dossier: recordKey(anchor.ref) }),
    ...(anchor !== record && { focus: record }),
  });
}

/** Has every connection been asked a moment ago? Then only the time of opening is noted. */
async function isFresh({ engine, own, others, force }: Asking, key: string): Promise<boolean> {
  if (force) return false;
  const [known, head] = await Promise.all([dossier(key), headOf(key)]);
  if (!known || !head?.summary) return false;
  const fresh = [own, ...others].every(({ info }) => {
    const part = known.parts.find((each) => each.connectionId === info.id);
    // What failed for want of a sign-in or of host access can be asked as soon as it is there.
    const isMended = info.state === 'ok' && (part?.error?.kind === 'auth' || part?.error?.kind === 'permission');
    if (part === undefined || part.state === 'asking' || isMended) return false;
    const isDue = (waitEndsAt(part) ?? Number.POSITIVE_INFINITY) <= engine.now();
    return isYoung(part.askedAt, engine.now(), FRESH_MS) && !isDue;
  });
  if (fresh) {
    const openedAt = engine.now();
    await updateHead({ ...head, openedAt, summary: { ...head.summary, openedAt } });
  }
  return fresh;
}
