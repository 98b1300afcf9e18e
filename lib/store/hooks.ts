import type { HookInfo } from '../model/hook.ts';
import { settingsDb } from './databases.ts';
import { dataKey } from './keys.ts';
import { existingDataKey } from './known-keys.ts';
import { openIfIntact, seal } from './seal.ts';

/** All workflows, in the order they were set up; never their addresses. */
export async function hooks(): Promise<HookInfo[]> {
  const [key, rows] = await Promise.all([existingDataKey(), settingsDb.hooks.toArray()]);
  if (!key) return [];
  const ordered = rows.sort((a, b) => a.createdAt - b.createdAt);
  const opened = await Promise.all(ordered.map((row) => openIfIntact<HookInfo>(key, { table: 'hooks', id: row.id }, row.sealed)));
  return opened.filter((hook) => hook !== undefined);
}

/** Stores what pages may know of a workflow; the worker alone calls this. */
export async function saveHookInfo(hook: HookInfo): Promise<void> {
  const { id, createdAt } = hook;
  await settingsDb.hooks.put({ id, createdAt, sealed: await seal(await dataKey(), { table: 'hooks', id }, hook) });
}

/** Forgets the public side of a workflow. */
export async function dropHookInfo(id: string): Promise<void> {
  await settingsDb.hooks.delete(id);
}
