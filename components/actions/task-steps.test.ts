import { describe, expect, it } from 'vitest';
import type { Delivery, QueuedAction } from '../../lib/model/dossier.ts';
import { type Activity, recordKey } from '../../lib/model/records.ts';
import { receiptToShow } from './receipts.ts';
import { stepChanges, stepsUnderWay, type TaskStep, tomorrow } from './task-steps.ts';

const NOW = new Date(2026, 10, 23, 15, 0).getTime();
const taskIn = (system: string, on: Activity['on'] = []): Activity => ({
  ref: { system, account: 'a', object: 'activity', native: 'task', id: '7' },
  kind: 'task',
  at: NOW,
  done: false,
  on,
});
const person = (system: string) => ({ system, account: 'a', object: 'contact' as const, native: 'contact', id: '1' });

function aChange(system: string, step: TaskStep, delivery: Partial<Delivery>, id = `change ${system}`): QueuedAction {
  const { ref } = taskIn(system);
  return {
    id,
    record: 'r',
    customerName: 'Ana',
    createdAt: NOW,
    action: { kind: 'task-change', task: ref, ...step, on: [ref], at: NOW },
    deliveries: [{ id: `${id}#`, actionId: id, connectionId: system, state: 'queued', attempts: 0, nextAt: 0, ...delivery }],
  };
}

describe('stepChanges', () => {
  it('changes every copy that can be told, on whom the task is about', () => {
    const copies = [taskIn('hubspot', [person('hubspot')]), taskIn('zoho', [person('hubspot')]), taskIn('amocrm')];
    const changes = stepChanges({ copies }, { done: true }, ({ ref }) => ref.system !== 'amocrm');
    expect(changes.map(({ on }) => on)).toEqual([[person('hubspot')], [taskIn('zoho').ref]]);
    expect(changes).toMatchObject([{ kind: 'task-change', done: true, task: taskIn('hubspot').ref }, { task: taskIn('zoho').ref }]);
  });
});

describe('tomorrow', () => {
  it('keeps the time of day, counted from today, when the task is overdue', () => {
    expect(tomorrow(new Date(2026, 10, 2, 9, 30).getTime(), NOW)).toBe(new Date(2026, 10, 24, 9, 30).getTime());
    expect(tomorrow(undefined, NOW)).toBe(new Date(2026, 10, 24, 10, 0).getTime());
  });
});

describe('stepsUnderWay', () => {
  const key = recordKey(taskIn('hubspot').ref);
  it.each<[string, Partial<Delivery>, boolean]>([
    ['it is queued', {}, true],
    ['it was confirmed a moment ago', { state: 'confirmed', receipt: { refs: [], at: NOW - 1000 } }, true],
    ['it was confirmed long ago', { state: 'confirmed', receipt: { refs: [], at: NOW - 600_000 } }, false],
    ['it was refused', { state: 'failed' }, false],
    ['it is being taken back', { state: 'undo-queued' }, false],
  ])('shows a task as changed or not when %s', (_when, delivery, isShown) => {
    expect(stepsUnderWay([aChange('hubspot', { done: true }, delivery)], NOW).has(key)).toBe(isShown);
  });

  it('lets the later click win', () => {
    const steps = stepsUnderWay([aChange('hubspot', { dueAt: 9 }, {}, 'b'), aChange('hubspot', { dueAt: 5 }, {}, 'a')], NOW);
    expect(steps.get(key)).toEqual({ dueAt: 9 });
  });
});

describe('receiptToShow', () => {
  it('shows one receipt when one click changed a task in several systems', () => {
    const actions = [
      aChange('zoho', { done: true }, {}, 'c.1'),
      aChange('hubspot', { done: true }, {}, 'c'),
      aChange('x', { done: true }, {}, 'd'),
    ];
    expect(
      receiptToShow(actions, 'c', [])
        ?.lines.flatMap(({ deliveries }) => deliveries)
        .map(({ connectionId }) => connectionId),
    ).toEqual(['hubspot', 'zoho']);
  });
});
