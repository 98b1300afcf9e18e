import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, Io, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { type StandIn, standIn } from './stand-in.ts';

const HOUR = 3_600_000;
const undo = (world: StandIn, receipt: Receipt) => amocrm.undo?.(receipt, world.io()) ?? Promise.reject(new TypeError('no undo'));
const ivan = (world: StandIn) => world.person('ivan-petrov');
const around = async (world: StandIn, kind: string): Promise<RecordRef> => {
  const found = (await amocrm.related(ivan(world), world.io())).find((record) => record.kind === kind);
  if (!found) throw new RangeError(`no ${kind}`);
  world.requests.length = 0;
  return found.ref;
};

/** A browser that sends every write twice on a connection that broke. */
function doubling(world: StandIn): Io {
  return world.answering(async (request) => {
    if (request.method !== 'GET') await world.vendor.handle(request.clone());
    return world.vendor.handle(request);
  });
}

describe('entries that the browser sends twice', () => {
  const MAKERS: Record<string, (world: StandIn) => Action> = {
    note: (world) => ({ kind: 'note', text: 'Дважды', on: [ivan(world)], at: world.now }),
    task: (world) => ({ kind: 'task', title: 'Дважды', dueAt: world.now, on: [ivan(world)], at: world.now }),
    call: (world) => ({ kind: 'call', direction: 'in', text: 'Дважды', on: [ivan(world)], at: world.now }),
    meeting: (world) => ({
      kind: 'meeting',
      title: 'Дважды',
      startAt: world.now,
      endAt: world.now + HOUR,
      attendees: [],
      on: [ivan(world)],
      at: world.now,
    }),
    create: (world) => ({ kind: 'create', object: 'contact', values: { name: 'Дважды Созданный' }, on: [], at: world.now }),
  };

  it.each(Object.keys(MAKERS))('confirm of a %s tells all copies', async (kind) => {
    const world = standIn();
    const action = MAKERS[kind]?.(world) ?? expect.fail();
    await amocrm.perform(action, 'key-1', doubling(world));
    const made = world.effects.filter(({ actionKind }) => actionKind === kind).map(({ ref }) => ref);
    expect(made).toHaveLength(2);
    expect((await amocrm.confirm(action, 'key-1', world.io()))?.refs).toEqual(made);
  });

  it.each(['stage', 'field', 'tag', 'owner'])('a %s is set once, and set back once', async (kind) => {
    const world = standIn();
    const deal = await around(world, 'deal');
    const actions: Record<string, Action> = {
      stage: { kind: 'stage', stageId: '61000015', on: [deal], at: 0 },
      field: { kind: 'field', field: 'price', value: 7, on: [deal], at: 0 },
      tag: { kind: 'tag', tags: ['VIP'], on: [deal], at: 0 },
      owner: { kind: 'owner', ownerId: '504103', on: [deal], at: 0 },
    };
    const action = actions[kind] ?? expect.fail();
    const { changedAt: _, ...before } = await amocrm.read(deal, world.io());
    const receipt = await amocrm.perform(action, 'k', doubling(world));
    expect(await amocrm.confirm(action, 'k', world.io())).toBeDefined();
    await undo(world, receipt);
    const { changedAt: __, ...after } = await amocrm.read(deal, world.io());
    expect(after).toEqual(before);
  });
});

describe('a meeting', () => {
  it('is a task of the vendor’s type for meetings, with its length, and done when it is over', async () => {
    const world = standIn();
    const meeting = (startAt: number): Action => ({
      kind: 'meeting',
      title: 'Показ',
      text: 'Адрес: Тверская 1',
      startAt,
      endAt: startAt + HOUR,
      attendees: [],
      on: [ivan(world)],
      at: world.now,
    });
    const [planned, held] = [
      await amocrm.perform(meeting(world.now + HOUR), 'k', world.io()),
      await amocrm.perform(meeting(world.now - HOUR), 'k2', world.io()),
    ];
    const { rows } = await amocrm.timeline(ivan(world), { limit: 10 }, world.io());
    const row = ({ refs }: Receipt) => rows.find(({ ref }) => ref.id === refs[0]?.id);
    expect(row(planned)).toMatchObject({ kind: 'task', title: 'Показ', text: 'Адрес: Тверская 1', done: false, durationMs: HOUR });
    expect(row(held)).toMatchObject({ kind: 'meeting', done: true });
    expect(world.effects.map(({ actionKind }) => actionKind)).toEqual(['meeting', 'meeting']);
  });

  it('is confirmed by itself and not by a task that reads the same', async () => {
    const world = standIn();
    const on = { on: [ivan(world)], at: world.now };
    const meeting: Action = { kind: 'meeting', title: 'Показ', startAt: world.now, endAt: world.now + HOUR, attendees: [], ...on };
    await amocrm.perform({ kind: 'task', title: 'Показ', dueAt: world.now + HOUR, ...on }, 'k', world.io());
    expect(await amocrm.confirm(meeting, 'k', world.io())).toBeUndefined();
    const receipt = await amocrm.perform(meeting, 'k', world.io());
    expect((await amocrm.confirm(meeting, 'k', world.io()))?.refs).toEqual(receipt.refs);
  });
});

