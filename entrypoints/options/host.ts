import type { Connectable, OptionsHost } from '../../components/connections/connectable.ts';
import { send } from '../../lib/messages/client.ts';
import { toStoredError } from '../../lib/model/errors.ts';
import type { MappableObject } from '../../lib/model/mapping.ts';
import { requestAccess } from '../../lib/platform/permissions.ts';
import { openShortcuts, openTab, version } from '../../lib/platform/runtime.ts';
import { redirectUrl } from '../../lib/platform/sign-in.ts';
import type { System } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';

/** A system as the connect form needs it: pure, so the permission prompt can come in the click itself. */
function connectable(system: System): Connectable {
  return {
    id: system.id,
    name: system.name,
    mark: system.mark ?? system.name.slice(0, 2),
    methods: system.auth,
    capabilities: [...system.capabilities],
    hosts(methodId, values) {
      try {
        const method = system.auth.find((each) => each.id === methodId);
        const { pages, api } = system.hosts(method?.toConnection(values) ?? {});
        return { hosts: [...new Set([...pages, ...api])], cookies: method?.cookie !== undefined };
      } catch (cause) {
        return { error: toStoredError(cause) };
      }
    },
  };
}

/** What the options page asks for, by messages and the browser. */
export const host: OptionsHost = {
  systems: Object.values(systems).flatMap((system) => (system ? [connectable(system)] : [])),
  accessOf({ system, access, signIn }) {
    const method = systems[system]?.auth.find((each) => each.id === signIn?.method);
    return { hosts: access ?? [], cookies: method?.cookie !== undefined };
  },
  requestAccess: ({ hosts, cookies }) => requestAccess(hosts, cookies ? ['cookies'] : []),
  redirectUrl,
  verify: (form) => send('connection.verify', form),
  save: (form) => send('connection.save', form),
  test: (id) => send('connection.test', { id }),
  change: (id, changes) => send('connection.change', { id, changes }),
  remove: (id) => send('connection.remove', { id }),
  pause: (connectionId) => send('sync.pause', { connectionId }),
  resume: (connectionId) => send('sync.start', { connectionId }),
  chooseSync: (connectionId, choice) => send('sync.settings', { connectionId, choice }),
  objectsOf: (id) => Object.keys(systems[id]?.mappable ?? {}) as MappableObject[],
  readFields: (connectionId, object) => send('mapping.read', { connectionId, object }),
  saveFields: (connectionId, object, choice) => send('mapping.save', { connectionId, object, choice }),
  saveHook: (form) => send('hook.save', form),
  removeHook: (id) => send('hook.remove', { id }),
  sealSignIns: (passphrase) => send('settings.seal', { passphrase }).then(({ part }) => part),
  openSignIns: (part, passphrase) => send('settings.open', { part, passphrase }).then(({ changes }) => changes),
  importSettings: (file, passphrase) => send('settings.import', { file, ...(passphrase !== undefined && { passphrase }) }),
  changeSettings: (changes) => send('settings.changed', { changes }),
  setPassphrase: (passphrase, current) => send('lock.set', { passphrase, ...(current !== undefined && { current }) }),
  dropPassphrase: (current) => send('lock.drop', { current }),
  lockNow: () => send('lock.now', {}),
  wipe: () => send('store.wipe', {}),
  version: version(),
  openShortcuts: () => void openShortcuts(),
  panel: {
    makeFresh: () => Promise.resolve({}),
    rule: () => Promise.resolve({}),
    askMore: () => Promise.resolve({}),
    search: (query, limit) => send('search.query', { query, limit }).then(({ found }) => found),
    wake: () => void send('action.wake', {}).catch(() => undefined),
    forget: () => Promise.resolve({}),
    showAgain: () => Promise.resolve({}),
    changeSettings: (changes) => send('settings.changed', { changes }),
    lockNow: () => send('lock.now', {}),
    changeConnection: (id, changes) => send('connection.change', { id, changes }),
    createScoreField: () => Promise.resolve({ error: { kind: 'invalid', code: 'unsupported' } }),
    openTab: (url) => void openTab(url),
    openOptions: (place) => {
      location.hash = place ?? '';
    },
  },
};
