import type { Connectable, OptionsHost } from '../../components/connections/connectable.ts';
import { send } from '../../lib/messages/client.ts';
import { toStoredError } from '../../lib/model/errors.ts';
import { requestHosts } from '../../lib/platform/permissions.ts';
import type { System } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';

/** A system as the connect form needs it: pure, so the permission prompt can come in the click itself. */
function connectable(system: System): Connectable {
  return {
    id: system.id,
    name: system.name,
    mark: system.mark ?? system.name.slice(0, 2),
    methods: system.auth,
    hosts(methodId, values) {
      try {
        const method = system.auth.find((each) => each.id === methodId);
        const { pages, api } = system.hosts(method?.toConnection(values) ?? {});
        return { hosts: [...new Set([...pages, ...api])] };
      } catch (cause) {
        return { error: toStoredError(cause) };
      }
    },
  };
}

/** What the options page asks for, by messages and the browser. */
export const host: OptionsHost = {
  systems: Object.values(systems).flatMap((system) => (system ? [connectable(system)] : [])),
  hostsOf({ system, account, host: pageHost }) {
    const known = systems[system]?.hosts({ account, ...(pageHost !== undefined && { baseUrl: `https://${pageHost}` }) });
    return known ? [...new Set([...known.pages, ...known.api])] : [];
  },
  requestHosts,
  verify: (form) => send('connection.verify', form),
  save: (form) => send('connection.save', form),
  remove: (id) => send('connection.remove', { id }),
  pause: (connectionId) => send('sync.pause', { connectionId }),
  resume: (connectionId) => send('sync.start', { connectionId }),
  importSettings: (file) => send('settings.import', { file }),
  changeSettings: (changes) => send('settings.changed', { changes }),
};
