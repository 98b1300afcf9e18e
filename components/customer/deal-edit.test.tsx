// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, QueuedAction } from '../../lib/model/dossier.ts';
import type { DealRecord } from '../../lib/model/records.ts';
import { outboxDb, settingsDb } from '../../lib/store/databases.ts';
import { outbox } from '../../lib/store/reading.ts';
import { saveSettings } from '../../lib/store/settings.ts';
import { ChangeScope } from '../actions/change.tsx';
import { ReceiptBar } from '../actions/receipt-bar.tsx';
import { type Host, HostProvider } from '../host.tsx';
import { useView } from '../panel/view-state.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { DealChange } from './deal-change.tsx';

const DEAL: DealRecord = {
  kind: 'deal',
  ref: { system: 'hubspot', account: 'acme', object: 'deal', native: '0-3', id: '1' },
  name: 'Fleet tyres',
  status: 'open',
  amount: { amountMinor: 42_000_000, currency: 'MXN' },
  closeAt: new Date(2026, 11, 12).getTime(),
  stageId: 's1',
  pipelineId: 'p',
  ownerId: '9',
  links: [],
  custom: {},
};
const stage = (id: string) => ({ id, name: `Stage ${id}`, status: 'open' as const });
const DICTIONARY: Dictionary = {
  connectionId: 'hubspot',
  owners: [{ id: '1', name: 'Luis', active: true }],
  pipelines: [{ id: 'p', name: 'Fleet', stages: [stage('s1'), stage('s2'), stage('s3')] }],
  writable: { '0-3': ['amount', 'closeAt'] },
  fetchedAt: 1,
};
const CONNECTION = {
  ...{ id: 'hubspot', system: 'hubspot', systemName: 'HubSpot', mark: 'Hs', account: 'acme', userId: '1', userName: 'Luis' },
  ...{ can: ['write:stage', 'write:field', 'write:owner'], missing: [], createdAt: 1, state: 'ok' },
} as unknown as ConnectionInfo;

const page = (record: DealRecord = DEAL) => (
  <HostProvider host={{ wake: () => undefined } as Host}>
    <I18nProvider i18n={i18n}>
      <ChangeScope record="hubspot/acme/contact/1" customerName="Ana" connections={[CONNECTION]}>
        <DealChange
          held={{ record, connectionId: 'hubspot' }}
          around={{ connections: [CONNECTION], dictionaries: new Map([['hubspot', DICTIONARY]]) }}
        />
      </ChangeScope>
      <ReceiptBar actions={[]} connections={[CONNECTION]} />
    </I18nProvider>
  </HostProvider>
);

async function edit(): Promise<void> {
  fireEvent.click(screen.getByRole('button', { name: 'Edit' }));
  await screen.findByLabelText('Stage');
}
const give = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const facts = ({ action }: QueuedAction) => ('value' in action ? action.value : 'stageId' in action ? action.stageId : action.kind);
const queued = async (count: number) => {
  await waitFor(async () => expect((await outbox()).map(facts)).toHaveLength(count));
  return outbox();
};

beforeAll(async () => {
  await needWords('later');
  await Promise.all([import('./deal-edit.tsx'), import('../../lib/store/queue.ts')]);
}, 60_000);
beforeEach(async () => {
  useView.setState({ ...useView.getInitialState() });
  for (const table of [...outboxDb.tables, settingsDb.settings]) await table.clear();
});
afterEach(cleanup);

describe('editing a deal', () => {
  it('puts out everything that was changed, as one click, when several fields were', async () => {
    render(page());
    await edit();
    give('Stage', 's3');
    give('Amount, MXN', '399,000');
    give('Closes', '2026-12-24');
    give('Owner', '1');
    press('Save changes');
    const all = await queued(4);
    expect(all.map(facts).sort()).toEqual([399_000, '2026-12-24', 'owner', 's3'].sort());
    expect(new Set(all.map(({ id }) => id.split('.')[0])).size).toBe(1);
  });

  it('leaves alone what somebody else changed meanwhile', async () => {
    const view = render(page());
    await edit();
    view.rerender(page({ ...DEAL, stageId: 's2' }));
    give('Amount, MXN', '1 000,50');
    press('Save changes');
    expect((await queued(1)).map(facts)).toEqual([1000.5]);
  });

  it('saves no amount that is no number', async () => {
    render(page());
    await edit();
    give('Amount, MXN', '1e5');
    expect(screen.getByRole('alert').textContent).toContain('as a number');
    expect((screen.getByRole('button', { name: 'Save changes' }) as HTMLButtonElement).disabled).toBe(true);
  });

  it('does not say that nobody owns a deal of somebody who is not listed', async () => {
    render(page());
    await edit();
    expect(screen.getByLabelText('Owner').textContent).not.toContain('No owner');
  });

  it('gives the focus back to its button when Esc closes it', async () => {
    render(page());
    await edit();
    fireEvent.keyDown(screen.getByLabelText('Stage'), { key: 'Escape' });
    expect(screen.queryByLabelText('Stage')).toBeNull();
    expect(document.activeElement?.textContent).toBe('Edit');
  });
});

describe('two changes of one customer at the same time', () => {
  it('are both put out, and the same one twice is one', async () => {
    render(page());
    await edit();
    press('Move to Stage s2');
    press('Move to Stage s2');
    give('Amount, MXN', '5');
    press('Save changes');
    expect((await queued(2)).map(facts).sort()).toEqual([5, 's2'].sort());
  });
});

it('a change by one click says why it was not put out', async () => {
  await saveSettings({ neverLog: ['Ana'] });
  render(page());
  press('Move to Stage s2');
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Never write about'));
  press('Close');
  expect(screen.queryByRole('region', { name: 'Receipt' })).toBeNull();
  expect(await outbox()).toEqual([]);
});
