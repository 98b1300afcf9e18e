import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { panelShows, until } from '../../scripts/browsers/session.ts';
import { recordPage } from '../../scripts/demo/connect.ts';
import { inExtension } from './inside.ts';
import { connectStore, hostsOf, startWorld, type World } from './worlds.ts';

describe('host access in the store build', () => {
  let world: World;
  let own: Page;

  beforeAll(async () => {
    world = await startWorld('chromium', { mode: 'store', grant: ['https://*/*'] });
    own = await world.session.openOwn('options.html');
  });
  afterAll(() => world?.close());

  const granted = async () => (await inExtension<{ origins: string[] }>(own, 'chrome.permissions.getAll()')).origins.sort();
  const scripts = () => inExtension<{ id: string; matches: string[] }[]>(own, 'chrome.scripting.getRegisteredContentScripts()');

  /** A registration is replaced, not changed: for a moment there is none. */
  const onlyHubspotWatched = () =>
    until(
      'one page detector',
      async () => JSON.stringify((await scripts()).map(({ matches }) => matches)) === '[["https://app.hubspot.com/*"]]',
    );

  test('nothing may be reached before a system is connected', async () => {
    expect(await granted()).toEqual([]);
    expect(await scripts()).toEqual([]);
  });

  test('connecting adds exactly that system’s hosts and its page detector, removing takes both away', async () => {
    await connectStore(own, world.sandbox, ['hubspot']);
    expect(await granted()).toEqual(hostsOf(world.sandbox, 'hubspot').sort());
    await onlyHubspotWatched();
    await connectStore(own, world.sandbox, ['pipedrive']);
    expect(await granted()).toEqual([...hostsOf(world.sandbox, 'hubspot'), ...hostsOf(world.sandbox, 'pipedrive')].sort());

    const pipedrive = await until('its page detector', async () =>
      (await scripts()).find(({ matches }) => matches.some((each) => each.includes('pipedrive'))),
    );
    const id = pipedrive.id.replace(/^page-/, '');
    await inExtension(own, `chrome.runtime.sendMessage({ type: 'connection.remove', id: '${id}' })`);
    expect(await granted()).toEqual(hostsOf(world.sandbox, 'hubspot').sort());
    await onlyHubspotWatched();
    const before = world.sandbox.requests().filter(({ system }) => system === 'pipedrive').length;
    const page = await world.session.open(recordPage(world.sandbox, 'ana-perez', 'hubspot'));
    const panel = await world.session.openPanel(page);
    await panelShows(panel, 'Fleet tyres Q1');
    expect(world.sandbox.requests().filter(({ system }) => system === 'pipedrive')).toHaveLength(before);
  });
});
