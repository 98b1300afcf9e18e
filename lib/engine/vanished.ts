import { outboxDb, settingsDb } from '../store/databases.ts';
import { waitingCount } from '../store/retention.ts';
import { saveSettings } from '../store/settings.ts';

/** What was noted outside the databases: that there was something, and how much of it waited. */
export interface Marks {
  read(): Promise<{ waiting: number } | undefined>;
  set(mark: { waiting: number } | undefined): Promise<void>;
}

/**
 * At the worker's start: has the browser deleted what was here? Then the rep is told, with how many entries went with it, and everything
 * begins anew. Answers whether that was so.
 */
export async function noticeVanished(marks: Marks): Promise<boolean> {
  const mark = await marks.read();
  if (!mark) return false;
  const [keys, actions] = await Promise.all([settingsDb.keys.count(), outboxDb.actions.count()]);
  if (keys > 0 && (mark.waiting === 0 || actions > 0)) return false;
  await saveSettings({ lost: { waiting: mark.waiting } });
  await marks.set(undefined);
  return true;
}

/** Notes how much waits now; nothing is noted before there is anything to lose. */
export async function noteKept(marks: Marks): Promise<void> {
  if ((await settingsDb.keys.count()) === 0) return;
  const [mark, waiting] = await Promise.all([marks.read(), waitingCount()]);
  if (mark?.waiting !== waiting) await marks.set({ waiting });
}
