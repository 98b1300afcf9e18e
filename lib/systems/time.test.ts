import { describe, expect, it } from 'vitest';
import { clockParts, dayOf, midnightOf, zoneOffsetMs } from './time.ts';

const HOUR = 3_600_000;

describe('midnightOf', () => {
  it.each([
    ['2026-11-21', undefined, '2026-11-21T00:00:00Z'],
    ['2026-11-21', 'America/Mexico_City', '2026-11-21T06:00:00Z'],
    // The clocks change at 02:00 of that day: its start still has the offset of the day before.
    ['2026-03-29', 'Europe/Madrid', '2026-03-28T23:00:00Z'],
    ['2026-10-25', 'Europe/Madrid', '2026-10-24T22:00:00Z'],
    ['2026-11-21', 'Nowhere/Else', '2026-11-21T00:00:00Z'],
  ])('is the start of %s in %s', (day, zone, at) => {
    expect(midnightOf(day, zone)).toBe(Date.parse(at));
  });
  it.each(['2026-13-45', '2026-1-1', '', 5, null, '2026-11-21T00:00:00Z'])('is unknown for %s', (value) => {
    expect(midnightOf(value, undefined)).toBeUndefined();
  });
});

describe('dayOf', () => {
  it('is the day the calendar shows there', () => {
    expect(dayOf(Date.parse('2026-11-21T23:30:00Z'), 'Europe/Moscow')).toBe('2026-11-22');
    expect(dayOf(Date.parse('2026-11-21T23:30:00Z'), undefined)).toBe('2026-11-21');
  });
});

describe('zoneOffsetMs', () => {
  it.each([
    ['Asia/Kolkata', 5.5],
    ['America/St_Johns', -3.5],
    ['UTC', 0],
  ])('of %s is %s hours', (zone, hours) => {
    expect(zoneOffsetMs(Date.parse('2026-11-21T12:00:00Z'), zone)).toBe(hours * HOUR);
  });
});

describe('clockParts', () => {
  it('takes minutes and seconds apart', () => {
    expect(clockParts('1:02:03')).toEqual([1, 2, 3]);
    expect(clockParts(' 05:30 ')).toEqual([5, 30]);
    expect(clockParts('5')).toBeUndefined();
    expect(clockParts(5)).toBeUndefined();
  });
});
