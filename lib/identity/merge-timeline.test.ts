import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, recordKey } from '../model/records.ts';
import { mergeTimeline } from './merge-timeline.ts';

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const MINUTE = 60_000;
const anActivity = (system: string, id: string, facts: Partial<Activity> = {}): Activity => ({
  ref: { system, account: 'acme', object: 'activity', native: 'note', id },
  kind: 'note',
  at: 0,
  text: 'Agreed on the price',
  on: [],
  ...facts,
});

describe('mergeTimeline', () => {
  it('makes one entry when two systems hold the same note within five minutes', () => {
    const a = anActivity('hubspot', '1', { title: 'Note' });
    const b = anActivity('pipedrive', '9', { text: 'agreed on the  PRICE!', at: 4 * MINUTE });
    const entries = mergeTimeline([a, b]);
    expect(entries).toHaveLength(1);
    expect(entries[0]?.refs.map(({ system }) => system).sort()).toEqual(['hubspot', 'pipedrive']);
  });

  it('makes one entry of a task that one system places where it was made and another where it is due', () => {
    const due = 3 * 24 * 60 * MINUTE;
    const a = anActivity('hubspot', '1', { kind: 'task', title: 'Send samples', at: 0, dueAt: due + 600 * MINUTE, done: false });
    const b = anActivity('salesforce', '9', { kind: 'task', title: 'Send samples', at: due, dueAt: due, done: false });
    const later = anActivity('pipedrive', '3', { kind: 'task', title: 'Send samples', at: 9 * due, dueAt: 9 * due, done: false });
    expect(mergeTimeline([later, b, a]).map(({ copies }) => copies.length)).toEqual([1, 2]);
  });

  it.each([
    ['they lie further apart', anActivity('pipedrive', '9', { at: 6 * MINUTE })],
    ['the words differ', anActivity('pipedrive', '9', { text: 'Agreed on the date' })],
    ['the kinds differ', anActivity('pipedrive', '9', { kind: 'call' })],
    ['one system holds both', anActivity('hubspot', '9')],
  ])('keeps two entries when %s', (_, other) => {
    expect(mergeTimeline([anActivity('hubspot', '1'), other])).toHaveLength(2);
  });

  it('does not join calls without any words', () => {
    const silent = (system: string): Activity => ({ ...anActivity(system, '1', { kind: 'call' }), text: '' });
    expect(mergeTimeline([silent('hubspot'), silent('pipedrive')])).toHaveLength(2);
  });

  it('joins copies with the same marker when times and words differ', () => {
    const a = anActivity('hubspot', '1', { text: 'Price agreed [sidelight:0d9f3a77]' });
    const b = anActivity('amocrm', '2', { text: 'Price agreed. [sidelight:0d9f3a77]', at: 60 * MINUTE });
    expect(mergeTimeline([a, b])).toHaveLength(1);
  });

  it('shows an entry once when it was read through a contact and through its deal', () => {
    const on = (id: string) => [{ system: 'hubspot', account: 'acme', object: 'deal' as const, native: '0-3', id }];
    const [entry, ...rest] = mergeTimeline([anActivity('hubspot', '1', { on: on('5') }), anActivity('hubspot', '1', { on: on('6') })]);
    expect(rest).toEqual([]);
    expect(entry?.activity.on.map(({ id }) => id)).toEqual(['5', '6']);
    expect(entry?.refs).toHaveLength(1);
  });

  const activity = fc
    .record({
      system: fc.constantFrom('hubspot', 'pipedrive', 'amocrm'),
      id: fc.constantFrom('1', '2', '3', '4', '5'),
      kind: fc.constantFrom<Activity['kind']>('note', 'call', 'task'),
      at: fc.integer({ min: 0, max: 12 }).map((minutes) => minutes * MINUTE),
      title: fc.constantFrom('', 'Call', 'Follow up'),
      text: fc.constantFrom('', 'Agreed', 'agreed.', 'Later'),
    })
    .map(({ system, id, ...facts }) => anActivity(system, id, facts));

  it(`is independent of order, newest first, and loses no ref (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc
          .array(activity, { maxLength: 12 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          const entries = mergeTimeline(all);
          expect(mergeTimeline(shuffled)).toEqual(entries);
          const times = entries.map((entry) => entry.activity.at);
          expect(times).toEqual(times.toSorted((a, b) => b - a));
          const refs = entries.flatMap((entry) => entry.refs.map(recordKey)).sort();
          expect(refs).toEqual([...new Set(all.map(({ ref }) => recordKey(ref)))].sort());
        },
      ),
      { seed },
    );
  });
});
