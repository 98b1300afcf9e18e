// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cacheDb, outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { drafts } from '../../lib/store/drafts.ts';
import { type Host, HostProvider } from '../host.tsx';
import { Panel } from '../panel/panel.tsx';
import { useView } from '../panel/view-state.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { sampleOf } from './customers.ts';

const asked: string[] = [];
const note = (what: string) => () => {
  asked.push(what);
  return Promise.resolve({});
};
const host = {
  makeFresh: note('fresh'),
  rule: note('rule'),
  askMore: note('more'),
  search: () => Promise.resolve([]),
  forget: note('forget'),
  wake: () => void asked.push('wake'),
  changeSettings: note('settings'),
  changeConnection: note('connection'),
  openTab: () => undefined,
  openOptions: () => undefined,
} as unknown as Host;

const page = () => (
  <HostProvider host={host}>
    <I18nProvider i18n={i18n}>
      <Panel tab={{ tabId: 1, state: { page: { kind: 'crm', system: 'hubspot' }, via: 'url', at: 0 } }} />
    </I18nProvider>
  </HostProvider>
);

beforeAll(async () => {
  await needWords('later');
  await Promise.all([
    import('./sample-view.tsx'),
    import('../panel/first-run.tsx'),
    import('../actions/note-composer.tsx'),
    import('../actions/receipt-bar.tsx'),
  ]);
}, 60_000);
beforeEach(async () => {
  asked.length = 0;
  localStorage.clear();
  useView.setState({ ...useView.getInitialState(), isSample: false });
  for (const db of [cacheDb, outboxDb, settingsDb]) for (const table of db.tables) await table.clear();
});
afterEach(cleanup);

describe('sample data', () => {
  it('forgets a made-up customer without asking the worker, and goes with the last one', async () => {
    useView.setState({ isSample: true });
    render(page());
    for (const { key, parts } of sampleOf(Date.now()).customers) {
      await screen.findByRole('heading', { level: 1, name: parts[0]?.records[0]?.record.name ?? '' });
      act(() => useView.getState().openComposer(key, 'forget'));
      fireEvent.click(await screen.findByRole('button', { name: 'Forget' }));
    }
    expect(await screen.findByRole('button', { name: 'Try with sample data' })).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('shows made-up customers, sends and stores nothing of them, and goes with one click', async () => {
    render(page());
    fireEvent.click(await screen.findByRole('button', { name: 'Try with sample data' }));
    await screen.findByText('Sample data.');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Ana Pérez');
    expect(localStorage.getItem('sidelight-sample')).toBe('1');

    fireEvent.click(screen.getByRole('button', { name: /^Note/ }));
    const field = await screen.findByRole('textbox');
    fireEvent.change(field, { target: { value: 'Only to see how it feels' } });
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    await screen.findAllByText('Sample data: nothing was sent.');
    expect(await outboxDb.actions.count()).toBe(0);
    expect(await outboxDb.deliveries.count()).toBe(0);

    fireEvent.click(screen.getByRole('button', { name: /^Note/ }));
    fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'A draft' } });
    fireEvent.blur(screen.getByRole('textbox'));
    await waitFor(async () => expect(await drafts()).toHaveLength(1));

    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Remove sample data' })));
    await screen.findByRole('button', { name: 'Try with sample data' });
    expect(screen.queryAllByText('Ana Pérez')).toEqual([]);
    expect(localStorage.getItem('sidelight-sample')).toBeNull();
    await waitFor(async () => expect(await drafts()).toEqual([]));
    for (const table of cacheDb.tables) expect(await table.count(), table.name).toBe(0);
    expect(asked).toEqual([]);
  });
});
