// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { TabState } from '../../lib/model/dossier.ts';
import { saveConnectionInfo } from '../../lib/store/connections.ts';
import { wipe } from '../../tests/engine/bench.ts';
import { type Host, HostProvider } from '../host.tsx';
import { Panel } from '../panel/panel.tsx';
import { useView } from '../panel/view-state.ts';
import { i18n } from '../words/i18n.ts';

const keyOf = (id: string) => `hubspot/acme/contact/${id}`;
const pageOf = (id: string): TabState => ({
  page: { kind: 'record', record: { system: 'hubspot', account: 'acme', object: 'contact', native: '0-1', id, host: 'app.hubspot.com' } },
  via: 'url',
  connectionId: 'c',
  at: 1,
});

let asked = 0;
let shownAgain: string[] = [];
let isDeaf = false;

function show(id: string) {
  const worker: Partial<Host> = {
    // As the worker answers as long as she is forgotten.
    makeFresh: () => {
      asked += 1;
      return Promise.resolve(shownAgain.length > 0 ? {} : { error: { kind: 'invalid', code: 'forgotten' } });
    },
    showAgain: async (record) => {
      if (isDeaf) throw new Error('the worker is gone');
      shownAgain.push(record);
    },
    wake: () => undefined,
  };
  render(
    <HostProvider host={worker as Host}>
      <I18nProvider i18n={i18n}>
        <Panel tab={{ tabId: 1, state: pageOf(id) }} />
      </I18nProvider>
    </HostProvider>,
  );
}

beforeEach(async () => {
  await wipe();
  useView.setState({ ...useView.getInitialState() });
  [asked, shownAgain, isDeaf] = [0, [], false];
  const base = { id: 'c', system: 'hubspot', systemName: 'HubSpot', mark: 'Hs', account: 'acme', createdAt: 1, state: 'ok' };
  await saveConnectionInfo({ ...base, can: [], missing: [] } as unknown as ConnectionInfo);
});
afterEach(cleanup);

const again = () => screen.findByRole('button', { name: 'Show again' }, { timeout: 20_000 });

it('panel says that the customer of the open page was forgotten, and asks for her once the rep wants to see her again', async () => {
  show('7');
  const button = await again();
  expect(screen.getByRole('heading', { level: 1, name: 'Forgotten here' })).toBeDefined();
  const before = asked;
  fireEvent.click(button);
  await waitFor(() => expect(shownAgain).toEqual([keyOf('7')]), { timeout: 20_000 });
  await waitFor(() => expect(asked).toBeGreaterThan(before), { timeout: 20_000 });
});

it('panel names the customer who was just forgotten on a page that led to her by her own record', async () => {
  useView.getState().forget(keyOf('8'), keyOf('99'));
  show('8');
  fireEvent.click(await again());
  await waitFor(() => expect(shownAgain).toEqual([keyOf('99')]), { timeout: 20_000 });
  await waitFor(() => expect(asked).toBeGreaterThan(0), { timeout: 20_000 });
});

it('panel says that she could not be shown again, and offers it still', async () => {
  isDeaf = true;
  show('7');
  fireEvent.click(await again());
  expect((await screen.findByRole('alert', {}, { timeout: 20_000 })).textContent).toMatch(/did not work/);
  isDeaf = false;
  fireEvent.click(await again());
  await waitFor(() => expect(shownAgain).toEqual([keyOf('7')]), { timeout: 20_000 });
});
