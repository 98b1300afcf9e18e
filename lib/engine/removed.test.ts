import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { sandboxed } from '../../tests/engine/sandboxed.ts';
import { cacheDb } from '../store/databases.ts';
import { healthOf, saveHealth } from '../store/health.ts';
import { connect, removeConnection } from './connect.ts';
import { refreshDictionaries } from './dictionary.ts';
import { lookUp } from './look-up.ts';

const here = sandboxed();

/** An engine connected to two systems; the next request to Pipedrive can be held up by something. */
async function held() {
  let before: (() => Promise<void>) | undefined;
  const connected = await here.connected(['hubspot', 'pipedrive'], {
    async fetch(request) {
      const first = before;
      if (first && /pipedrive/.test(request.url)) {
        before = undefined;
        await first();
      }
      return here.sandbox.fetch(request);
    },
  });
  const beforeNext = (run: () => Promise<void>) => {
    before = run;
  };
  return { ...connected, pipedrive: connected.ids.pipedrive ?? '', beforeNext };
}

/** Rows of a connection in the cache, by table. */
async function rowsOf(connectionId: string): Promise<Record<string, number>> {
  const { parts, tasks, dictionaries, health, chunks, cursors } = cacheDb;
  const counted = [parts, tasks, dictionaries, health, chunks, cursors].map(async (table) => {
    const rows = (await table.toArray()).filter((row) => row.connectionId === connectionId);
    return [table.name, rows.length] as const;
  });
  return Object.fromEntries((await Promise.all(counted)).filter(([, count]) => count > 0));
}

describe('a connection that is removed while it is asked', () => {
  it('leaves nothing of what it then tells of a customer', async () => {
    const { engine, ids, pipedrive, beforeNext } = await held();
    const both = here.sandbox
      .people()
      .filter(({ records }) => ['hubspot', 'pipedrive'].every((each) => records.some(({ system }) => system === each)));
    for (const { records } of both) {
      const ref = records.find(({ system }) => system === 'hubspot') ?? expect.fail();
      const open = { ref, connectionId: ids.hubspot ?? '' };
      here.clock.at += 60_000;
      await lookUp(engine, { open });
      if (!(await rowsOf(pipedrive)).tasks) continue;
      for (const table of cacheDb.tables) await table.clear();
      beforeNext(() => removeConnection(engine, pipedrive));
      await lookUp(engine, { open });
      expect(await rowsOf(pipedrive)).toEqual({});
      return;
    }
    expect.fail('nobody in both has a task in Pipedrive');
  });

  it('leaves no names of its owners', async () => {
    const { engine, pipedrive, beforeNext } = await held();
    await refreshDictionaries(engine);
    expect(await rowsOf(pipedrive)).toMatchObject({ dictionaries: 1 });
    here.clock.at += 86_400_000;
    beforeNext(() => removeConnection(engine, pipedrive));
    await refreshDictionaries(engine);
    expect(await rowsOf(pipedrive)).toEqual({});
  });
});

it('new credentials are not kept waiting by the clocks of the old ones', async () => {
  const { engine, id } = await here.connected(['hubspot']);
  await saveHealth(id, { notBefore: here.clock.at + 3_600_000, because: 'blocked', limited: 3, breaker: { any: 1 } });
  const { id: _id, ...draft } = here.sandbox.connection('hubspot');
  expect((await connect(engine, draft)).id).toBe(id);
  expect(Object.keys(await healthOf(id)).filter((name) => /notBefore|because|limited|breaker/.test(name))).toEqual([]);
});