describe('tags', () => {
  const tag = (on: RecordRef, ...tags: string[]): Action => ({ kind: 'tag', tags, on: [on], at: 0 });

  it('are added beside what is there, and undo takes away only what was added', async () => {
    const world = standIn();
    const deal = await around(world, 'deal');
    await amocrm.perform(tag(deal, 'выставка'), 'k', world.io());
    const receipt = await amocrm.perform(tag(deal, 'Выставка', 'VIP'), 'k2', world.io());
    expect((await amocrm.read(deal, world.io())).custom).toMatchObject({ tags: ['выставка', 'VIP'] });
    expect(receipt.before).toEqual({ kind: 'tags', added: ['VIP'] });
    await undo(world, receipt);
    expect((await amocrm.read(deal, world.io())).custom).toMatchObject({ tags: ['выставка'] });
    await undo(world, receipt);
  });

  it('are confirmed when all are there, and none is refused', async () => {
    const world = standIn();
    const person = ivan(world);
    expect(await amocrm.confirm(tag(person, 'VIP'), 'k', world.io())).toBeUndefined();
    await amocrm.perform(tag(person, 'VIP'), 'k', world.io());
    expect(await amocrm.confirm(tag(person, 'vip'), 'k', world.io())).toBeDefined();
    await expect(amocrm.perform(tag(person, ' '), 'k', world.io())).rejects.toMatchObject({ kind: 'invalid', code: 'nothing-to-change' });
  });
});

describe('owner and score', () => {
  it('owner is handed over, confirmed and handed back', async () => {
    const world = standIn();
    const action: Action = { kind: 'owner', ownerId: '504103', on: [ivan(world)], at: 0 };
    expect(await amocrm.confirm(action, 'k', world.io())).toBeUndefined();
    const receipt = await amocrm.perform(action, 'k', world.io());
    expect(await amocrm.confirm(action, 'k', world.io())).toBeDefined();
    expect((await amocrm.read(ivan(world), world.io())).ownerId).toBe('504103');
    await undo(world, receipt);
    expect((await amocrm.read(ivan(world), world.io())).ownerId).toBe('504101');
    await expect(amocrm.perform({ ...action, ownerId: 'Ольга' } as Action, 'k', world.io())).rejects.toMatchObject({ code: 'bad-value' });
  });

  it('score goes into the given field', async () => {
    const world = standIn();
    const score: Action = { kind: 'score', field: 'PAGE_VIEWS', score: 81, on: [ivan(world)], at: 0 };
    const receipt = await amocrm.perform(score, 'k', world.io());
    expect((await amocrm.read(ivan(world), world.io())).custom).toMatchObject({ PAGE_VIEWS: 81 });
    expect(await amocrm.confirm(score, 'k', world.io())).toBeDefined();
    await amocrm.perform({ ...score, score: 82 } as Action, 'k2', world.io());
    await expect(undo(world, receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
  });
});

describe('create', () => {
  const create = (
    object: 'contact' | 'company' | 'deal' | 'lead',
    values: Record<string, unknown>,
    at: number,
    on: RecordRef[] = [],
  ): Action => ({
    kind: 'create',
    object,
    values,
    on,
    at,
  });
  const made = async (world: StandIn, action: Action) => {
    const { refs } = await amocrm.perform(action, 'k-new', world.io());
    return amocrm.read(refs[0] ?? expect.fail(), world.io());
  };

  it('makes a contact out of canonical values, and confirm finds it', async () => {
    const world = standIn();
    const values = {
      name: 'Нина Орлова',
      emails: ['n@x.example', 'n2@x.example'],
      phones: ['+7 495 1'],
      title: 'Директор',
      ownerId: '504102',
    };
    const action = create('contact', values, world.now);
    expect(await amocrm.confirm(action, 'k-new', world.io())).toBeUndefined();
    const record = await made(world, action);
    expect(record).toMatchObject({ ...values, kind: 'person', firstName: 'Нина', lastName: 'Орлова' });
    expect((await amocrm.confirm(action, 'k-new', world.io()))?.refs).toEqual([record.ref]);
    expect(await amocrm.confirm({ ...action, at: world.now + 60_000 }, 'k-new', world.io())).toBeUndefined();
  });

  it('makes a company, and a deal with price, stage, people and company', async () => {
    const world = standIn();
    const site = { name: 'ООО «Новая»', domains: ['https://new.example'], phones: ['+7 495 2'] };
    expect(await made(world, create('company', site, world.now))).toMatchObject({
      kind: 'company',
      name: 'ООО «Новая»',
      domains: ['new.example'],
    });
    const on = [ivan(world), await around(world, 'company')];
    const values = { name: 'Станок', amount: { amountMinor: 150_000_00, currency: 'RUB' }, pipelineId: '7104455', stageId: '61000012' };
    const deal = await made(world, create('deal', values, world.now, on));
    expect(deal).toMatchObject({ kind: 'deal', ...values });
    expect(deal.links.map(({ role }) => role)).toEqual(['primary-contact', 'company']);
  });

  it.each([
    [create('deal', { name: 'X', amount: { amountMinor: 1, currency: 'USD' } }, 0), { code: 'bad-value', field: 'amount' }],
    [create('contact', { name: 'X', city: 'Казань' }, 0), { code: 'bad-field', field: 'city' }],
    [create('lead', { name: 'X' }, 0), { code: 'unsupported' }],
  ])('refuses what it cannot write (%#)', async (action, expected) => {
    const world = standIn();
    await expect(amocrm.perform(action, 'k', world.io())).rejects.toMatchObject({ kind: 'invalid', ...expected });
    expect(world.requests).toEqual([]);
  });

  it('cannot be undone: the API deletes no records', async () => {
    const world = standIn();
    const receipt = await amocrm.perform(create('contact', { name: 'X Y' }, world.now), 'k', world.io());
    await expect(undo(world, receipt)).rejects.toMatchObject({ code: 'cannot-undo' });
  });
});
