import { describe, expect, it } from 'vitest';
import { dayEnd, dayOf, dayStart, offsetMs } from './zone.ts';

const HOUR = 3_600_000;

describe('zone', () => {
  it.each([
    ['2026-11-16T20:59:00Z', 'Europe/Moscow', '2026-11-16T20:59:59.000Z'],
    ['2026-11-16T21:00:00Z', 'Europe/Moscow', '2026-11-17T20:59:59.000Z'],
    ['2026-03-28T23:30:00Z', 'Europe/Madrid', '2026-03-29T21:59:59.000Z'],
    ['2026-11-16T10:00:00Z', 'America/Sao_Paulo', '2026-11-17T02:59:59.000Z'],
    ['2026-11-16T10:00:00Z', 'Nowhere/Land', '2026-11-16T23:59:59.000Z'],
  ])('dayEnd of %s in %s is %s', (at, zone, end) => {
    expect(new Date(dayEnd(Date.parse(at), zone)).toISOString()).toBe(end);
  });

  it.each([
    ['2026-11-16', 'Europe/Moscow', '2026-11-15T21:00:00.000Z'],
    ['2026-03-29', 'Europe/Madrid', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', 'America/New_York', '2026-10-25T04:00:00.000Z'],
    ['2026-11-16', undefined, '2026-11-16T00:00:00.000Z'],
  ])('dayStart of %s in %s is %s', (day, zone, start) => {
    expect(new Date(dayStart(day, zone) ?? 0).toISOString()).toBe(start);
  });

  it('knows no start of what is no day, and no offset of a zone nobody knows', () => {
    expect([dayStart('2026-11-16T10:00:00Z', 'UTC'), dayStart('2026-13-77', 'UTC')]).toEqual([undefined, undefined]);
    expect([offsetMs(0, 'Nowhere/Land'), offsetMs(Date.parse('2026-01-01T00:00:00Z'), 'Asia/Kolkata')]).toEqual([0, 5.5 * HOUR]);
  });

  it('dayOf is the day the calendar shows there', () => {
    expect(dayOf(Date.parse('2026-11-21T23:30:00Z'), 'Europe/Moscow')).toBe('2026-11-22');
    expect(dayOf(Date.parse('2026-11-21T23:30:00Z'), undefined)).toBe('2026-11-21');
  });
});
