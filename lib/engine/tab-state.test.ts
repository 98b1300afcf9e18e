import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock, testEngine, wipe } from '../../tests/engine/bench.ts';
import type { ConnectionInfo } from '../model/connection.ts';
import type { TabState } from '../model/dossier.ts';
import { saveConnectionInfo } from '../store/connections.ts';
import { saveSettings } from '../store/settings.ts';
import { connectionsChanged, handlersOf, showPage, type TabStates, tabLoaded, tabMoved } from './handlers.ts';
import { tabStateOf } from './tab-state.ts';

function connection(id: string, system: string, account: string, host?: string): ConnectionInfo {
  return {
    id,
    system,
    systemName: system,
    mark: 'X',
    account,
    userId: '1',
    userName: 'Rep',
    can: [],
    missing: [],
    createdAt: 1,
    state: 'ok',
    ...(host !== undefined && { host }),
  };
}

const RECORD = 'https://app.hubspot.com/contacts/44/record/0-1/7';
const LIST = 'https://app.hubspot.com/contacts/44/objects/0-1/views/all/list';
const hubspot = connection('h', 'hubspot', '44');
const stateOf = (url: string, known: ConnectionInfo[], previewUrl?: string) =>
  tabStateOf({ url, previewUrl }, known, (id) => id.toUpperCase(), 1);

describe('tabStateOf', () => {
  it('gives a record to the connection of its account', () => {
    expect(stateOf(RECORD, [hubspot])).toMatchObject({ connectionId: 'h', via: 'url', page: { kind: 'record', record: { id: '7' } } });
  });

  it.each([
    ['another portal', RECORD, [connection('h', 'hubspot', '45')], { system: 'hubspot', account: '44' }],
    [
      'a sandbox org',
      'https://acme--uat.sandbox.lightning.force.com/lightning/r/Contact/003000000000001AAA/view',
      [connection('s', 'salesforce', 'acme')],
      { account: 'acme--uat' },
    ],
    [
      'another amoCRM domain',
      'https://acme.kommo.com/contacts/detail/5',
      [connection('a', 'amocrm', 'acme', 'acme.amocrm.ru')],
      { account: 'acme', host: 'acme.kommo.com' },
    ],
    ['another Pipedrive company', 'https://other.pipedrive.com/person/5', [connection('p', 'pipedrive', 'acme')], { account: 'other' }],
    ['nothing connected', RECORD, [], { systemName: 'HUBSPOT' }],
  ])('belongs to nobody when it is of %s', (_name, url, known, unconnected) => {
    const state = stateOf(url, known);
    expect(state).toMatchObject({ unconnected });
    expect(state).not.toHaveProperty('connectionId');
  });

  it('takes the only connection when the address tells no account, and none of two', () => {
    const url = 'https://app.pipedrive.com/person/5';
    expect(stateOf(url, [connection('p', 'pipedrive', 'acme')])?.connectionId).toBe('p');
    expect(stateOf(url, [connection('p', 'pipedrive', 'acme'), connection('q', 'pipedrive', 'other')])?.unconnected).toBeDefined();
  });

  it('follows a preview of the same account and no other', () => {
    expect(stateOf(LIST, [hubspot], RECORD)).toMatchObject({ via: 'preview', page: { record: { id: '7' } } });
    const wrong = [
      'https://app.hubspot.com/contacts/45/record/0-1/7',
      'https://evil.test/contacts/44/record/0-1/7',
      'https://acme.pipedrive.com/person/5',
      'x',
      '',
    ];
    for (const url of wrong) expect(stateOf(LIST, [hubspot], url), url).toMatchObject({ via: 'url', page: { kind: 'crm' } });
  });

  it('changes nothing for auxiliary windows and foreign pages', () => {
    for (const url of ['https://app.hubspot.com/calling/44', 'https://example.com/', 'about:blank', ''])
      expect(stateOf(url, [hubspot]), url).toBeUndefined();
  });
});

/** Where a browser keeps the states of tabs; `writes` counts changes, as each makes the panel draw. */
function memoryTabs(): TabStates & { writes: number } {
  const states = new Map<number, TabState>();
  return {
    writes: 0,
    get: async (tabId) => states.get(tabId),
    async set(tabId, state) {
      this.writes++;
      states.set(tabId, state);
    },
    drop: async (tabId) => void states.delete(tabId),
    all: async () => [...states].map(([tabId, state]) => ({ tabId, state })),
  };
}

