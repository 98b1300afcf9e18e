import type { LinkedRecord } from '../../model/dossier.ts';
import { type Activity, type RecordRef, recordKey, type SystemRecord } from '../../model/records.ts';
import { isActivity, isTombstone, type SyncedRow } from '../../model/sync.ts';
import type { PartBody } from '../../store/dossiers.ts';
import { answerPart, dossiersWith, headOf, partOf } from '../../store/dossiers.ts';
import type { Engine } from '../context.ts';
import { saveSummary } from '../customer.ts';
import { membersOf } from '../links.ts';
import { mergeActivities } from '../part-writer.ts';

/**
 * Shows what a list has told in the customers that hold it: a changed record takes its place in the view, what is gone leaves it. What the
 * customer herself is stays: that is decided when she is looked up. `before`: what is gone, as it was, to tell whom it belonged to.
 */
export async function reflect(
  engine: Engine,
  connectionId: string,
  news: readonly SyncedRow[],
  before: readonly SyncedRow[] = [],
): Promise<void> {
  const about = new Set([...news, ...before].flatMap(concerned).map(recordKey));
  for (const dossier of await dossiersWith([...about])) {
    const part = await partOf(dossier, connectionId);
    // Whoever is asking now will store the newer answer.
    if (!part?.body || part.row.state !== 'answered' || engine.memory.gone.has(connectionId)) continue;
    const body = withNews(part.body, news);
    if (!body) continue;
    const { askedAt, answeredAt = engine.now() } = part.row;
    await answerPart({ dossier, connectionId, askedAt, answeredAt, state: 'answered', members: membersOf(body.records) }, body);
    const head = await headOf(dossier);
    const anchor = body.records.find(({ link }) => link === 'anchor')?.record;
    if (head && anchor) await saveSummary({ key: dossier, askedAt: head.openedAt }, anchor);
  }
}

/** The record, and those it belongs to. */
function concerned(row: SyncedRow): RecordRef[] {
  if (isTombstone(row)) return [row.ref];
  return [row.ref, ...(isActivity(row) ? row.on : row.links.map(({ ref }) => ref))];
}

/** The part with the news in it; `undefined` when nothing of it is news. */
function withNews(body: PartBody, news: readonly SyncedRow[]): PartBody | undefined {
  const records = new Map<string, SystemRecord>();
  const gone = new Set<string>();
  const mine = new Set(body.records.filter(({ link }) => link !== 'maybe' && link !== 'apart').map(({ record }) => recordKey(record.ref)));
  const activities: Activity[] = [];
  for (const row of news) {
    const key = recordKey(row.ref);
    if (isTombstone(row)) gone.add(key);
    else if (!isActivity(row)) records.set(key, row);
    else if (row.on.some((ref) => mine.has(recordKey(ref)))) activities.push(row);
  }
  const isHeld = body.records.some(({ record }) => records.has(recordKey(record.ref)) || gone.has(recordKey(record.ref)));
  if (!isHeld && activities.length === 0 && !body.activities.some(({ ref }) => gone.has(recordKey(ref)))) return undefined;
  const stays = ({ link, record }: LinkedRecord) => link !== 'related' || !gone.has(recordKey(record.ref));
  return {
    ...body,
    records: body.records.filter(stays).map((each) => ({ ...each, record: records.get(recordKey(each.record.ref)) ?? each.record })),
    activities: mergeActivities(body.activities, activities).filter(({ ref }) => !gone.has(recordKey(ref))),
  };
}
