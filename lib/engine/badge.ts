import { mergeTimeline } from '../identity/merge-timeline.ts';
import type { TabState } from '../model/dossier.ts';
import { openRecord } from '../model/open-record.ts';
import { recordKey } from '../model/records.ts';
import { connections, dueTasks, openingOf } from '../store/reading.ts';

/**
 * How many of the rep's tasks for the customer this tab shows are due by the end of the day, overdue ones too; copies of one task in
 * several systems count once. 0 without a record, and where nothing can be read.
 */
export async function tasksDue(state: TabState | undefined, now: number): Promise<number> {
  const record = state && openRecord(state, await connections());
  const opening = record && (await openingOf(recordKey(record.ref)));
  if (opening?.dossier === undefined) return 0;
  const due = (await dueTasks(new Date(now).setHours(24, 0, 0, 0))).filter(({ dossier }) => dossier === opening.dossier);
  return mergeTimeline(due.map(({ task }) => task)).length;
}
