import { describe, expect, it } from 'vitest';
import type { Activity, Io } from './contract.ts';
import { firstLine, isOurs, newestFirst, notBefore, onRecord, reads } from './entries.ts';

const io = (userId?: string): Io => ({
  connection: {
    id: 'c',
    system: 'x',
    account: 'a',
    credentials: { kind: 'token', token: 't' },
    ...(userId !== undefined && { userId }),
  },
  fetch: () => Promise.reject(new Error('no network here')),
  signal: new AbortController().signal,
  now: () => 1_000_000,
  random: () => 0.5,
});
const ref = { system: 'x', account: 'a', object: 'contact', native: 'c', id: '1' } as const;
const entry = (id: string, at: number): Activity => ({ ref: { ...ref, object: 'activity', id }, kind: 'note', at, on: [] });

describe('notBefore', () => {
  it('corrects the click by the vendor’s clock', () => {
    expect(notBefore(900_000, 1_060_000, io())).toBe(930_000);
    expect(notBefore(900_000, undefined, io())).toBe(870_000);
  });
});

describe('isOurs', () => {
  it('doubts only a user who is surely another', () => {
    expect([isOurs('7', io('7')), isOurs('8', io('7')), isOurs(undefined, io('7')), isOurs('8', io())]).toEqual([true, false, true, true]);
  });
});

describe('reads', () => {
  it('sees through white space', () => {
    expect(reads(' a \n\t b ')).toBe('a b');
    expect(reads(undefined)).toBe('');
  });
});

describe('firstLine', () => {
  it('skips empty lines', () => {
    expect(firstLine('\n  \n hello \nthere')).toBe('hello');
    expect(firstLine(' \n')).toBeUndefined();
    expect(firstLine(undefined)).toBeUndefined();
  });
});

describe('onRecord', () => {
  it('names the record once', () => {
    const named = onRecord(entry('n', 1), ref);
    expect(named.on).toEqual([ref]);
    expect(onRecord(named, ref).on).toEqual([ref]);
  });
});

describe('newestFirst', () => {
  it('keeps the order of one moment', () => {
    expect(newestFirst([entry('a', 1), entry('b', 2), entry('c', 2)]).map((each) => each.ref.id)).toEqual(['b', 'c', 'a']);
  });
});
