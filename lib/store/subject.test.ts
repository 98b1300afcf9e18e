import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { wipe } from '../../tests/engine/bench.ts';
import { type PersonRecord, recordKey } from '../model/records.ts';
import { outboxDb } from './databases.ts';
import { enqueue } from './queue.ts';
import { storePage } from './record-pages.ts';
import { saveSettings } from './settings.ts';

const ana: PersonRecord = {
  kind: 'person',
  ref: { system: 'hubspot', account: '7', object: 'contact', native: '0-1', id: '1' },
  name: 'Ana Pérez',
  emails: ['Ana@Secret.example'],
  phones: [],
  links: [],
  custom: {},
};

beforeEach(wipe);

it.each(['ana@secret.example', 'secret.example', 'ana pérez'])(
  'never-log %s holds for a record of a followed list that was never opened',
  async (entry) => {
    await storePage({ connectionId: 'c', object: 'contact', rows: [ana], at: 1 });
    await saveSettings({ neverLog: [entry] });
    const action = { kind: 'note' as const, text: 'x', on: [ana.ref], at: 1 };
    const order = { record: recordKey(ana.ref), customerName: 'Ana', action, targets: ['c'] };
    await expect(enqueue(order)).rejects.toMatchObject({ kind: 'never-log' });
    expect(await outboxDb.actions.count()).toBe(0);
  },
);
