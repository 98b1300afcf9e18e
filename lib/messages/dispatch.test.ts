import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SystemError } from '../model/errors.ts';
import { accept, dispatcher, type Handlers, type Reply } from './dispatch.ts';
import { type MessageName, PROTOCOL } from './protocol.ts';
import type { Sender } from './sender.ts';

const ORIGIN = 'chrome-extension://abcdefghijklmnopabcdefghijklmnop';
const self = { id: 'abcdefghijklmnopabcdefghijklmnop', origin: ORIGIN };
const URL_OPEN = 'https://app.hubspot.com/contacts/44/record/0-1/7';
const content: Sender = { id: self.id, url: URL_OPEN, origin: 'https://app.hubspot.com', frameId: 0, tab: { id: 7 } };
const panel: Sender = { id: self.id, url: `${ORIGIN}/sidepanel.html`, origin: ORIGIN };
const options: Sender = { id: self.id, url: `${ORIGIN}/options.html`, origin: ORIGIN, frameId: 0, tab: { id: 3 } };
const NAMES = Object.keys(PROTOCOL) as MessageName[];
const SEED = process.env.SEED === undefined ? undefined : Number(process.env.SEED);

const REF = { system: 'hubspot', account: '44', object: 'contact', native: '0-1', id: '7' };

const VALID: Record<MessageName, object> = {
  'page-changed': { url: URL_OPEN },
  'record.fresh': { tabId: 7 },
  'record.more': { dossier: 'k', connectionId: 'c' },
  'search.query': { query: 'ana', limit: 8 },
  'ruling.set': { a: REF, b: { ...REF, id: '8' }, same: true },
  'connection.verify': { system: 'hubspot', method: 'token', values: { token: 'x' } },
  'connection.save': { system: 'hubspot', method: 'token', values: { token: 'x' } },
  'connection.test': { id: 'c' },
  'connection.change': { id: 'c', changes: { label: 'EU', tag: 'teal', writes: 'never' } },
  'connection.remove': { id: 'c' },
  'sync.start': { connectionId: 'c' },
  'sync.pause': { connectionId: 'c' },
  'sync.settings': { connectionId: 'c', choice: { scope: 'own', isPaused: false, pace: { deal: 'live' }, sharePct: 40 } },
  'action.wake': {},
  'mapping.read': { connectionId: 'c', object: 'contact' },
  'mapping.save': {
    connectionId: 'c',
    object: 'contact',
    choice: { fields: { title: { key: 'k', label: 'K', type: 'text' } }, pins: [], skipped: [] },
  },
  'field.create': { connectionId: 'c', object: 'contact' },
  'settings.import': { file: { format: 'sidelight-settings', version: 1, settings: { theme: 'dark' }, rulings: [] } },
  'settings.seal': { passphrase: 'correct horse' },
  'settings.open': { part: { salt: '00'.repeat(16), rounds: 600_000, key: 'ab', data: 'cd' }, passphrase: 'battery' },
  'hook.save': { name: 'n8n', address: 'https://example.com/hook', isPrivateMeant: false },
  'hook.remove': { id: 'h' },
  'settings.changed': { changes: { theme: 'dark', keepDays: 30, neverStore: ['phones'] } },
  'lock.set': { passphrase: 'correct horse', current: 'battery' },
  'lock.drop': { current: 'battery' },
  'lock.open': { passphrase: 'battery' },
  'lock.now': {},
  'person.forget': { dossier: 'k', waiting: false },
  'person.show': { record: 'k' },
  'store.wipe': {},
};

/** Handlers that note what was done. */
function recorder(done: string[]): Handlers {
  const entries = NAMES.map((name) => [name, async () => void done.push(name)]);
  return Object.fromEntries(entries) as unknown as Handlers;
}

function ask(message: unknown, sender: Sender, handlers: Handlers): Promise<Reply> | undefined {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  return dispatcher(() => self, handlers)(message, sender, resolve) ? promise : undefined;
}

