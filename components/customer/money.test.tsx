// @vitest-environment happy-dom
import { I18nProvider } from '@lingui/react';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { Capability, ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier, LinkedRecord } from '../../lib/model/dossier.ts';
import { type OtherRecord, type RecordRef, recordKey } from '../../lib/model/records.ts';
import { i18n, needWords } from '../words/i18n.ts';
import type { Around } from './context.ts';
import { factsOf } from './facts.ts';
import { MoneyTab } from './money.tsx';
import { daysLate, overdue, overdueOf, usedShare } from './owed.ts';
import { tabsFor } from './tabs.ts';
import { Tickets } from './tickets.tsx';

await needWords('later');

const DAY = 86_400_000;
const NOW = Date.now();
const euros = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const ref = (object: RecordRef['object'], id: string): RecordRef => ({ system: 'tryton', account: 'erp', object, native: object, id });
const connection = (id: string, can: Capability[], missing: ConnectionInfo['missing'] = []): ConnectionInfo => ({
  id,
  system: id,
  systemName: id,
  mark: id.slice(0, 2),
  account: 'acme',
  userId: '1',
  userName: 'Luis',
  can,
  missing,
  createdAt: 1,
  state: 'ok',
});
const erp = connection('tryton', ['read:order', 'read:invoice']);
const paper = (kind: OtherRecord['kind'], id: string, rest: Partial<OtherRecord>): LinkedRecord => ({
  link: 'related',
  record: { kind, ref: ref(kind === 'custom' ? 'order' : (kind as 'order'), id), name: `${kind} ${id}`, links: [], custom: {}, ...rest },
});
const invoice = (id: string, rest: Partial<OtherRecord>) => paper('invoice', id, rest);
const CUSTOMER: LinkedRecord = {
  link: 'anchor',
  record: {
    kind: 'company',
    ref: ref('company', '2'),
    name: 'Llantas Norte',
    domains: [],
    emails: [],
    phones: [],
    links: [],
    custom: {},
    credit: { limit: euros(500_000), used: euros(400_000) },
  },
};

function world(records: LinkedRecord[], connections: ConnectionInfo[] = [erp]) {
  const around: Around = { connections, dictionaries: new Map() };
  const part = { state: 'answered' as const, askedAt: NOW, answeredAt: NOW, activities: [], hasMore: false };
  const dossier: Dossier = {
    key: recordKey(CUSTOMER.record.ref),
    kind: 'company',
    anchor: CUSTOMER.record.ref,
    openedAt: NOW,
    parts: connections.map(({ id }) => ({ ...part, connectionId: id, records: id === 'tryton' ? [CUSTOMER, ...records] : [] })),
  };
  return { dossier, around, facts: factsOf(dossier, around, undefined) ?? expect.fail(), isComplete: true };
}

const show = (view: React.ReactNode) =>
  render(<I18nProvider i18n={i18n}>{view}</I18nProvider>).container.textContent?.replaceAll('\u00a0', ' ') ?? '';
afterEach(cleanup);

describe('what is owed', () => {
  it('overdueOf takes the system’s own word, else the day it was due', () => {
    expect(overdueOf({ overdue: euros(5), due: euros(9), dueAt: NOW - 5 * DAY }, NOW)).toEqual(euros(5));
    expect(overdueOf({ overdue: euros(0), due: euros(9), dueAt: NOW - 5 * DAY }, NOW)).toBeUndefined();
    expect(overdueOf({ due: euros(9), dueAt: NOW - 5 * DAY }, NOW)).toEqual(euros(9));
    expect(overdueOf({ due: euros(9), dueAt: NOW + DAY }, NOW)).toBeUndefined();
    expect(overdueOf({ due: euros(9) }, NOW)).toBeUndefined();
    expect(daysLate(NOW, NOW)).toBe(0);
  });

  it('daysLate counts days of the calendar, of a day without a time too, wherever the reader is', () => {
    const morning = new Date(2026, 11, 12, 0, 5).getTime();
    const evening = new Date(2026, 11, 12, 23, 55).getTime();
    for (const due of [Date.UTC(2026, 11, 12), new Date(2026, 11, 12).getTime()])
      expect([morning, evening, evening + DAY, morning - DAY].map((now) => daysLate(due, now))).toEqual([0, 0, 1, -1]);
    expect(daysLate(Date.UTC(2026, 11, 10), morning)).toBe(2);
  });

  it('overdue adds per currency and knows the oldest when several are late', () => {
    const pesos = { amountMinor: 70, currency: 'MXN' };
    const { facts } = world([
      invoice('1', { due: euros(10), dueAt: NOW - 3 * DAY }),
      invoice('2', { due: euros(20), dueAt: NOW - 9 * DAY }),
      invoice('3', { due: pesos, dueAt: NOW - 2 * DAY }),
      invoice('4', { due: euros(40), dueAt: NOW + 2 * DAY }),
    ]);
    expect(overdue(facts.invoices, NOW)).toEqual({ sums: [euros(30), pesos], invoices: 3, from: ['tryton'], since: NOW - 9 * DAY });
    expect(overdue([], NOW)).toBeUndefined();
  });

  it('usedShare stays between nothing and all, and is unknown over two currencies', () => {
    expect(usedShare({ limit: euros(100), used: euros(25) })).toBe(0.25);
    expect(usedShare({ limit: euros(100), used: euros(900) })).toBe(1);
    expect(usedShare({ limit: euros(100) })).toBe(0);
    expect(usedShare({ used: euros(1) })).toBeUndefined();
    expect(usedShare({ limit: euros(100), used: { amountMinor: 1, currency: 'USD' } })).toBeUndefined();
  });
});

