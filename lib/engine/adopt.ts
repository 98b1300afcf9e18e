import type { Dossier, LinkedRecord } from '../model/dossier.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { answerPart, headOf, saveHead } from '../store/dossiers.ts';
import { dossier, openingOf } from '../store/reading.ts';
import type { Engine } from './context.ts';
import { membersOf } from './links.ts';

/**
 * A person opened for the first time on her page in this system, but known already from another system's page: her own dossier
 * starts with what that one holds, seen from her record. So the panel keeps its content while the systems are asked. Does
 * nothing when she has a dossier or is unknown.
 */
export async function adopt(engine: Engine, ref: RecordRef): Promise<void> {
  const key = recordKey(ref);
  const opening = await openingOf(key);
  if (opening?.dossier === undefined || opening.dossier === key || (await headOf(key))) return;
  const [other, head] = await Promise.all([dossier(opening.dossier), headOf(opening.dossier)]);
  const own = other?.parts.flatMap((part) => part.records).find(({ record, link }) => recordKey(record.ref) === key && link === 'same');
  if (!other || !head?.summary || !own) return;
  const openedAt = engine.now();
  const { record } = own;
  const summary = { ...head.summary, dossier: key, anchor: record.ref, name: record.name, openedAt };
  await saveHead({ key, kind: other.kind, anchor: record.ref, openedAt, summary });
  for (const part of other.parts) await copyPart(key, part, own.probability);
}

async function copyPart(key: string, part: Dossier['parts'][number], probability: number | undefined): Promise<void> {
  const { connectionId, askedAt, answeredAt, activities } = part;
  if (answeredAt === undefined) return;
  // What the rep said of the other record's matches is read anew from this one's side.
  const records = part.records.flatMap(({ ruling: _said, ...each }): LinkedRecord | LinkedRecord[] => {
    const { record } = each;
    if (each.link === 'apart') return [];
    if (recordKey(record.ref) === key) return { record, link: 'anchor' };
    if (each.link === 'anchor') return { record, link: 'same', ...(probability !== undefined && { probability }) };
    return each;
  });
  // Where the older timeline goes on is not known to this dossier: its refresh will tell.
  await answerPart(
    { dossier: key, connectionId, askedAt, answeredAt, state: 'asking', members: membersOf(records) },
    { records, activities, hasMore: false },
  );
}