describe('tabs', () => {
  const engine = testEngine({ fetch: () => Promise.reject(new TypeError('offline')) }, new TestClock());
  let tabs: ReturnType<typeof memoryTabs>;
  beforeEach(async () => {
    await wipe();
    await saveConnectionInfo(hubspot);
    tabs = memoryTabs();
  });

  it('write nothing when the same record is reported again', async () => {
    await showPage(engine, tabs, 1, { url: RECORD });
    await showPage(engine, tabs, 1, { url: `${RECORD}/view/1?x=2#y` });
    expect(tabs.writes).toBe(1);
  });

  it('keep the record when an auxiliary page speaks', async () => {
    await showPage(engine, tabs, 1, { url: RECORD });
    await showPage(engine, tabs, 1, { url: 'https://app.hubspot.com/calling/44' });
    await tabLoaded(tabs, 1, RECORD);
    await tabLoaded(tabs, 1, 'https://app.hubspot.com/calling/44');
    expect((await tabs.get(1))?.page.kind).toBe('record');
  });

  it('forget the record when the tab has gone elsewhere', async () => {
    for (const address of [undefined, 'https://example.com/']) {
      await showPage(engine, tabs, 1, { url: RECORD });
      await tabLoaded(tabs, 1, address);
      expect(await tabs.get(1)).toBeUndefined();
    }
  });

  it('follow the address that the browser tells', async () => {
    await tabMoved(engine, tabs, 1, RECORD);
    expect(await tabs.get(1)).toMatchObject({ via: 'url', connectionId: 'h' });
    await tabMoved(engine, tabs, 1, LIST);
    expect(await tabs.get(1)).toMatchObject({ via: 'url', page: { kind: 'crm' } });
  });

  it('leave an open preview to its page script, and follow when the tab goes to another site', async () => {
    await showPage(engine, tabs, 1, { url: LIST, previewUrl: RECORD });
    await tabMoved(engine, tabs, 1, `${LIST}?page=2`);
    expect(await tabs.get(1)).toMatchObject({ via: 'preview' });
    await tabMoved(engine, tabs, 1, 'https://acme.pipedrive.com/person/5');
    expect(await tabs.get(1)).toMatchObject({ via: 'url', page: { record: { system: 'pipedrive' } } });
  });

  it('end with the last of many reports when an earlier one is slow', async () => {
    let slow = true;
    const get = tabs.get.bind(tabs);
    tabs.get = async (tabId) => {
      // The first question waits for three more turns of the event loop than the others.
      if (slow) {
        slow = false;
        for (let turn = 0; turn < 3; turn++) await new Promise((done) => setImmediate(done));
      }
      return get(tabId);
    };
    await Promise.all([
      tabMoved(engine, tabs, 1, RECORD),
      tabMoved(engine, tabs, 1, LIST),
      showPage(engine, tabs, 1, { url: `${RECORD}8` }),
    ]);
    expect(await tabs.get(1)).toMatchObject({ page: { record: { id: '78' } } });
    expect(engine.memory.tabTurns.size).toBe(0);
  });

  it('follow no preview when the rep does not want it', async () => {
    await saveSettings({ followPreviews: false });
    await showPage(engine, tabs, 1, { url: LIST, previewUrl: RECORD });
    expect(await tabs.get(1)).toMatchObject({ via: 'url', page: { kind: 'crm' } });
  });

  it('find their connection when it is made while they are open', async () => {
    await showPage(engine, tabs, 1, { url: 'https://acme.pipedrive.com/person/5' });
    expect((await tabs.get(1))?.unconnected).toBeDefined();
    await saveConnectionInfo(connection('p', 'pipedrive', 'acme'));
    await connectionsChanged(engine, tabs);
    expect(await tabs.get(1)).toMatchObject({ connectionId: 'p' });
    expect((await tabs.get(1))?.unconnected).toBeUndefined();
  });

  it('are not looked up when their account is not connected', async () => {
    const handlers = handlersOf(engine, tabs, { drain: () => undefined });
    await handlers['page-changed']({ url: 'https://app.hubspot.com/contacts/45/record/0-1/7' }, { tabId: 1, host: 'app.hubspot.com' });
    expect(await handlers['record.fresh']({ tabId: 1 }, {})).toEqual({});
    expect(await handlers['record.fresh']({ tabId: 99 }, {})).toEqual({});
  });
});
