import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { keys, setUp } from './stage.ts';

describe('salesforce against the sandbox', () => {
  it('verify names account, user and rights', async () => {
    const { io } = setUp();
    const report = await salesforce.verify(io);
    expect(report).toMatchObject({ account: 'northwind-demo', userId: io.connection.userId, userName: 'Marta Ruiz', missing: [] });
    expect(new Set(report.can)).toEqual(salesforce.capabilities);
  });

  it('read gives a contact with its company in one request', async () => {
    const { io, person, requests } = setUp();
    const record = await salesforce.read(person('james-oneil'), io);
    expect(record.kind).toBe('person');
    expect(requests).toHaveLength(1);
  });

  it('find, related, timeline, owners, pipelines walk', async () => {
    const { io, person } = setUp();
    const record = await salesforce.read(person('james-oneil'), io);
    if (record.kind !== 'person') throw new Error('person expected');
    for (const given of [{ emails: record.emails }, { names: [record.name] }, { phones: record.phones }]) {
      const found = await salesforce.find(keys(given), io);
      expect(found.map(({ ref }) => ref)).toContainEqual(record.ref);
    }
    const related = await salesforce.related(record.ref, io);
    expect(related.map(({ kind }) => kind)).toEqual(['company', 'deal']);
    expect(related[1]).toMatchObject({ amount: { amountMinor: 128_000_000, currency: 'USD' }, status: 'open' });
    const seen: string[] = [];
    let next: string | undefined;
    let last = Number.POSITIVE_INFINITY;
    do {
      const page = await salesforce.timeline(record.ref, { limit: 40, ...(next && { next }) }, io);
      for (const row of page.rows) {
        expect(row.at).toBeLessThanOrEqual(last);
        last = row.at;
        seen.push(row.ref.id);
      }
      next = page.next;
    } while (next);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(250);
    expect((await salesforce.owners(io)).length).toBe(4);
    expect((await salesforce.pipelines(io))[0]?.stages).toHaveLength(7);
  });

  it('perform and confirm a note and a task', async () => {
    const { io, person, effects } = setUp();
    const ref = person('james-oneil');
    const record = await salesforce.read(ref, io);
    const on = [ref, ...record.links.map((link) => link.ref)];
    const note: Action = { kind: 'note', text: 'Hello <b>"O\'Neil"</b>\nsecond line — 日本', on, at: io.now() };
    expect(await salesforce.confirm(note, 'k1', io)).toBeUndefined();
    const receipt = await salesforce.perform(note, 'k1', io);
    expect((await salesforce.confirm(note, 'k1', io))?.refs).toEqual(receipt.refs);
    expect(await salesforce.confirm(note, 'k2', io)).toBeUndefined();
    const first = (await salesforce.timeline(ref, { limit: 5 }, io)).rows.find((row) => row.ref.id === receipt.refs[0]?.id);
    expect(first?.text).toBe('Hello <b>"O\'Neil"</b>\nsecond line — 日本');
    const dueAt = io.now() + 3 * 3_600_000;
    const task: Action = { kind: 'task', title: 'Call back', text: 'about the offer', dueAt, priority: 'high', on, at: io.now() };
    expect(await salesforce.confirm(task, 'k3', io)).toBeUndefined();
    const made = await salesforce.perform(task, 'k3', io);
    expect((await salesforce.confirm(task, 'k3', io))?.refs).toEqual(made.refs);
    const row = (await salesforce.timeline(ref, { limit: 5 }, io)).rows.find((each) => each.ref.id === made.refs[0]?.id);
    expect(row).toMatchObject({ kind: 'task', title: 'Call back', text: 'about the offer', dueAt, done: false });
    const taskRef = made.refs[0] ?? expect.fail('no ref');
    const change: Action = { kind: 'task-change', task: taskRef, done: true, on: [], at: io.now() };
    expect(await salesforce.confirm(change, 'k4', io)).toBeUndefined();
    await salesforce.perform(change, 'k4', io);
    expect(await salesforce.confirm(change, 'k4', io)).toBeDefined();
    expect(effects.map(({ actionKind }) => actionKind)).toEqual(['note', 'task', 'task-change']);
  });
});
