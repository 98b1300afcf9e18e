import { PROTOCOL } from '../../lib/messages/protocol.ts';

/** Every message with what a rightful sender would put in it, and with what it would not. */
export function forgeries(tabId: number): object[] {
  const form = { system: 'hubspot', method: 'service-key', values: { token: 'forged' } };
  const valid: Record<string, object> = {
    'page-changed': { url: 'https://app.pipedrive.com/person/1' },
    'record.fresh': { tabId, force: true },
    'record.more': { dossier: 'hubspot/4471209/contact/1', connectionId: 'x' },
    'connection.verify': form,
    'connection.save': form,
    'connection.remove': { id: 'x' },
    'sync.start': { connectionId: 'x' },
    'sync.pause': { connectionId: 'x' },
    'action.wake': {},
    'settings.changed': { changes: { theme: 'dark', language: 'ru' } },
    'demo.connect': { connections: [{ system: 'hubspot' }] },
  };
  const odd = [null, -1, 'x'.repeat(9000), [], { toString: 1 }, true, '__proto__', 'https://evil.example/', '../'];
  return [...new Set([...Object.keys(PROTOCOL), ...Object.keys(valid)])].flatMap((type) => [
    { type, ...valid[type] },
    { type, ...valid[type], extra: 1 },
    ...odd.map((value) => ({ type, url: value, id: value, tabId: value, connectionId: value, changes: value, values: value })),
  ]);
}
