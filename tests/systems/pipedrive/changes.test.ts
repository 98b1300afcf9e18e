import { beforeEach, describe, expect, it } from 'vitest';
import type { Io, RecordRef } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { TOKEN } from '../../../sandbox/pipedrive/tables.ts';
import { answering, aSandbox } from './harness.ts';

const MINUTE = 60_000;
const NONE = { success: true, data: [], additional_data: { next_cursor: null } };

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

async function all(object: RecordRef['object'], cursor?: string, between: (page: number) => unknown = () => undefined, asking: Io = io) {
  const rows: Awaited<ReturnType<typeof pipedrive.changes>>['rows'] = [];
  let from = cursor;
  for (let page = 1; page < 50; page++) {
    const answer = await pipedrive.changes(object, from, asking);
    rows.push(...answer.rows);
    from = answer.cursor;
    if (!answer.more) return { rows, cursor: from, ids: rows.map(({ ref }) => ref.id) };
    await between(page);
  }
  throw new RangeError('no end');
}

/** A rep or another app at work in the same account. */
function request(method: string, path: string, body?: object): Promise<Response> {
  const headers = { 'x-api-token': TOKEN, 'content-type': 'application/json' };
  const url = `${io.connection.baseUrl}${path}`;
  return sandbox.vendor.handle(new Request(url, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
}

/** Pages of 20 instead of 500, so that a sweep has several. */
const inSmallPages = (): Io => ({
  ...io,
  fetch: (asked) => {
    const url = new URL(asked.url);
    url.searchParams.set('limit', '20');
    return io.fetch(new Request(url, asked));
  },
});

describe('changes', () => {
  it.each(['contact', 'company', 'deal', 'lead', 'activity'] as const)('tells every %s first and nothing after', async (object) => {
    const first = await all(object);
    expect(first.ids.length).toBeGreaterThan(3);
    expect(new Set(first.ids).size).toBe(first.ids.length);
    sandbox.state.now += MINUTE;
    const next = await all(object, first.cursor);
    expect(next.rows).toEqual([]);
    expect((await all(object, next.cursor)).rows).toEqual([]);
  });

  it('asks for what changed a minute before the last look, in the order of ids', async () => {
    const { cursor } = await all('contact');
    sandbox.requests.length = 0;
    await all('contact', cursor);
    const since = `${new Date(sandbox.state.now - MINUTE).toISOString().slice(0, 19)}Z`;
    expect(sandbox.requests).toHaveLength(1);
    const query = new URL(`https://x${sandbox.requests[0]?.split(' ')[1]}`).searchParams;
    expect(Object.fromEntries(query)).toMatchObject({ updated_since: since, sort_by: 'id', sort_direction: 'asc', limit: '500' });
  });

  it('tells a row again when it changes in the second of the last look', async () => {
    const { cursor } = await all('contact');
    await request('PATCH', '/api/v2/persons/1', { name: 'First' });
    const one = await all('contact', cursor);
    expect(one.rows).toMatchObject([{ name: 'First' }]);
    await request('PATCH', '/api/v2/persons/1', { name: 'Second' });
    const two = await all('contact', one.cursor);
    expect(two.rows).toMatchObject([{ name: 'Second' }]);
    sandbox.state.now += 5_000;
    const three = await all('contact', two.cursor);
    expect((await all('contact', three.cursor)).rows).toEqual([]);
  });

  it.each(['contact', 'activity'] as const)('loses no %s when rows change between pages', async (object) => {
    const quiet = await all(object);
    const path = object === 'contact' ? '/api/v2/persons' : '/api/v2/activities';
    const value = (page: number) => (object === 'contact' ? { name: `Moved ${page}` } : { subject: `Moved ${page}` });
    const moving = await all(object, undefined, (page) => request('PATCH', `${path}/${page}`, value(page)), inSmallPages());
    expect(quiet.ids.filter((id) => !moving.ids.includes(id))).toEqual([]);
    const after = await all(object, moving.cursor);
    expect(after.ids).toEqual(expect.arrayContaining(['1', '2']));
  });

  it('loses no note when notes are deleted between pages', async () => {
    const quiet = (await all('activity')).ids.filter((id) => id.startsWith('note:'));
    const gone = quiet.slice(0, 2).map((id) => id.slice('note:'.length));
    const first = await all(
      'activity',
      undefined,
      (page) => gone[page - 1] && request('DELETE', `/api/v1/notes/${gone[page - 1]}`),
      inSmallPages(),
    );
    expect(quiet.filter((id) => !first.ids.includes(id))).toEqual([]);
  });

  it('tells activities and notes as entries', async () => {
    const { cursor } = await all('activity');
    sandbox.state.now += 5 * MINUTE;
    const on = [sandbox.ref('ana-perez')];
    const at = sandbox.state.now;
    const note = await pipedrive.perform({ kind: 'note', text: 'New', on, at }, 'a', io);
    const task = await pipedrive.perform({ kind: 'task', title: 'New too', on, at }, 'b', io);
    expect((await all('activity', cursor)).rows).toMatchObject([
      { ref: task.refs[0], kind: 'task', title: 'New too', on },
      { ref: note.refs[0], kind: 'note', text: 'New', on },
    ]);
  });

  it('tells a deleted deal as a tombstone once', async () => {
    const { cursor, rows } = await all('deal');
    sandbox.state.now += 5 * MINUTE;
    await request('DELETE', '/api/v2/deals/1');
    sandbox.state.now += MINUTE / 2;
    const next = await all('deal', cursor);
    const ref = rows.find((each) => each.ref.id === '1')?.ref;
    expect(next.rows).toEqual([{ ref, deletedAt: sandbox.state.now - MINUTE / 2 }]);
    expect((await all('deal', next.cursor)).rows).toEqual([]);
  });

  it.each([
    ['contact', { is_deleted: true }],
    ['activity', { active_flag: false }],
  ] as const)('tells a %s that says of itself that it is deleted as a tombstone', async (object, mark) => {
    const spoilt = answering((asked) =>
      Response.json(asked.url.includes('/v2/') ? { ...NONE, data: [{ id: 5, update_time: '2026-11-16T10:00:00Z', ...mark }] } : NONE),
    );
    const { rows } = await pipedrive.changes(object, undefined, spoilt);
    expect(rows).toEqual([{ ref: expect.objectContaining({ id: '5', object }), deletedAt: Date.UTC(2026, 10, 16, 10) }]);
  });

  it('throws for what it cannot follow, for a cursor that is none, and for one that never moves', async () => {
    await expect(pipedrive.changes('order', undefined, io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    const { cursor } = await all('contact');
    for (const [object, odd] of [
      ['contact', 'garbage'],
      ['contact', '[{"told":[],"fresh":[],"since":1e99}]'],
      ['deal', cursor],
    ] as const)
      await expect(pipedrive.changes(object, odd, io)).rejects.toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    const stuck = answering(() => Response.json({ ...NONE, additional_data: { next_cursor: 'same' } }));
    await expect(all('contact', undefined, undefined, stuck)).rejects.toMatchObject({ kind: 'protocol', code: 'stuck-cursor' });
  });
});
