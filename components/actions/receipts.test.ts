import { describe, expect, it } from 'vitest';
import type { Delivery, QueuedAction } from '../../lib/model/dossier.ts';
import { draftOf, needsRep, receiptState, receiptToShow } from './receipts.ts';
import { findWhen, titleOf } from './when.ts';

function action(id: string, ...deliveries: (Partial<Delivery> & Pick<Delivery, 'state'>)[]): QueuedAction {
  return {
    id,
    record: 'r',
    customerName: 'Ana',
    action: { kind: 'note', text: 'Hello', on: [], at: 0 },
    createdAt: 0,
    deliveries: deliveries.map((each, at) => ({ id: `${id}${at}`, actionId: id, connectionId: `c${at}`, attempts: 0, nextAt: 0, ...each })),
  };
}

describe('receiptState', () => {
  it('says what happened for every mix of deliveries', () => {
    expect(receiptState(action('a', { state: 'confirmed' }, { state: 'confirmed' }), true)).toBe('saved');
    expect(receiptState(action('a', { state: 'confirmed' }, { state: 'failed' }), true)).toBe('partial');
    expect(receiptState(action('a', { state: 'failed' }, { state: 'cancelled' }), true)).toBe('failed');
    expect(receiptState(action('a', { state: 'unknown' }, { state: 'confirmed' }), true)).toBe('checking');
    expect(receiptState(action('a', { state: 'queued' }), false)).toBe('kept');
    expect(receiptState(action('a', { state: 'sending' }, { state: 'confirmed' }), true)).toBe('sending');
    expect(receiptState(action('a', { state: 'queued', error: { kind: 'rate-limit' } }), true)).toBe('partial');
    expect(receiptState(action('a', { state: 'cancelled' }), true)).toBe('cancelled');
    expect(receiptState(action('a', { state: 'needs-you' }, { state: 'confirmed' }), true)).toBe('partial');
    expect(receiptState(action('a', { state: 'undo-queued' }, { state: 'undone' }), true)).toBe('undoing');
    expect(receiptState(action('a', { state: 'undone' }, { state: 'cancelled' }), true)).toBe('undone');
    const stays = { state: 'confirmed', remains: { kind: 'invalid', code: 'not-undoable' } } as const;
    expect(receiptState(action('a', { state: 'undone' }, stays), true)).toBe('undone');
  });

  it('never calls an unanswered write saved or failed when it is unknown', () => {
    for (const online of [true, false]) expect(receiptState(action('a', { state: 'unknown' }), online)).toBe('checking');
  });
});

describe('receiptToShow', () => {
  it('shows what was just made, else what needs the rep, and nothing put away', () => {
    const saved = action('saved', { state: 'confirmed' });
    const failed = action('failed', { state: 'failed' });
    expect(receiptToShow([saved, failed], 'saved', [])?.first.id).toBe('saved');
    expect(receiptToShow([saved, failed], 'saved', ['saved'])?.first.id).toBe('failed');
    expect(receiptToShow([saved], undefined, [])).toBeUndefined();
  });

  const call: QueuedAction = { ...action('c', { state: 'confirmed' }), action: { kind: 'call', direction: 'out', on: [], at: 0 } };
  const task = (state: Delivery['state']): QueuedAction => ({
    ...action('c.1', { state }),
    action: { kind: 'task', title: 'Call again', on: [], at: 0 },
  });
  const field = (id: string, state: Delivery['state']): QueuedAction => ({
    ...action(id, { state }),
    action: { kind: 'field', field: 'phone', value: '1', on: [], at: 0 },
  });
  const told = (receipt: ReturnType<typeof receiptToShow>) =>
    receipt?.lines.map((line) => [line.word, receiptState(line, true), line.entries.length]);

  it('shows all that one click made, in its order, each line with its own state and the whole with one', () => {
    const receipt = receiptToShow([field('c.10', 'sending'), task('failed'), action('other', { state: 'failed' }), call], 'c', []);
    expect(told(receipt)).toEqual([
      ['call', 'saved', 1],
      ['task', 'failed', 1],
      ['other', 'sending', 1],
    ]);
    expect(receipt && receiptState(receipt, true)).toBe('partial');
    expect(receipt?.first.id).toBe('c');
    expect(receipt?.deliveries).toHaveLength(3);
  });

  it('says several changes of one click in one line', () => {
    const changes = [field('c', 'confirmed'), field('c.1', 'undone'), field('c.2', 'confirmed')];
    expect(told(receiptToShow(changes, 'c', []))).toEqual([['other', 'undone', 3]]);
  });

  it('is settled only when all of the click is, and shows what needs the rep later without what was put away', () => {
    const whole = receiptToShow([call, task('sending')], 'c', []);
    expect(whole && receiptState(whole, true)).toBe('sending');
    expect(told(receiptToShow([call, task('failed')], 'c', ['c']))).toEqual([['task', 'failed', 1]]);
    expect(receiptToShow([call, task('sending')], 'c', ['c'])).toBeUndefined();
  });
});

describe('needsRep', () => {
  it('holds for what was refused and for what waits for a sign-in, not for what goes out by itself', () => {
    expect(needsRep(action('a', { state: 'failed' }))).toBe(true);
    expect(needsRep(action('a', { state: 'needs-you' }))).toBe(true);
    expect(needsRep(action('a', { state: 'queued', error: { kind: 'auth' } }))).toBe(true);
    expect(needsRep(action('a', { state: 'queued', error: { kind: 'unavailable' } }))).toBe(false);
    expect(needsRep(action('a', { state: 'confirmed' }, { state: 'unknown' }))).toBe(false);
  });
});

describe('draftOf', () => {
  it('gives a task back as a line that means the same when it is edited again', () => {
    const now = new Date(2026, 10, 18, 15, 30);
    for (const [dueAt, allDay] of [
      [new Date(2026, 10, 23, 10, 0).getTime(), false],
      [new Date(2026, 10, 23, 12, 0).getTime(), true],
    ] as const) {
      const text = draftOf({ ...action('a'), action: { kind: 'task', title: 'Send the quote', dueAt, allDay, on: [], at: 0 } })?.text ?? '';
      const when = findWhen(text, 'en', now);
      expect(when).toMatchObject({ at: dueAt, allDay });
      expect(titleOf(text, when ? [when] : [])).toBe('Send the quote');
    }
  });

  it('gives a call and a meeting back as they were set, and nothing for what has no composer', () => {
    const of = (one: QueuedAction['action']) => draftOf({ ...action('a'), action: one });
    expect(of({ kind: 'call', direction: 'in', outcome: 'reached', durationMs: 360_000, text: 'Net 45', on: [], at: 0 })).toEqual({
      kind: 'call',
      text: 'Net 45',
      fields: { direction: 'in', outcome: 'reached', minutes: '6', followed: 'no' },
    });
    expect(of({ kind: 'meeting', title: 'Demo', startAt: 0, endAt: 2_700_000, text: 'Price', attendees: [], on: [], at: 0 })).toMatchObject(
      {
        kind: 'meeting',
        text: 'Demo',
        fields: { startAt: '0', minutes: '45', topics: '[{"topic":"","text":"Price"}]', people: '[]', on: '[]' },
      },
    );
    expect(draftOf({ ...action('a'), action: { kind: 'call', direction: 'in', on: [], at: 0 } }, true)?.fields).not.toHaveProperty(
      'followed',
    );
    expect(of({ kind: 'stage', stageId: '1', on: [], at: 0 })).toBeUndefined();
  });
});
