import type { DueTask } from '../model/dossier.ts';
import { keptTask } from '../model/never-store.ts';
import { recordKey } from '../model/records.ts';
import { cacheDb } from './databases.ts';
import { whatIsKept } from './kept.ts';
import { dataKey } from './keys.ts';
import { withRoom } from './room.ts';
import type { TaskRow } from './rows.ts';
import { seal } from './seal.ts';

/** Replaces the open tasks one connection knows for one customer. Tasks without a due date are not kept, nor those of somebody forgotten. */
export async function saveTasks(dossier: string, connectionId: string, tasks: readonly DueTask[]): Promise<void> {
  const key = await dataKey();
  const rows: TaskRow[] = [];
  const { never, forgotten } = await whatIsKept();
  if ((await forgotten.first([dossier])) !== undefined) return;
  for (const { task, customerName } of tasks.map((each) => keptTask(never, each))) {
    if (task.dueAt === undefined) continue;
    const id = recordKey(task.ref);
    const sealed = await seal(key, { table: 'tasks', id }, { task, customerName });
    rows.push({ key: id, connectionId, dossier, dueAt: task.dueAt, sealed });
  }
  await withRoom(() =>
    cacheDb.transaction('rw', cacheDb.tasks, async () => {
      await cacheDb.tasks
        .where('dossier')
        .equals(dossier)
        .filter((row) => row.connectionId === connectionId)
        .delete();
      await cacheDb.tasks.bulkPut(rows);
    }),
  );
}
