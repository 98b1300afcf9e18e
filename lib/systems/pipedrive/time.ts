import { clockParts, finite } from '../clock.ts';
import { dayOf, dayStart } from '../zone.ts';

const STAMP = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * A vendor's time in epoch ms. v2 writes RFC 3339, v1 `YYYY-MM-DD HH:MM:SS` in UTC without saying so. A bare date is
 * midnight UTC. Undefined for anything else.
 */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const stamp = STAMP.exec(value.trim());
  return stamp ? finite(Date.parse(`${stamp[1]}T${stamp[2]}${stamp[3] ?? 'Z'}`)) : dayStart(value.trim(), undefined);
}

/** A day on which a deal is to be closed: its start in the user's own calendar. A recording may hold a whole stamp. */
export function closeDay(value: unknown, timeZone: string | undefined): number | undefined {
  return (typeof value === 'string' ? dayStart(value.trim(), timeZone) : undefined) ?? instant(value);
}

/** `HH:MM(:SS)` as a duration in ms; undefined for anything else and for 0. */
export function clockMs(value: unknown): number | undefined {
  const [hours = 0, minutes = 0, seconds = 0] = clockParts(value) ?? [];
  return (hours * 3600 + minutes * 60 + seconds) * 1000 || undefined;
}

/**
 * When an activity is due: `due_date` and `due_time` are UTC. Without a time the whole day is meant, the user's own:
 * then it is that day's midnight in `timeZone`.
 */
export function dueInstant(date: unknown, time: unknown, timeZone: string | undefined): number | undefined {
  if (typeof date !== 'string') return undefined;
  const timed = typeof time === 'string' && clockParts(time) !== undefined;
  return timed ? instant(`${date} ${time.trim().padStart(5, '0')}`) : dayStart(date, timeZone);
}

/** Epoch ms as v1 writes it: `YYYY-MM-DD HH:MM:SS`, UTC. */
export function v1Stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** What to write for a due time: date and time in UTC, or the day alone as the calendar of `timeZone` shows it. */
export function dueFields(
  dueAt: number,
  allDay: boolean | undefined,
  timeZone: string | undefined,
): { due_date: string; due_time?: string } {
  if (allDay) return { due_date: dayOf(dueAt, timeZone) };
  const stamp = v1Stamp(dueAt);
  return { due_date: stamp.slice(0, 10), due_time: stamp.slice(11) };
}

/** A length as the vendor takes it: `HH:MM`, a minute at least. */
export function clock(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const pad = (count: number) => String(Math.floor(count)).padStart(2, '0');
  return `${pad(minutes / 60)}:${pad(minutes % 60)}`;
}
