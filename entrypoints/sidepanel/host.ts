import type { Host } from '../../components/host.tsx';
import { send } from '../../lib/messages/client.ts';
import { openOptions, openTab } from '../../lib/platform/runtime.ts';

/** What the panel's components ask for, by messages and the browser. */
export const host: Host = {
  makeFresh: ({ tabId, person, force, again }) =>
    send('record.fresh', { tabId, ...(person && { person }), ...(force && { force }), ...(again && { again }) }),
  rule: (request) => send('ruling.set', request),
  askMore: (request) => send('record.more', request),
  search: (query, limit) => send('search.query', { query, limit }).then(({ found }) => found),
  wake: () => void send('action.wake', {}).catch(() => undefined),
  forget: (request) => send('person.forget', request),
  showAgain: (record) => send('person.show', { record }),
  changeSettings: (changes) => send('settings.changed', { changes }),
  lockNow: () => send('lock.now', {}),
  changeConnection: (id, changes) => send('connection.change', { id, changes }),
  createScoreField: (request) => send('field.create', request),
  openTab: (url) => void openTab(url),
  openOptions: (place) => void (place === undefined ? openOptions() : openTab(new URL(`/options.html#${place}`, location.origin).href)),
};
