import { activityV1, mailAnswer, noteAnswer, takesPart, v1Time } from './shapes.ts';
import type { Activity, Mail, Tables } from './tables.ts';

interface Entry {
  object: string;
  timestamp: string;
  data: Record<string, unknown>;
}

/** Activities, notes and e-mails of a record, newest first; `items` narrows to the named kinds. */
export function flowOf(kind: 'person' | 'org' | 'deal', id: number, items: string | null, tables: Tables): Entry[] {
  const wanted = items === null ? undefined : new Set(items.split(','));
  return entriesOf(kind, id, tables)
    .filter((entry) => wanted?.has(entry.object) ?? true)
    .sort((a, b) => b.timestamp.localeCompare(a.timestamp) || Number(b.data.id) - Number(a.data.id));
}

function entriesOf(kind: 'person' | 'org' | 'deal', id: number, tables: Tables): Entry[] {
  const key = `${kind}_id` as const;
  const activities = [...tables.activities.values()]
    .filter((each) => !each.is_deleted && (kind === 'person' ? takesPart(each, id) : each[key] === id))
    .map((each) => ({ object: each.done ? 'activity' : 'plannedActivity', timestamp: when(each), data: activityV1(each, tables) }));
  const notes = [...tables.notes.values()]
    .filter((each) => each.active_flag && each[key] === id)
    .map((each) => ({ object: 'note', timestamp: v1Time(each.add_time), data: noteAnswer(each, tables) }));
  const mails = mailsOf(kind, id, tables).map((each) => ({
    object: 'mailMessage',
    timestamp: v1Time(each.message_time),
    data: mailAnswer(each, tables),
  }));
  return [...activities, ...notes, ...mails];
}

export function mailsOf(kind: 'person' | 'org' | 'deal', id: number, tables: Tables): Mail[] {
  return [...tables.mails.values()]
    .filter((each) => each[`${kind}_id`] === id)
    .sort((a, b) => b.message_time.localeCompare(a.message_time));
}

/** A planned activity stands where it is due. */
function when(activity: Activity): string {
  return activity.due_date === null ? v1Time(activity.add_time) : `${activity.due_date} ${activity.due_time ?? '00:00:00'}`;
}
