import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Activity } from '../../../lib/systems/contract.ts';
import { standIn, wholeTimeline } from './stand-in.ts';

describe('timeline', () => {
  it.each([7, 50, 300])('timeline has no gap and no row twice in pages of %i', async (limit) => {
    const world = standIn();
    const rows = await wholeTimeline(world.person('ivan-petrov'), limit, world.io());
    const whole = await wholeTimeline(world.person('ivan-petrov'), 10_000, world.io());
    expect(rows.map(({ ref }) => `${ref.native}/${ref.id}`)).toEqual(whole.map(({ ref }) => `${ref.native}/${ref.id}`));
    expect(new Set(rows.map(({ ref }) => `${ref.native}/${ref.id}`)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(262);
    for (let at = 1; at < rows.length; at += 1) expect(rows[at]?.at).toBeLessThanOrEqual(rows[at - 1]?.at ?? 0);
  });

  it('timeline weaves in what happened on the deals of a contact', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const deal = (await amocrm.related(ref, world.io())).find(({ kind }) => kind === 'deal')?.ref ?? ref;
    await amocrm.perform({ kind: 'note', on: [deal], at: world.now, text: 'на сделке' }, 'k1', world.io());
    await amocrm.perform({ kind: 'task', on: [deal], at: world.now, title: 'по сделке', dueAt: world.now }, 'k2', world.io());
    const { rows } = await amocrm.timeline(ref, { limit: 4 }, world.io());
    expect(rows.slice(0, 2).map(({ kind, on }) => `${kind} ${on[0]?.object}`)).toEqual(['note deal', 'task deal']);
    expect(rows[2]?.on[0]).toEqual(ref);
  });

  it('timeline of a deal calls a change of stage by the name of the stage', async () => {
    const world = standIn();
    const deal = (await amocrm.related(world.person('ivan-petrov'), world.io())).find(({ kind }) => kind === 'deal')?.ref;
    const { rows } = await amocrm.timeline(deal ?? world.person('ivan-petrov'), { limit: 50 }, world.io());
    expect(rows.filter(({ ref }) => ref.native === 'events')).toMatchObject([
      { kind: 'other', title: 'Согласование договора', on: [deal] },
    ]);
  });

  it('timeline keeps its place when notes arrive and old ones are edited between two pages', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    const before = await wholeTimeline(ref, 10_000, world.io());
    const first = await amocrm.timeline(ref, { limit: 40 }, world.io());
    world.now += 5000;
    await amocrm.perform({ kind: 'note', on: [ref], at: world.now, text: 'new' }, 'k', world.io());
    const rest: Activity[] = [];
    for (let next = first.next; next !== undefined; ) {
      const page = await amocrm.timeline(ref, { limit: 40, next }, world.io());
      rest.push(...page.rows);
      next = page.next;
    }
    expect([...first.rows, ...rest].map((row) => row.ref.id)).toEqual(before.map((row) => row.ref.id));
  });

  it('timeline reads each list once when a page holds it all', async () => {
    const world = standIn();
    await amocrm.timeline(world.person('anna-petrova'), { limit: 20 }, world.io());
    expect(world.requests.map((line) => line.replace(/\d+/g, 'n')).sort()).toEqual([
      'GET /api/vn/contacts/n',
      'GET /api/vn/contacts/n/notes',
      'GET /api/vn/leads/n/notes',
      'GET /api/vn/tasks',
      'GET /api/vn/tasks',
    ]);
  });

  it('timeline refuses a cursor that is not its own', async () => {
    const world = standIn();
    await expect(amocrm.timeline(world.person('ivan-petrov'), { limit: 5, next: 'garbage' }, world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code: 'bad-cursor',
    });
  });
});
