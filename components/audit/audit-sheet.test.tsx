// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AuditEntry } from '../../lib/model/audit.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { writeAudited } from '../../lib/store/audit.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { i18n, needWords, speak } from '../words/i18n.ts';
import { AuditSheet } from './audit-sheet.tsx';

const entry = (what: AuditEntry['what'], connectionId: string, customerName: string): AuditEntry => ({
  at: Date.now(),
  who: { userName: 'Luis' },
  what,
  where: { system: 'hubspot', account: 'acme', connectionId, record: 'r', customerName },
  actionId: 'a',
  deliveryId: 'd',
  after: { text: 'Net 45' },
  result: { state: 'written', refs: [] },
});
const connections = [{ id: 'c1', system: 'hubspot', systemName: 'HubSpot', account: 'acme' }] as ConnectionInfo[];

beforeAll(async () => {
  await speak('ru');
  await needWords('later');
});
beforeEach(async () => {
  for (const table of outboxDb.tables) await table.clear();
  await writeAudited(entry('note', 'c1', 'Ana'), async () => true);
  await writeAudited(entry('task', 'k-7f3a', 'Erik'), async () => true);
  render(
    <I18nProvider i18n={i18n}>
      <AuditSheet connections={connections} />
    </I18nProvider>,
  );
});
afterEach(cleanup);

it('AuditSheet finds entries by the words they are shown in', async () => {
  expect(await screen.findAllByRole('listitem')).toHaveLength(2);
  fireEvent.change(screen.getByRole('searchbox'), { target: { value: 'заметка hubspot записано' } });
  await waitFor(() => expect(screen.getAllByRole('listitem')).toHaveLength(1));
  expect(screen.getByRole('listitem').textContent).toContain('Ana');
});

it('AuditSheet names the system, not an id of ours, when its connection was removed', async () => {
  await screen.findByText('Erik');
  expect(document.body.textContent).not.toContain('k-7f3a');
  expect(screen.getByText(/hubspot · acme · Luis/)).toBeTruthy();
});
