import { dayOf, dayStart } from '../zone.ts';

/** Salesforce's datetime (`2026-11-01T09:30:00.000+0000`) → epoch ms; undefined for anything else. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  const at = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}

/** A date without time (`2026-11-01`) → epoch ms of that day's start in `timeZone` (UTC without one). */
export function readDay(value: unknown, timeZone?: string): number | undefined {
  return typeof value === 'string' ? dayStart(value, timeZone) : undefined;
}

/** The calendar day of a moment, as ActivityDate wants it: in `timeZone`, or where this browser is. */
export function writeDay(at: number, timeZone?: string): string {
  return dayOf(at, timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
}
