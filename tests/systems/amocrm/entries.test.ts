import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, RecordRef } from '../../../lib/systems/contract.ts';
import { problem, standIn, wholeTimeline } from './stand-in.ts';

describe('perform and confirm', () => {
  const note = (on: RecordRef[], at: number): Action => ({ kind: 'note', on, at, text: 'Перезвонить\nв среду' });

  it('perform writes a note on the first record of this account and confirm finds it', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const stranger = { ...ref, account: 'other', id: '5' };
    const action = note([stranger, ref], world.now);
    expect(await amocrm.confirm(action, 'key-1', world.io())).toBeUndefined();
    const receipt = await amocrm.perform(action, 'key-1', world.io());
    expect(world.effects).toMatchObject([{ actionKind: 'note', key: 'key-1', ref: receipt.refs[0] }]);
    expect(receipt.url).toBe(`https://vektordemo.amocrm.ru/contacts/detail/${ref.id}`);
    expect(await amocrm.confirm(action, 'key-1', world.io())).toMatchObject({ refs: receipt.refs });
    const [top] = (await amocrm.timeline(ref, { limit: 1 }, world.io())).rows;
    expect(top).toMatchObject({ kind: 'note', text: 'Перезвонить\nв среду', at: Math.floor(world.now / 1000) * 1000 });
  });

  it('confirm takes no earlier note with the same words for an unanswered one', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    await amocrm.perform(note([ref], world.now), 'key-1', world.io());
    expect(await amocrm.confirm(note([ref], world.now + 60_000), 'key-2', world.io())).toBeUndefined();
  });

  it('confirm does not depend on the search index', async () => {
    const world = standIn();
    world.searchLagMs = 3_600_000;
    const action = note([world.person('ivan-petrov')], world.now);
    await amocrm.perform(action, 'k', world.io());
    expect(await amocrm.confirm(action, 'k', world.io())).toBeDefined();
  });

  it('perform leaves the outcome open when the answer is lost, cut or a server error', async () => {
    const world = standIn();
    const action = note([world.person('ivan-petrov')], world.now);
    const lost = world.answering(() => Promise.reject(new TypeError('fetch failed')));
    const cut = world.answering(() => new Response('{"_embedded":{"no', { headers: { 'content-type': 'application/hal+json' } }));
    for (const io of [lost, cut, world.answering(() => problem(504)), world.answering(() => Response.json({}))])
      await expect(amocrm.perform(action, 'k', io)).rejects.toMatchObject({ kind: 'unknown-outcome' });
  });

  it('perform makes a task with title, text, owner and date', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const dueAt = world.now + 86_400_000;
    const action: Action = { kind: 'task', on: [ref], at: world.now, title: 'Отправить КП', text: 'до обеда', dueAt, ownerId: '504102' };
    const receipt = await amocrm.perform(action, 'key-2', world.io());
    expect(await amocrm.confirm(action, 'key-2', world.io())).toMatchObject({ refs: receipt.refs });
    const task = (await wholeTimeline(ref, 500, world.io())).find((row) => row.ref.id === receipt.refs[0]?.id);
    expect(task).toMatchObject({ kind: 'task', title: 'Отправить КП', text: 'до обеда', dueAt, ownerId: '504102', done: false });
  });

  it('perform ends a task without a date with the day in the time zone of the account', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const { timeZone: _, ...connection } = world.vendor.connection;
    await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'x' }, 'k', { ...world.io(), connection });
    const task = (await wholeTimeline(ref, 500, world.io())).find(({ title }) => title === 'x');
    expect(new Date(task?.dueAt ?? 0).toISOString()).toBe('2026-11-16T20:59:59.000Z');
  });

  it('perform completes and moves a task, and confirm sees it', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const { refs } = await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'x', dueAt: world.now }, 'k', world.io());
    const task = refs[0] ?? ref;
    const change: Action = { kind: 'task-change', on: [ref], at: world.now, task, done: true, dueAt: world.now + 1000 };
    expect(await amocrm.confirm(change, 'k2', world.io())).toBeUndefined();
    await amocrm.perform(change, 'k2', world.io());
    expect(await amocrm.confirm(change, 'k2', world.io())).toMatchObject({ refs: [task] });
    expect(world.effects.map(({ actionKind }) => actionKind)).toEqual(['task', 'task-change']);
  });

  it('perform sends nothing when no record belongs to this account or the action is not supported', async () => {
    const world = standIn();
    const ref = { ...world.person('ivan-petrov'), account: 'other' };
    await expect(amocrm.perform(note([ref], 1), 'k', world.io())).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    const file: Action = { kind: 'file', name: 'a', type: 'b', bytes: new Uint8Array(), on: [], at: 1 };
    await expect(amocrm.perform(file, 'k', world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code: 'unsupported',
    });
    expect(world.requests).toEqual([]);
  });
});
