import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { wipe } from '../../tests/engine/bench.ts';
import type { DueTask, TabState } from '../model/dossier.ts';
import { type RecordRef, recordKey } from '../model/records.ts';
import { saveConnectionInfo } from '../store/connections.ts';
import { saveOpening } from '../store/dossiers.ts';
import { saveTasks } from '../store/tasks.ts';
import { tasksDue } from './badge.ts';

const NOON = new Date(2026, 10, 21, 12).getTime();
const HOUR = 3_600_000;
const ana: RecordRef = { system: 'hubspot', account: 'acme', object: 'contact', native: '0-1', id: '1' };
const ANA = recordKey(ana);
const state: TabState = {
  page: {
    kind: 'record',
    record: { system: 'hubspot', object: 'contact', native: '0-1', id: '1', account: 'acme', host: 'app.hubspot.com' },
  },
  via: 'url',
  connectionId: 'h',
  at: 0,
};
const task = (system: string, id: string, title: string, dueAt: number): DueTask => ({
  task: {
    ref: { system, account: 'acme', object: 'activity', native: 'task', id },
    kind: 'task',
    at: dueAt,
    title,
    dueAt,
    done: false,
    on: [],
  },
  connectionId: system,
  dossier: ANA,
  customerName: 'Ana',
});

describe('tasksDue', () => {
  beforeEach(async () => {
    await wipe();
    const info = {
      systemName: 'HubSpot',
      mark: 'Hs',
      userId: '1',
      userName: 'Luis',
      can: [],
      missing: [],
      createdAt: 1,
      state: 'ok',
    } as const;
    await saveConnectionInfo({ id: 'h', system: 'hubspot', account: 'acme', ...info, can: [], missing: [] });
    await saveOpening({ record: ANA, dossier: ANA, people: [{ ref: ana, name: 'Ana' }], at: NOON });
  });

  it('counts what is overdue or due by midnight, and copies of one task once', async () => {
    await saveTasks(ANA, 'hubspot', [
      task('hubspot', '1', 'Call back', NOON + HOUR),
      task('hubspot', '2', 'Send the offer', NOON - 48 * HOUR),
      task('hubspot', '3', 'Visit', NOON + 30 * HOUR),
    ]);
    await saveTasks(ANA, 'pipedrive', [task('pipedrive', '9', 'Call back', NOON + HOUR)]);
    expect(await tasksDue(state, NOON)).toBe(2);
  });

  it('is nothing when the tab shows no record, or another customer', async () => {
    await saveTasks('other', 'hubspot', [{ ...task('hubspot', '1', 'Call back', NOON), dossier: 'other' }]);
    expect(await tasksDue(state, NOON)).toBe(0);
    expect(await tasksDue(undefined, NOON)).toBe(0);
    expect(await tasksDue({ ...state, page: { kind: 'crm', system: 'hubspot' } }, NOON)).toBe(0);
  });
});
