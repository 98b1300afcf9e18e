import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { failure } from '../../failure.ts';
import { LIMITED, type StandIn, standIn } from './stand-in.ts';

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) => new Response(JSON.stringify(body), { status, headers });

describe('perform and confirm', () => {
  const note = (box: StandIn, on: RecordRef[] = [box.person('ana-perez')]): Action => ({
    kind: 'note',
    text: 'One\n<two> & "three"',
    on,
    at: box.now,
  });
  const task = (box: StandIn): Action => ({
    kind: 'task',
    title: 'Call',
    priority: 'high',
    dueAt: box.now + 60_000,
    on: [box.person('ana-perez')],
    at: box.now,
  });

  it('perform sends the note in one request to all records of the account', async () => {
    const box = standIn();
    const related = await hubspot.related(box.person('ana-perez'), box.io());
    box.requests.length = 0;
    box.bodies.length = 0;
    const known = related.filter(({ ref }) => ref.object === 'company' || ref.object === 'deal');
    const refs = [box.person('ana-perez'), ...known.map((each) => each.ref)];
    await hubspot.perform(note(box, refs), 'key-7', box.io());
    expect(box.requests).toEqual(['POST /crm/objects/2026-09/notes']);
    const types = [202, 190, 214, 214];
    expect(box.bodies[0]).toEqual({
      properties: {
        hs_timestamp: new Date(box.now).toISOString(),
        hs_note_body: 'One<br>&lt;two&gt; &amp; &quot;three&quot;',
        hubspot_owner_id: box.vendor.connection.userId,
        hs_unique_id: 'key-7',
      },
      associations: refs.map((ref, n) => ({
        to: { id: ref.id },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: types[n] }],
      })),
    });
    expect(box.effects).toMatchObject([{ actionKind: 'note', key: 'key-7' }]);
  });

  /** An account whose HubSpot keeps no marker: it refuses the property, or takes it and forgets it. */
  function withoutMarker(box: StandIn, way: 'refuses' | 'forgets'): Io {
    return box.answering(async (request) => {
      const text = await request.clone().text();
      if (request.method !== 'POST' || !text.includes('"hs_unique_id":')) return box.vendor.handle(request);
      if (way === 'refuses') {
        const errors = [{ message: 'read only', code: 'READ_ONLY_VALUE', context: { propertyName: ['hs_unique_id'] } }];
        return json({ status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid', errors }, 400);
      }
      const body = JSON.parse(text);
      body.properties.hs_unique_id = undefined;
      return box.vendor.handle(new Request(request.url, { method: 'POST', headers: request.headers, body: JSON.stringify(body) }));
    });
  }

  it.each(['refuses', 'forgets'] as const)('confirm knows the entry by its content when HubSpot %s the marker', async (way) => {
    const box = standIn();
    for (const action of [note(box), task(box)]) {
      const receipt = await hubspot.perform(action, `k-${action.kind}`, withoutMarker(box, way));
      expect(await hubspot.confirm(action, `k-${action.kind}`, box.io())).toEqual(receipt);
      expect(
        await hubspot.confirm(
          { ...action, at: action.at - 1, on: action.on, ...(action.kind === 'task' && { dueAt: 5 }) } as Action,
          'k',
          box.io(),
        ),
      ).toBeUndefined();
    }
    expect(box.effects).toHaveLength(2);
  });

  it('confirm tells two equal notes of the same moment apart by their keys', async () => {
    const box = standIn();
    const action = note(box);
    const first = await hubspot.perform(action, 'k-1', box.io());
    expect(await hubspot.confirm(action, 'k-2', box.io())).toBeUndefined();
    const second = await hubspot.perform(action, 'k-2', box.io());
    expect((await hubspot.confirm(action, 'k-1', box.io()))?.refs).toEqual(first.refs);
    expect((await hubspot.confirm(action, 'k-2', box.io()))?.refs).toEqual(second.refs);
  });

  it('perform changes a task and confirm sees it', async () => {
    const box = standIn();
    const [made] = (await hubspot.perform(task(box), 'k-1', box.io())).refs;
    if (!made) throw new RangeError('no task');
    const change: Action = {
      kind: 'task-change',
      task: made,
      done: true,
      dueAt: box.now + 5_000,
      on: [box.person('ana-perez')],
      at: box.now,
    };
    expect(await hubspot.confirm(change, 'k-2', box.io())).toBeUndefined();
    const receipt = await hubspot.perform(change, 'k-2', box.io());
    expect(receipt).toMatchObject({
      refs: [made],
      before: { was: { hs_task_status: 'NOT_STARTED', hs_timestamp: new Date(box.now + 60_000).toISOString() } },
    });
    expect((await hubspot.confirm(change, 'k-2', box.io()))?.refs).toEqual([made]);
    const { rows } = await hubspot.timeline(box.person('ana-perez'), { limit: 5 }, box.io());
    expect(rows.find((row) => row.ref.id === made.id)).toMatchObject({ done: true, dueAt: box.now + 5_000 });
  });

  it.each<[string, (box: StandIn) => Action, string]>([
    ['no text', (box) => ({ ...note(box), text: ' \n' }) as Action, 'empty'],
    ['no title', (box) => ({ ...task(box), title: '' }) as Action, 'empty'],
    ['too much text', (box) => ({ ...note(box), text: '<'.repeat(20_000) }) as Action, 'too-long'],
    ['a moment that is none', (box) => ({ ...note(box), at: Number.NaN }), 'bad-time'],
    [
      'nothing to change',
      (box) => ({ kind: 'task-change', task: { ...box.person('ana-perez'), object: 'activity', native: '0-27' }, on: [], at: 0 }),
      'no-change',
    ],
    [
      'a task of another account',
      (box) => ({ kind: 'task-change', done: true, task: { ...box.person('ana-perez'), account: '9' }, on: [], at: 0 }),
      'wrong-account',
    ],
    ['a kind it does not know', (box) => ({ kind: 'tag', tags: ['x'], on: [box.person('ana-perez')], at: 0 }), 'unsupported'],
  ])('perform refuses %s without asking', async (_, action, code) => {
    const box = standIn();
    expect(await failure(hubspot.perform(action(box), 'k', box.io()))).toMatchObject({ kind: 'invalid', code });
    expect(box.requests).toEqual([]);
  });

  it('perform names the scope when the key may only read', async () => {
    const box = standIn();
    expect(await failure(hubspot.perform(note(box), 'k', box.io(LIMITED)))).toMatchObject({
      kind: 'forbidden',
      field: 'crm.objects.contacts.write',
    });
    expect(box.effects).toEqual([]);
  });

  it('perform leaves the outcome open when the answer to a write makes no sense', async () => {
    const box = standIn();
    expect(
      (
        await failure(
          hubspot.perform(
            note(box),
            'k',
            box.answering(() => json([1], 201)),
          ),
        )
      ).kind,
    ).toBe('unknown-outcome');
  });
});