describe('accept', () => {
  it.each(NAMES)('takes %s from exactly its senders', (name) => {
    const message = { type: name, ...VALID[name] };
    const taken = { content, panel, options };
    for (const [from, sender] of Object.entries(taken)) {
      expect(accept(message, sender, self) !== undefined, from).toBe((PROTOCOL[name].from as readonly string[]).includes(from));
    }
  });

  it.each(NAMES)('refuses %s with a member too many', (name) => {
    for (const sender of [content, panel, options]) expect(accept({ type: name, ...VALID[name], extra: 1 }, sender, self)).toBeUndefined();
  });

  it('refuses a page that speaks of another host, and names every object has', () => {
    for (const url of ['https://evil.example/', 'https://app.hubspot.com.evil.example/', 'https://app.hubspot.com:444/', 'x', '']) {
      expect(accept({ type: 'page-changed', url }, content, self), url).toBeUndefined();
    }
    for (const type of ['constructor', '__proto__', 'toString', '', 7, null]) expect(accept({ type }, panel, self)).toBeUndefined();
    for (const message of [null, undefined, 'page-changed', [], [{ type: 'action.wake' }], 1])
      expect(accept(message, panel, self)).toBeUndefined();
  });

  it('refuses values that are too long', () => {
    const url = `${URL_OPEN}?${'x'.repeat(10_000)}`;
    expect(accept({ type: 'page-changed', url }, content, self)).toBeUndefined();
    expect(accept({ type: 'connection.remove', id: 'x'.repeat(10_000) }, options, self)).toBeUndefined();
  });
});

describe('dispatcher', () => {
  it('answers with the handler’s answer, or its storable error', async () => {
    const handlers = recorder([]);
    handlers['record.fresh'] = async () => ({ dossier: 'k' });
    handlers['action.wake'] = async () => {
      throw new SystemError('auth', { code: 'x', cause: new Error('token abc') });
    };
    handlers['sync.pause'] = async () => {
      throw new Error('token abc');
    };
    expect(await ask({ type: 'record.fresh', tabId: 1 }, panel, handlers)).toEqual({ ok: { dossier: 'k' } });
    expect(await ask({ type: 'action.wake' }, panel, handlers)).toEqual({ error: { kind: 'auth', code: 'x' } });
    expect(await ask({ type: 'sync.pause', connectionId: 'c' }, panel, handlers)).toEqual({
      error: { kind: 'protocol', code: 'internal' },
    });
  });

  it('does nothing for any message a page or content script can forge, but note its own true address', () => {
    const done: string[] = [];
    const handlers = recorder(done);
    const forged = fc.oneof(
      fc.constantFrom(...NAMES).chain((name) =>
        fc.oneof(
          fc.constant({ type: name, ...VALID[name] }),
          fc.object().map((rest) => ({ ...rest, type: name })),
        ),
      ),
      fc.object(),
      fc.anything(),
    );
    const senders = fc.constantFrom<Sender>(
      content,
      { ...content, frameId: 3 },
      { ...content, id: undefined },
      { ...content, id: 'ponmlkjihgfedcbaponmlkjihgfedcba' },
      { ...content, url: `https://evil.example/${ORIGIN}/sidepanel.html`, origin: 'https://evil.example' },
      { id: 'ponmlkjihgfedcbaponmlkjihgfedcba', url: 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba/sidepanel.html' },
    );
    fc.assert(
      fc.property(forged, senders, (message, sender) => {
        ask(message, sender, handlers);
        expect(done.filter((name) => name !== 'page-changed')).toEqual([]);
        const isTrue = sender === content && URL.parse(String((message as { url?: unknown })?.url))?.host === 'app.hubspot.com';
        if (!isTrue) expect(done).toEqual([]);
        done.length = 0;
      }),
      { numRuns: 3_000, ...(SEED !== undefined && { seed: SEED }) },
    );
  });
});
