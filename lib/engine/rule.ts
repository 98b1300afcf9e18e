import type { Dossier, DossierPart } from '../model/dossier.ts';
import { type RecordRef, recordKey, type SystemRecord } from '../model/records.ts';
import type { Ruling } from '../model/rulings.ts';
import { answerPart, dossiersWith, failPart, partOf } from '../store/dossiers.ts';
import { dossier } from '../store/reading.ts';
import { rulings, saveRuling } from '../store/rulings.ts';
import { type Known, knownConnections } from './connections.ts';
import type { Engine } from './context.ts';
import { saveSummary } from './customer.ts';
import { fillFrom, fillOther, isSameList, sameKeysIn } from './fill.ts';
import { judge, membersOf, withRelated } from './links.ts';
import { partWriter } from './part-writer.ts';
import { verdictsOn } from './verdicts.ts';

/**
 * Takes the rep's word on two records (`null`: takes it back) and shows every customer it concerns accordingly. A look-up that
 * was under way may have judged before: those customers are judged again when it has ended.
 */
export async function rule(engine: Engine, a: RecordRef, b: RecordRef, same: boolean | null): Promise<void> {
  const [one, other] = [recordKey(a), recordKey(b)];
  if (one === other) return;
  await saveRuling(one, other, same, engine.now());
  const running = [...engine.memory.lookups.values()];
  const judgeAll = await judgeCustomersOf(engine, [one, other]);
  if (running.length > 0)
    void Promise.allSettled(running)
      .then(judgeAll)
      .catch(() => undefined);
}

/** Judges every customer anew to whom one of these records (recordKeys) belongs. Answers a function that does it once more. */
export async function judgeCustomersOf(engine: Engine, records: readonly string[]): Promise<() => Promise<void>> {
  const concerned = [...new Set([...records, ...(await dossiersWith(records))])];
  const judgeAll = async () => {
    for (const key of concerned) await judgeAgain(engine, key);
  };
  await judgeAll();
  return judgeAll;
}

/** Judges a customer's records anew out of the cache; a system is asked only where another record is the customer now. */
async function judgeAgain(engine: Engine, key: string): Promise<void> {
  const known = await dossier(key);
  const anchor = known?.parts.flatMap((part) => part.records).find(({ link }) => link === 'anchor')?.record;
  if (!known || !anchor) return;
  const [all, connections] = await Promise.all([rulings(), knownConnections(engine)]);
  const accepted = new Set<string>();
  const asked: Promise<void>[] = [];
  for (const part of known.parts) {
    const connection = connections.find(({ info }) => info.id === part.connectionId);
    const again = await judgePart(engine, { known, anchor, part, all, accepted, connection });
    if (again) asked.push(again);
  }
  await Promise.all(asked);
  await saveSummary({ key, askedAt: known.openedAt }, anchor);
}

interface Case {
  known: Dossier;
  anchor: SystemRecord;
  part: DossierPart;
  all: readonly Ruling[];
  accepted: Set<string>;
  connection: Known | undefined;
}

/** Returns the question to the system, where one is needed. */
async function judgePart(engine: Engine, { known, anchor, part, all, accepted, connection }: Case): Promise<Promise<void> | undefined> {
  const { key } = known;
  const found = part.records.filter(({ link }) => link === 'same' || link === 'maybe' || link === 'apart').map(({ record }) => record);
  if (found.length === 0) return undefined;
  const country = connection?.live?.connection.defaultCountry;
  const [itself] = part.records.filter(({ link }) => link === 'anchor');
  const judged = judge(engine, anchor, found, {
    country,
    verdicts: verdictsOn(key, all),
    accepted,
    besideAnchor: itself !== undefined,
  });
  const [before, after] = [sameKeysIn(part.records), sameKeysIn(judged)];
  const isOther = !isSameList(before, after);
  const stored = await partOf(key, part.connectionId);
  if (!stored?.body) return undefined;
  // What belonged to a record that is not the customer's any more goes with it; the rest is asked for below. In the anchor's own
  // account most of it is the anchor's, and stays until it is replaced.
  const isEmptied = isOther && !itself;
  const related = isEmptied ? [] : part.records.filter(({ link }) => link === 'related').map(({ record }) => record);
  const { askedAt, answeredAt = askedAt, state, error } = stored.row;
  const records = withRelated(itself ? [itself, ...judged] : judged, related);
  const body = isEmptied ? { records, activities: [], hasMore: false } : { ...stored.body, records };
  const at = { dossier: key, connectionId: part.connectionId, askedAt, answeredAt, members: membersOf(records) };
  await answerPart({ ...at, state: state === 'asking' ? 'asking' : 'answered' }, body);
  if (error && state === 'failed') await failPart({ ...at, error });
  const live = connection?.live;
  if (!isOther || (after.length === 0 && !itself) || !live || connection.info.state !== 'ok') return undefined;
  const writer = partWriter(engine, { dossier: key, connectionId: part.connectionId, askedAt: engine.now() }, body);
  const run = { session: { engine }, key, accepted };
  const filled = itself ? fillFrom(run, live, anchor, writer, [itself, ...judged]) : fillOther(run, live, anchor, writer, found);
  return filled.then((failure) => writer.done(failure));
}