describe('tabsFor', () => {
  const ids = (connections: ConnectionInfo[], records: LinkedRecord[] = []) =>
    tabsFor(connections, world(records).facts).map(({ id }) => id);

  it('shows a tab only when a connected system has something of the kind', () => {
    expect(ids([connection('crm', ['read:deal'])])).toEqual(['overview', 'timeline', 'deals', 'links']);
    expect(ids([erp])).toEqual(['overview', 'timeline', 'money', 'links']);
    expect(ids([connection('crm', ['read:deal', 'read:ticket']), erp])).toEqual([
      'overview',
      'timeline',
      'deals',
      'money',
      'tickets',
      'links',
    ]);
    expect(ids([])).toEqual(['overview', 'timeline', 'links']);
  });

  it('keeps the tab of what was told before when the system can no longer be asked', () => {
    expect(ids([], [paper('ticket', '1', {})])).toEqual(['overview', 'timeline', 'tickets', 'links']);
  });
});

describe('MoneyTab', () => {
  it('shows what is overdue first, with sum, age and days, then what is due, then what is paid', () => {
    const text = show(
      <MoneyTab
        {...world([
          invoice('paid', { amount: euros(700), due: euros(0), status: 'paid' }),
          invoice('soon', { amount: euros(60_000), due: euros(50_000), overdue: euros(0), dueAt: NOW + 21 * DAY, status: 'posted' }),
          invoice('late', {
            amount: euros(100_000),
            due: euros(100_000),
            overdue: euros(100_000),
            dueAt: NOW - 23 * DAY,
            status: 'posted',
          }),
        ])}
      />,
    );
    expect(text).toMatch(/^InvoicesEUR 1,000 overdue · since/);
    expect(text).toMatch(/invoice latedue .*EUR 1,00023 days late.*invoice soondue .*EUR 500in 21 days.*invoice paidEUR 7paid/s);
  });

  it('shows how much credit is left, and by how much it is exceeded', () => {
    expect(show(<MoneyTab {...world([])} />)).toContain('CreditEUR 1,000 left of EUR 5,000');
    cleanup();
    const over = world([]);
    const [company] = over.facts.own;
    if (company?.record.kind === 'company') company.record = { ...company.record, credit: { limit: euros(100), used: euros(350) } };
    expect(show(<MoneyTab {...over} />)).toContain('EUR 2.50 over the limit of EUR 1');
  });

  it('shows orders with their state and what of their goods is there', () => {
    const text = show(
      <MoneyTab
        {...world([
          paper('order', '7', { amount: euros(250_000), status: 'processing', createdAt: NOW }),
          paper('product', '1', { stock: { onHand: 40, forecast: 24, unit: 'u' } }),
          paper('product', '2', {}),
        ])}
      />,
    );
    expect(text).toMatch(/Ordersorder 7.*EUR 2,500in progress/);
    expect(text).toMatch(/In stock for open ordersproduct 140 u24 u after open orders/);
    expect(text).not.toContain('product 2');
  });

  it('says there is nothing without naming a CRM that has no such thing', () => {
    const { facts, ...rest } = world([], [erp, connection('crm', ['read:deal'])]);
    const text = show(<MoneyTab {...rest} facts={{ ...facts, own: [] }} />);
    expect(text).toContain('No orders or invoices yet');
    expect(text).not.toContain('crm');
  });

  it('names the system whose user may not see invoices', () => {
    const closed = connection('closed', ['read:order'], [{ what: 'account.invoice', code: 'no-read' }]);
    expect(show(<MoneyTab {...world([], [erp, closed])} />)).toContain('Could not be asked: closed');
  });
});

describe('Tickets', () => {
  it('shows the ticket that moved last first, with its state', () => {
    show(
      <Tickets
        {...world([paper('ticket', 'old', { changedAt: 1, status: 'Waiting' }), paper('ticket', 'new', { changedAt: NOW, status: 'New' })])}
      />,
    );
    expect(screen.getAllByRole('heading').map(({ textContent }) => textContent)).toEqual(['ticket new', 'ticket old']);
    expect(screen.getByText('Waiting')).toBeTruthy();
  });
});
