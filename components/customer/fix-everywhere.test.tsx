// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { FieldSource, MergedField } from '../../lib/model/customer.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { outbox } from '../../lib/store/reading.ts';
import { ChangeScope } from '../actions/change.tsx';
import { type Host, HostProvider } from '../host.tsx';
import { i18n, needWords } from '../words/i18n.ts';
import { FixEverywhere } from './fix-everywhere.tsx';

await needWords('later');

const SYSTEMS = ['hubspot', 'zoho'] as const;
const connections = SYSTEMS.map((system) => ({
  id: system,
  system,
  systemName: system,
  account: 'acme',
  can: ['write:field'],
  state: 'ok',
}));
const dictionaries = new Map(
  SYSTEMS.map((id) => [id, { connectionId: id, owners: [], pipelines: [], writable: { contact: ['phones'] }, fetchedAt: 0 }]),
);
const source = (system: string): FieldSource<string> =>
  ({ ref: { system, account: 'acme', object: 'contact', native: 'contact', id: '1' } }) as FieldSource<string>;
const OLD = { value: '+52 81 1234', sources: [source('hubspot')] };
const NEW = { value: '+52 81 8765', sources: [source('zoho')] };

const page = (values: MergedField<string>['values']) => (
  <HostProvider host={{ wake: () => undefined } as Host}>
    <I18nProvider i18n={i18n}>
      <ChangeScope record="r" customerName="Ana" connections={connections as unknown as ConnectionInfo[]}>
        <FixEverywhere
          field={{ values, differs: true } as MergedField<string>}
          ours="phones"
          around={{ connections: connections as unknown as ConnectionInfo[], dictionaries }}
          show={(value) => value}
          onDone={() => undefined}
        >
          {() => null}
        </FixEverywhere>
      </ChangeScope>
    </I18nProvider>
  </HostProvider>
);

beforeEach(async () => {
  for (const table of outboxDb.tables) await table.clear();
});
afterEach(cleanup);

it('FixEverywhere writes the value the rep has chosen when a system answers meanwhile and the order changes', async () => {
  const view = render(page([OLD, NEW]));
  fireEvent.click(screen.getByRole('radio', { name: NEW.value }));
  view.rerender(page([NEW, OLD]));
  expect((screen.getByRole('radio', { name: NEW.value }) as HTMLInputElement).checked).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Use in all 2 systems' }));
  await waitFor(async () => expect(await outbox()).toHaveLength(1));
  expect((await outbox())[0]?.action).toMatchObject({ kind: 'field', value: NEW.value, on: [{ system: 'hubspot' }] });
});
