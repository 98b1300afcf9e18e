import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Io, RecordRef } from '../../../lib/systems/contract.ts';
import { ivan, type Json, rowsIn } from './altering.ts';
import { type StandIn, standIn } from './stand-in.ts';

describe('changes in an account of its own kind', () => {
  const HOUR = 3_600_000;
  /** A sweep later than the first, in which events are answered so. */
  async function told(object: 'contact' | 'activity', events: (world: StandIn) => Json[], filtered = true) {
    const world = standIn();
    world.now += HOUR;
    const { cursor } = await whole(object, undefined, world.io());
    const stamped = events(world).map((event, index) => ({ id: `e${index}`, created_at: Math.floor(world.now / 1000), ...event }));
    world.now += 60_000;
    const io = world.answering(async (request) => {
      const url = new URL(request.url);
      if (url.pathname.endsWith('/events')) return Response.json(rowsIn('events', stamped));
      if (!filtered) for (const name of [...url.searchParams.keys()]) if (name === 'filter[id][]') url.searchParams.delete(name);
      return world.vendor.handle(new Request(url, request));
    });
    return (await whole(object, cursor, io)).rows;
  }
  async function whole(object: 'contact' | 'activity', from: string | undefined, io: Io) {
    const rows: unknown[] = [];
    let page = await amocrm.changes(object, from, io);
    for (rows.push(...page.rows); page.more; rows.push(...page.rows)) page = await amocrm.changes(object, page.cursor, io);
    return { rows, cursor: page.cursor };
  }
  const merge = (...named: unknown[]) => ({
    type: 'entity_merged',
    entity_type: 'contact',
    value_before: named.map((id) => ({ contact: { id } })),
  });

  it('leaves no tombstone for an event of another kind, without a record, or of one that is there', async () => {
    const rows = await told('contact', (world) => [
      { type: 'contact_deleted', entity_type: 'company', entity_id: 1 },
      { type: 'contact_deleted' },
      { type: 'contact_deleted', entity_id: ivan(world).id },
      { type: 'contact_added', entity_id: 3 },
      { entity_id: 4 },
    ]);
    expect(rows).toEqual([]);
  });

  it('does not say what was merged into what when several are left, or when nobody can be asked', async () => {
    const events = (world: StandIn) => [merge(ivan(world).id, world.person('anna-petrova').id, 1)];
    const rows = await told('contact', events);
    expect(rows).toMatchObject([{ ref: { id: '1' } }]);
    expect(rows[0]).not.toHaveProperty('mergedInto');
    expect(await told('contact', events, false)).toEqual([]);
  });

  it('leaves a tombstone for a deleted record also where nobody can be asked', async () => {
    expect(await told('contact', () => [{ type: 'contact_deleted', entity_id: 1 }], false)).toMatchObject([{ ref: { id: '1' } }]);
  });

  it('tells notes by what the event names, and tasks by the event itself', async () => {
    const rows = await told('activity', () => [
      { type: 'common_note_deleted', value_after: [{ note: { id: 8 } }, {}] },
      { type: 'common_note_deleted', value_before: [{ note: { id: 9 } }] },
      { type: 'common_note_deleted' },
      { type: 'task_deleted', entity_type: 'task', entity_id: 7 },
      { type: 'task_deleted', entity_type: 'task' },
      { type: 'task_deleted', entity_type: 'lead', entity_id: 6 },
    ]);
    expect(rows.map((row) => (row as { ref: RecordRef }).ref.id).sort()).toEqual(['7', '8', '9']);
  });
});
