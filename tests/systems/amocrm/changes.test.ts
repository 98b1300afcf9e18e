import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Activity, Io, RecordRef, SystemRecord, Tombstone } from '../../../lib/systems/contract.ts';
import { type StandIn, standIn } from './stand-in.ts';

type Row = SystemRecord | Activity | Tombstone;
type Kind = RecordRef['object'];
const HOUR = 3_600_000;

async function sweep(object: Kind, cursor: string | undefined, io: Io): Promise<{ rows: Row[]; cursor: string }> {
  const rows: Row[] = [];
  let from = cursor;
  for (let page = 0; page < 60; page += 1) {
    const answer = await amocrm.changes(object, from, io);
    rows.push(...answer.rows);
    from = answer.cursor;
    if (!answer.more) return { rows, cursor: from };
  }
  throw new RangeError('no end');
}

/** The web UI's own buttons, which the API has no counterpart for. */
async function press(world: StandIn, path: string, refs: readonly RecordRef[]): Promise<void> {
  const body = new URLSearchParams(refs.map(({ id }) => ['id[]', id]));
  await world.vendor.handle(new Request(`https://vektordemo.amocrm.ru/ajax/${path}`, { method: 'POST', body }));
}

const ids = (rows: readonly Row[]) => rows.map(({ ref }) => ref.id);
const isTombstone = (row: Row) => !('kind' in row);
/** Small pages, as if the account were large. */
const inPagesOf = (limit: number, world: StandIn, watch: () => void) =>
  world.answering((request) => {
    const url = new URL(request.url);
    watch();
    if (request.method === 'GET' && url.searchParams.has('limit')) url.searchParams.set('limit', String(limit));
    return world.vendor.handle(new Request(url, request));
  });

