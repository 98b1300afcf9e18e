import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import { sandboxed } from '../../tests/engine/sandboxed.ts';
import { dossier } from '../store/reading.ts';
import { handlersOf, type TabStates } from './handlers.ts';
import { lookUp } from './look-up.ts';
import { againIn } from './waits.ts';

const here = sandboxed();

/** A look-up from HubSpot while Pipedrive wants to be left alone for so many seconds, until `busy.seconds` is 0. */
async function waiting(seconds: number) {
  const busy = { seconds: 0 };
  const asked: string[] = [];
  const { engine, ids } = await here.connected(['hubspot', 'pipedrive'], {
    async fetch(request) {
      asked.push(new URL(request.url).host);
      if (busy.seconds === 0 || !/pipedrive/.test(request.url)) return here.sandbox.fetch(request);
      return new Response('{"success":false}', { status: 429, headers: { 'retry-after': String(busy.seconds) } });
    },
  });
  const both = here.sandbox
    .people()
    .find(({ records }) => ['hubspot', 'pipedrive'].every((each) => records.some(({ system }) => system === each)));
  const ref = both?.records.find(({ system }) => system === 'hubspot') ?? expect.fail('nobody is in both');
  const look = async () => {
    asked.length = 0;
    const found = await lookUp(engine, { open: { ref, connectionId: ids.hubspot ?? '' } });
    const part = (await dossier(found.dossier ?? ''))?.parts.find(({ connectionId }) => connectionId === ids.pipedrive);
    return { state: part?.state, asked: [...asked], againInMs: await againIn(engine, found) };
  };
  busy.seconds = seconds;
  return { busy, look };
}

describe('a wait that a system has named', () => {
  it('is told with the answer, and what was asked a moment ago is asked again once it is over, not before', async () => {
    const { busy, look } = await waiting(20);
    const first = await look();
    expect(first.state).toBe('failed');
    expect(first.againInMs).toBe(20_000);
    busy.seconds = 0;
    here.clock.at += 19_000;
    expect(await look()).toEqual({ state: 'failed', asked: [], againInMs: 1_000 });
    here.clock.at += 1_000;
    const again = await look();
    expect(again.state).toBe('answered');
    expect(again.againInMs).toBeUndefined();
    expect(again.asked.some((host) => /pipedrive/.test(host))).toBe(true);
  });

  it('is ended by nobody’s use of the panel', async () => {
    const { engine } = await here.connected(['hubspot']);
    let used = 0;
    const none = { get: async () => undefined } as unknown as TabStates;
    const handlers = handlersOf(engine, none, { drain: () => undefined, used: () => used++ });
    const sender = {} as Parameters<(typeof handlers)['record.fresh']>[1];
    await handlers['record.fresh']({ tabId: 1, again: true }, sender);
    expect(used).toBe(0);
    await handlers['record.fresh']({ tabId: 1 }, sender);
    expect(used).toBe(1);
  });

  it('begins anew when the system names another, and is nothing to sit through when it is longer than an hour', async () => {
    const { busy, look } = await waiting(20);
    await look();
    busy.seconds = 4_000;
    here.clock.at += 20_000;
    const again = await look();
    expect(again.state).toBe('failed');
    expect(again.asked.some((host) => /pipedrive/.test(host))).toBe(true);
    expect(again.againInMs).toBeUndefined();
  });
});
