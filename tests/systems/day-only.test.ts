import { describe, expect, it } from 'vitest';
import type { Connection } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';

/** A day as this system's API writes it, on a record or a task, by native type. */
const DAY = '2026-05-10';
const TRYTON_DAY = { __class__: 'date', year: 2026, month: 5, day: 10 };
const CASES = [
  ['salesforce', 'record', 'Opportunity', { CloseDate: DAY }],
  ['salesforce', 'activity', 'Task', { ActivityDate: DAY }],
  ['pipedrive', 'record', 'deal', { expected_close_date: DAY }],
  ['pipedrive', 'activity', 'activity', { type: 'task', due_date: DAY }],
  ['zoho', 'record', 'Deals', { Closing_Date: DAY }],
  ['zoho', 'record', 'Invoices', { Due_Date: DAY }],
  ['zoho', 'activity', 'Tasks', { Due_Date: DAY }],
  ['dynamics', 'record', 'opportunity', { estimatedclosedate: DAY }],
  ['dynamics', 'record', 'invoice', { duedate: DAY, statecode: 0 }],
  [
    'tryton',
    'record',
    'account.invoice',
    { id: 1, state: 'posted', 'lines_to_pay.': [{ maturity_date: TRYTON_DAY, reconciliation: null }] },
  ],
] as const;

function dayOf(name: string, kind: 'record' | 'activity', native: string, raw: object, timeZone?: string): number | undefined {
  const system = systems[name] ?? expect.fail(`no ${name}`);
  const credentials = { kind: 'token', token: 't' } as const;
  const connection: Connection = { id: 'c', system: name, account: 'acme', credentials, ...(timeZone && { timeZone }) };
  const told = kind === 'record' ? system.toRecord(native, raw, connection) : system.toActivity(native, raw, connection);
  return ('closeAt' in told ? told.closeAt : undefined) ?? ('dueAt' in told ? told.dueAt : undefined);
}

describe('a day without a time', () => {
  it.each(CASES)('of %s begins in the account’s zone, by UTC when that is unknown (%s %s)', (name, kind, native, raw) => {
    expect(dayOf(name, kind, native, raw, 'America/New_York')).toBe(Date.parse('2026-05-10T00:00:00-04:00'));
    expect(dayOf(name, kind, native, raw, 'Asia/Tokyo')).toBe(Date.parse('2026-05-10T00:00:00+09:00'));
    expect(dayOf(name, kind, native, raw)).toBe(Date.UTC(2026, 4, 10));
  });
});