describe('changes', () => {
  it.each(['contact', 'company', 'deal', 'activity'] as const)('tells every %s once, then nothing', async (object) => {
    const world = standIn();
    world.now += HOUR;
    const first = await sweep(object, undefined, world.io());
    expect(first.rows.length).toBeGreaterThan(10);
    expect(new Set(first.rows.map(({ ref }) => `${ref.native}/${ref.id}`)).size).toBe(first.rows.length);
    expect(first.rows.some(isTombstone)).toBe(false);
    expect((await sweep(object, first.cursor, world.io())).rows).toEqual([]);
  });

  it('tells links, money and advertising source of a deal as reading it does', async () => {
    const world = standIn();
    const { rows } = await sweep('deal', undefined, world.io());
    for (const row of rows.slice(0, 8)) expect(row).toEqual(await amocrm.read(row.ref, world.io()));
  });

  it('tells what was changed since, within an overlap', async () => {
    const world = standIn();
    world.now += HOUR;
    const { cursor } = await sweep('activity', undefined, world.io());
    const ref = world.person('ivan-petrov');
    await amocrm.perform({ kind: 'note', on: [ref], at: world.now, text: 'новая' }, 'k1', world.io());
    await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'дело', dueAt: world.now }, 'k2', world.io());
    world.now += 60_000;
    const next = await sweep('activity', cursor, world.io());
    expect(next.rows).toMatchObject([
      { kind: 'note', text: 'новая' },
      { kind: 'task', title: 'дело' },
    ]);
    expect((await sweep('activity', next.cursor, world.io())).rows).toEqual([]);
  });

  it('tells a row again that changes within the second it was told in', async () => {
    const world = standIn();
    const { cursor } = await sweep('activity', undefined, world.io());
    const ref = world.person('ivan-petrov');
    const { refs } = await amocrm.perform({ kind: 'task', on: [ref], at: world.now, title: 'дело', dueAt: world.now }, 'k', world.io());
    const next = await sweep('activity', cursor, world.io());
    await amocrm.perform({ kind: 'task-change', on: [], at: 0, task: refs[0] ?? ref, done: true }, 'k2', world.io());
    expect((await sweep('activity', next.cursor, world.io())).rows).toMatchObject([{ ref: refs[0], done: true }]);
  });

  it.each(['contact', 'deal', 'activity'] as const)('misses no %s when rows change while pages are read', async (object) => {
    const world = standIn();
    const { rows: whole } = await sweep(object, undefined, world.io());
    let reads = 0;
    const io = inPagesOf(20, world, () => {
      reads += 1;
      world.now += 1000;
    });
    const rows: Row[] = [];
    let cursor: string | undefined;
    for (let more = true; more; ) {
      const answer = await amocrm.changes(object, cursor, io);
      rows.push(...answer.rows);
      ({ cursor, more } = answer);
      // A row that was told leaves its place for the end, and all behind it move up.
      const told = answer.rows[0]?.ref;
      if (told && object !== 'activity' && reads < 6)
        await amocrm.perform({ kind: 'field', on: [told], at: world.now, field: 'name', value: `Новое ${reads}` }, 'k', world.io());
    }
    expect(new Set(ids(rows))).toEqual(new Set(ids(whole)));
  });

  it('leaves a tombstone for what was deleted, and none for what is back', async () => {
    const world = standIn();
    world.now += HOUR;
    const [contacts, deals] = [await sweep('contact', undefined, world.io()), await sweep('deal', undefined, world.io())];
    const gone = world.person('anna-petrova');
    const [lost, back] = deals.rows.map(({ ref }) => ref) as [RecordRef, RecordRef];
    await press(world, 'contacts/delete', [gone]);
    await press(world, 'leads/delete', [lost, back]);
    await press(world, 'leads/restore', [back]);
    const deletedAt = Math.floor(world.now / 1000) * 1000;
    world.now += 60_000;
    expect((await sweep('contact', contacts.cursor, world.io())).rows).toEqual([{ ref: gone, deletedAt }]);
    const next = await sweep('deal', deals.cursor, world.io());
    const tombs = next.rows.filter(isTombstone);
    expect(new Set(ids(tombs))).toEqual(new Set([lost.id]));
    expect(next.rows.filter((row) => !isTombstone(row))).toMatchObject([{ ref: back, kind: 'deal' }]);
    expect((await sweep('deal', next.cursor, world.io())).rows).toEqual([]);
  });

  it('says what a contact was merged into', async () => {
    const world = standIn();
    world.now += HOUR;
    const { cursor } = await sweep('contact', undefined, world.io());
    const [kept, merged] = [world.person('ivan-petrov'), world.person('anna-petrova')];
    await press(world, 'contacts/merge', [kept, merged]);
    world.now += 60_000;
    expect((await sweep('contact', cursor, world.io())).rows).toMatchObject([
      { ref: kept, kind: 'person' },
      { ref: merged, mergedInto: kept },
    ]);
  });

  it('leaves tombstones for notes and tasks', async () => {
    const world = standIn();
    world.now += HOUR;
    const { rows, cursor } = await sweep('activity', undefined, world.io());
    const note = rows.find(({ ref }) => ref.native === 'notes')?.ref as RecordRef;
    const task = rows.find(({ ref }) => ref.native === 'tasks')?.ref as RecordRef;
    await press(world, 'notes/delete', [note]);
    await press(world, 'tasks/delete', [task]);
    world.now += 60_000;
    const next = await sweep('activity', cursor, world.io());
    expect(next.rows.filter(isTombstone).map(({ ref }) => ref)).toEqual(expect.arrayContaining([note, task]));
    expect(next.rows).toHaveLength(2);
  });

  it('reads from the newest row down when the account ignores filters', async () => {
    const world = standIn();
    world.now += HOUR;
    const asked: string[] = [];
    const io = world.answering((request) => {
      const url = new URL(request.url);
      asked.push(decodeURIComponent(url.search));
      for (const name of [...url.searchParams.keys()]) if (name.startsWith('filter')) url.searchParams.delete(name);
      url.searchParams.set('limit', '15');
      return world.vendor.handle(new Request(url, request));
    });
    const first = await sweep('contact', undefined, io);
    const ref = world.person('ivan-petrov');
    await amocrm.perform({ kind: 'field', on: [ref], at: world.now, field: 'POSITION', value: 'Директор' }, 'k', world.io());
    world.now += 60_000;
    asked.length = 0;
    const next = await sweep('contact', first.cursor, io);
    expect(next.rows).toMatchObject([{ ref, title: 'Директор' }]);
    expect(asked.some((query) => query.includes('order[updated_at]=desc'))).toBe(true);
    expect(asked.length).toBeLessThan(6);
  });

  it('asks with bounds and order the API has', async () => {
    const world = standIn();
    world.now += HOUR;
    const asked: string[] = [];
    const io = world.answering((request) => {
      const url = new URL(request.url);
      asked.push(decodeURIComponent(url.pathname.slice(8) + url.search));
      return world.vendor.handle(request);
    });
    const { cursor } = await sweep('deal', undefined, io);
    expect(asked).toEqual(['leads?with=contacts,loss_reason,source,catalog_elements&order[updated_at]=asc&limit=250&page=1']);
    asked.length = 0;
    await sweep('deal', cursor, io);
    const since = /from\]=(\d+)/.exec(asked[0] ?? '')?.[1];
    expect(asked).toEqual([
      `leads?filter[updated_at][from]=${since}&with=contacts,loss_reason,source,catalog_elements&order[updated_at]=asc&limit=250&page=1`,
      expect.stringMatching(/^leads\?filter\[updated_at\]\[from\]=\d+&with=only_deleted&order\[updated_at\]=asc&limit=250&page=1$/),
      expect.stringMatching(
        /^events\?filter\[entity\]=lead&filter\[type\]\[\]=lead_deleted&filter\[type\]\[\]=entity_merged&filter\[created_at\]\[from\]=\d+&limit=100&page=1$/,
      ),
    ]);
  });

  it('refuses what it cannot follow, and a cursor that is not its own', async () => {
    const world = standIn();
    const contacts = await sweep('contact', undefined, world.io());
    world.requests.length = 0;
    await expect(amocrm.changes('customer', undefined, world.io())).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    await expect(amocrm.changes('contact', 'garbage', world.io())).rejects.toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    await expect(amocrm.changes('deal', contacts.cursor, world.io())).rejects.toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    expect(world.requests).toEqual([]);
  });
});
