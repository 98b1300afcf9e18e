import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDay, readTime, writeDay } from '../../../lib/systems/salesforce/time.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);

describe('readDay and writeDay', () => {
  const day = fc
    .date({ min: new Date('2012-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Madrid',
    'America/New_York',
    'Asia/Kolkata',
    'Pacific/Kiritimati',
    'America/St_Johns',
    'Australia/Lord_Howe',
  );

  it(`are each other's inverse in every zone (seed ${seed})`, () => {
    fc.assert(
      fc.property(day, zone, (text, timeZone) => writeDay(readDay(text, timeZone) ?? 0, timeZone) === text),
      { seed },
    );
  });

  it('treat an unknown zone as UTC and odd text as unknown', () => {
    expect(readDay('2026-11-01', 'Mars/Base')).toBe(Date.UTC(2026, 10, 1));
    expect([readDay('2026-13-45'), readDay(7), readTime('yesterday'), readTime(null), readTime('2026-99-01T00:00:00Z')]).toEqual(
      Array(5).fill(undefined),
    );
  });
});
