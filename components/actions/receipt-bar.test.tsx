// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../lib/model/actions.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DeliveryState, QueuedAction } from '../../lib/model/dossier.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { draftsOf } from '../../lib/store/drafts.ts';
import { enqueue } from '../../lib/store/queue.ts';
import { outbox } from '../../lib/store/reading.ts';
import { useView } from '../panel/view-state.ts';
import { i18n, needWords, speak } from '../words/i18n.ts';
import { ReceiptBar } from './receipt-bar.tsx';

const CONNECTIONS = (['HubSpot', 'Pipedrive'] as const).map((systemName, at) => ({
  ...{ id: systemName.toLowerCase(), system: systemName.toLowerCase(), systemName, mark: systemName.slice(0, 2), account: 'acme' },
  ...{ userId: '1', userName: 'Luis', can: [], missing: [], createdAt: at, state: 'ok' },
})) satisfies ConnectionInfo[];
const CALL: Action = { kind: 'call', direction: 'out', text: 'Net 45', on: [], at: 1 };
const TASK: Action = { kind: 'task', title: 'Call again', on: [], at: 1 };

/** A call to two systems with its follow-up in one; states in that order. */
async function aClick(...states: [DeliveryState, DeliveryState, DeliveryState]): Promise<readonly QueuedAction[]> {
  const common = { record: 'r', customerName: 'Ana' };
  await enqueue({ ...common, id: 'c', action: CALL, targets: ['hubspot', 'pipedrive'] });
  await enqueue({ ...common, id: 'c.1', action: TASK, targets: ['hubspot'] });
  const order = ['c hubspot', 'c pipedrive', 'c.1 hubspot'];
  for (const row of await outboxDb.deliveries.toArray()) {
    const state = states[order.indexOf(`${row.actionId} ${row.connectionId}`)] ?? expect.fail(row.id);
    const done = state === 'confirmed' && { receipt: { refs: [], at: 1, url: `https://crm.example/${row.actionId}/${row.connectionId}` } };
    await outboxDb.deliveries.put({ ...row, state, ...done, ...(state === 'failed' && { error: { kind: 'forbidden' } }) });
  }
  return outbox();
}

const stand = async (): Promise<Record<string, DeliveryState>> =>
  Object.fromEntries((await outboxDb.deliveries.toArray()).map((row) => [`${row.actionId} ${row.connectionId}`, row.state]));

function show(actions: readonly QueuedAction[]): void {
  useView.getState().showReceipt('c');
  render(
    <I18nProvider i18n={i18n}>
      <ReceiptBar actions={actions} connections={CONNECTIONS} />
    </I18nProvider>,
  );
}

beforeAll(async () => {
  await speak('en');
  await needWords('later');
});
beforeEach(async () => {
  useView.setState({ ...useView.getInitialState() });
  for (const table of outboxDb.tables) await table.clear();
});
afterEach(cleanup);

describe('the receipt of a click that made several entries', () => {
  it('has a line for each, and each target with its own link once it is opened', async () => {
    show(await aClick('confirmed', 'confirmed', 'confirmed'));
    expect(screen.getByText('Call logged in HubSpot and Pipedrive')).toBeTruthy();
    expect(screen.getByText('Task added in HubSpot')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Details' }));
    expect(screen.getAllByRole('button', { name: 'Open' })).toHaveLength(3);
  });

  it('takes all of them back when it is undone', async () => {
    show(await aClick('confirmed', 'confirmed', 'confirmed'));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(new Set(Object.values(await stand()))).toEqual(new Set(['undo-queued'])));
  });

  it('says what arrived and what did not, and tries only the rest again', async () => {
    show(await aClick('confirmed', 'confirmed', 'failed'));
    expect(screen.getByText('Call logged in HubSpot and Pipedrive')).toBeTruthy();
    expect(screen.getAllByText(/^Task for Ana is kept here/).length).toBeGreaterThan(0);
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(async () =>
      expect(await stand()).toEqual({ 'c hubspot': 'confirmed', 'c pipedrive': 'confirmed', 'c.1 hubspot': 'queued' }),
    );
  });

  it('cancels all of them before they are sent, and the call is a draft again that may have a follow-up', async () => {
    show(await aClick('queued', 'queued', 'queued'));
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(new Set(Object.values(await stand()))).toEqual(new Set(['cancelled'])));
    const [draft] = await draftsOf('r');
    expect(draft).toMatchObject({ kind: 'call', text: 'Net 45' });
    // Rows have random ids.
    expect(draft?.targets.toSorted()).toEqual(['hubspot', 'pipedrive']);
    expect(draft?.fields).not.toHaveProperty('followed');
  });

  it('gives the focus back to where it was when it is closed, and to its own close button when it is undone', async () => {
    const before = document.body.appendChild(document.createElement('button'));
    before.focus();
    show(await aClick('confirmed', 'confirmed', 'confirmed'));
    fireEvent.keyDown(document.body, { key: 'F6' });
    expect(document.activeElement?.textContent).toBe('Undo');
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }));
    fireEvent.click(screen.getByRole('button', { name: 'Close' }));
    expect(document.activeElement).toBe(before);
    before.remove();
  });

  it('has one button to edit a refused entry with, where the reason asks for that', async () => {
    const actions = await aClick('failed', 'confirmed', 'confirmed');
    for (const row of await outboxDb.deliveries.toArray())
      if (row.state === 'failed') await outboxDb.deliveries.put({ ...row, error: { kind: 'invalid', field: 'text' } });
    expect(actions).toHaveLength(2);
    show(await outbox());
    expect(screen.getAllByRole('button', { name: /^(Edit|Change it)$/ })).toHaveLength(1);
  });

  it('shows all of them in the first frame, before the outbox was read back', () => {
    const queued = (id: string, action: Action): QueuedAction => ({
      ...{ id, record: 'r', customerName: 'Ana', action, createdAt: 1 },
      deliveries: [{ id: '', actionId: id, connectionId: 'hubspot', state: 'sending', attempts: 0, nextAt: 0 }],
    });
    useView.getState().showReceipt('c', [queued('c', CALL), queued('c.1', TASK)]);
    render(
      <I18nProvider i18n={i18n}>
        <ReceiptBar actions={[]} connections={CONNECTIONS} />
      </I18nProvider>,
    );
    expect(screen.getByText('Logging call in HubSpot')).toBeTruthy();
    expect(screen.getByText('Adding task in HubSpot')).toBeTruthy();
  });
});
