import type { Credit, Money, OtherRecord } from '../../lib/model/records.ts';
import { dayHere } from '../words/day-here.ts';
import type { CustomerFacts, Held } from './facts.ts';

const DAY_MS = 86_400_000;

/** What should have been paid: per currency, as amounts of different ones are not added. */
export interface Overdue {
  sums: Money[];
  invoices: number;
  /** When the oldest of it was due, epoch ms. */
  since?: number;
  /** Connections that told of it. */
  from: string[];
}

/** What of an invoice should have been paid by now: the system's own word, else all that is due after its day. */
export function overdueOf({ overdue, due, dueAt }: Pick<OtherRecord, 'overdue' | 'due' | 'dueAt'>, now: number): Money | undefined {
  const late = overdue ?? (due && dueAt !== undefined && daysLate(dueAt, now) > 0 ? due : undefined);
  return late && late.amountMinor > 0 ? late : undefined;
}

/** Days after the day it was due, by the calendar where the reader is; below zero before it. */
export function daysLate(dueAt: number, now: number): number {
  // Noon to noon: clocks may have changed between.
  return Math.round((new Date(now).setHours(12, 0, 0, 0) - dayHere(dueAt)) / DAY_MS);
}

/** Sum and age of what is overdue; undefined when nothing is. */
export function overdue(invoices: readonly Held<OtherRecord>[], now: number): Overdue | undefined {
  const late = invoices.flatMap(({ record, connectionId }) => {
    const amount = overdueOf(record, now);
    return amount ? [{ amount, dueAt: record.dueAt, connectionId }] : [];
  });
  if (late.length === 0) return undefined;
  const sums = new Map<string, number>();
  for (const { amount } of late) sums.set(amount.currency, (sums.get(amount.currency) ?? 0) + amount.amountMinor);
  const days = late.flatMap(({ dueAt }) => dueAt ?? []);
  return {
    sums: [...sums].map(([currency, amountMinor]) => ({ amountMinor, currency })),
    invoices: late.length,
    from: [...new Set(late.map(({ connectionId }) => connectionId))],
    ...(days.length > 0 && { since: Math.min(...days) }),
  };
}

/** Accounts of credit, one per connection: the company's where she has one, else her own. */
export function creditsOf(facts: CustomerFacts): { connectionId: string; credit: Credit }[] {
  const byConnection = new Map<string, Credit>();
  for (const { record, connectionId } of [...facts.companies, ...facts.own])
    if ('credit' in record && record.credit && !byConnection.has(connectionId)) byConnection.set(connectionId, record.credit);
  return [...byConnection].map(([connectionId, credit]) => ({ connectionId, credit }));
}

/** How much of a limit is used, 0 to 1; undefined without a limit in the same currency. */
export function usedShare({ limit, used }: Credit): number | undefined {
  if (!limit || limit.amountMinor <= 0 || (used && used.currency !== limit.currency)) return undefined;
  return Math.min(1, Math.max(0, (used?.amountMinor ?? 0) / limit.amountMinor));
}
