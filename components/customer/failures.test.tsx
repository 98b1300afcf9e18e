// @vitest-environment happy-dom
import 'fake-indexeddb/auto';
import { I18nProvider } from '@lingui/react';
import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Dossier } from '../../lib/model/dossier.ts';
import { ERROR_KINDS, type StoredError } from '../../lib/model/errors.ts';
import { DEFAULT_SETTINGS } from '../../lib/store/settings.ts';
import { useView } from '../panel/view-state.ts';
import { sampleOf } from '../sample/customers.ts';
import { i18n, needWords } from '../words/i18n.ts';
import { CustomerView } from './customer-view.tsx';

const CODES: readonly StoredError[] = [
  ...ERROR_KINDS.map((kind) => ({ kind })),
  { kind: 'unavailable', code: 'timeout' },
  { kind: 'unavailable', code: 'circuit-open' },
  { kind: 'protocol', code: 'html-answer' },
  { kind: 'protocol', code: 'internal' },
  { kind: 'rate-limit', code: 'DAILY' },
  { kind: 'auth', code: 'session-ended' },
  { kind: 'permission', code: 'host-access' },
];
const TABS = ['overview', 'timeline', 'deals', 'money', 'tickets', 'links'] as const;
const { connections, dictionaries, customers } = sampleOf(Date.now());
const able = connections.map((each) => ({
  ...each,
  can: [...each.can, 'read:invoice' as const, 'read:ticket' as const, 'read:order' as const, 'read:deal' as const, 'timeline' as const],
}));

/** Her own system knows nothing but her name; every other one fails. */
function withFault(error: StoredError): Dossier {
  const [ana] = customers;
  if (!ana) throw new Error('no sample');
  const parts = ana.parts.map((part) => {
    const records = part.records
      .filter(({ link }) => link === 'anchor')
      .map((linked) => ({ ...linked, record: { ...linked.record, emails: [], phones: [] } as typeof linked.record }));
    const { answeredAt, ...rest } = part;
    if (records.length > 0) return { ...part, records, activities: [] };
    return { ...rest, records: [], activities: [], state: 'failed' as const, error };
  });
  return { ...ana, parts };
}

beforeAll(async () => {
  await needWords('later');
  await Promise.all(
    ['./deals.tsx', './money.tsx', './tickets.tsx', './links.tsx', '../timeline/timeline.tsx', './trouble-lines.tsx', './nothing.tsx'].map(
      (piece) => import(/* @vite-ignore */ piece),
    ),
  );
}, 60_000);
afterEach(cleanup);

describe.each(TABS)('the card %s', (tab) => {
  it.each(CODES)('names who could not be asked and claims to know nothing when they fail with $kind $code', async (error) => {
    const dossier = withFault(error);
    useView.setState({ ...useView.getInitialState(), tabs: { [dossier.key]: tab } });
    const open = { connections: able, dictionaries, mappings: [], settings: DEFAULT_SETTINGS, dossier };
    const view = render(
      <I18nProvider i18n={i18n}>
        <CustomerView
          open={{ ...open, record: { ref: dossier.anchor, connectionId: 'sample-hubspot' } }}
          isAsking={false}
          onAskAgain={() => undefined}
        />
      </I18nProvider>,
    );
    const card = () => view.container.querySelector('[role="tabpanel"]')?.textContent ?? '';
    await waitFor(() => {
      for (const name of ['Salesforce', 'Pipedrive', 'Tryton']) expect(card()).toContain(name);
      expect(card()).toContain('Could not be asked');
    });
    expect(card()).not.toMatch(/\b(All )?\d+ systems? (was|were) asked/);
    expect(card()).not.toMatch(/undefined|\[object|\{\w+\}/);
  });
});
