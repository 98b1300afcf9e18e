import { describe, expect, it } from 'vitest';
import type { Action, RecordRef, System } from '../../lib/systems/contract.ts';
import { SystemError } from '../../lib/systems/contract.ts';
import { pipedrive } from '../../lib/systems/pipedrive/index.ts';
import { zoho } from '../../lib/systems/zoho/index.ts';
import { customKey } from '../../sandbox/pipedrive/custom-fields.ts';
import { createPipedrive } from '../../sandbox/pipedrive/index.ts';
import type { CreateVendor } from '../../sandbox/vendor.ts';
import { createZoho } from '../../sandbox/zoho/index.ts';
import { doubled, standInOf } from './harness.ts';

interface Case {
  system: System;
  create: CreateVendor;
  /** A field of the account's own that holds a number. */
  scoreField: string;
  tag: string;
  stageId: string;
}
const ALL: readonly Case[] = [
  { system: pipedrive, create: createPipedrive, scoreField: customKey('pageViews'), tag: 'Hot lead', stageId: '2' },
  { system: zoho, create: createZoho, scoreField: 'Page_Views', tag: 'VIP «Север»', stageId: 'Needs Analysis' },
];
const CASES = ALL.filter(({ system }) => system.capabilities.has('write:create'));

function setUp({ create }: Case) {
  const box = standInOf(create, (request) => request.method);
  const ana = box.ref('ana-perez');
  box.state.now += 3_600_000;
  return { box, ana, at: box.state.now };
}

/** Makes new things: each with the action that makes it, told apart by its own text. */
function makers(each: Case, ana: RecordRef, guest: RecordRef, at: number): Record<string, Action> {
  const common = { on: [ana], at };
  const bytes = new TextEncoder().encode('Angebot – предложение');
  return {
    meeting: {
      ...common,
      kind: 'meeting',
      title: 'Plant visit',
      startAt: at - 7_200_000,
      endAt: at - 3_600_000,
      text: 'Saw line 2',
      attendees: [ana, guest],
    },
    file: { ...common, kind: 'file', name: 'Offer ñ.txt', type: 'text/plain', bytes },
    contact: {
      ...common,
      on: [],
      kind: 'create',
      object: 'contact',
      values: { name: 'Нина Орлова', emails: ['nina@orlova.ru'], phones: ['+7 912 000 11 22'] },
    },
    company: { ...common, on: [], kind: 'create', object: 'company', values: { name: 'Orlova & Söhne', domains: ['orlova.ru'] } },
    lead: { ...common, kind: 'create', object: 'lead', values: { name: 'Nina Orlova', companyName: 'Orlova' } },
    deal: {
      ...common,
      kind: 'create',
      object: 'deal',
      values: { name: 'Spring order', amount: { amountMinor: 123_456, currency: 'EUR' }, stageId: each.stageId, closeAt: at + 86_400_000 },
    },
  };
}

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof SystemError ? `${error.kind} ${error.code}` : String(error)),
  );

describe.each(CASES)('$system.name makes', (each) => {
  const { system } = each;
  it.each(['meeting', 'file', 'contact', 'company', 'lead', 'deal'])('a %s once, finds it again, and takes it back', async (name) => {
    const { box, ana, at } = setUp(each);
    const action = makers(each, ana, box.ref('zoe-rocket'), at)[name];
    if (!action) throw new RangeError(name);
    expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    const receipt = await system.perform(action, 'k', box.io());
    expect(box.effects.map(({ ref }) => ref)).toEqual(receipt.refs);
    expect(await system.confirm(action, 'k', box.io())).toMatchObject({ refs: receipt.refs, before: receipt.before });
    await system.undo?.(receipt, box.io());
    expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    // Twice does no harm.
    await system.undo?.(receipt, box.io());
  });

  it.each(['meeting', 'file', 'contact', 'company', 'lead', 'deal'])(
    'no %s without knowing both copies when the wire doubled it',
    async (name) => {
      const { box, ana, at } = setUp(each);
      const action = makers(each, ana, box.ref('zoe-rocket'), at)[name];
      if (!action) throw new RangeError(name);
      await system.perform(action, 'k', box.io({}, doubled(box.vendor.handle)));
      const found = await system.confirm(action, 'k', box.io());
      expect(found?.refs).toHaveLength(2);
      if (found) await system.undo?.(found, box.io());
      expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    },
  );

  it('a record that is left alone by undo when somebody has worked on it since', async () => {
    const { box, ana, at } = setUp(each);
    const action = makers(each, ana, ana, at).deal;
    if (!action) throw new RangeError('deal');
    const receipt = await system.perform(action, 'k', box.io());
    box.state.now += 60_000;
    const on = receipt.refs;
    await system.perform({ kind: 'owner', ownerId: (await system.owners(box.io()))[1]?.id ?? '', on, at: box.state.now }, 'k', box.io());
    expect(await code(Promise.resolve(system.undo?.(receipt, box.io())))).toBe('conflict changed');
  });

  it('records with what was given, linked to the ones at hand', async () => {
    const { box, ana, at } = setUp(each);
    const made = makers(each, ana, ana, at);
    if (!made.deal || !made.contact) throw new RangeError('deal');
    const [deal] = (await system.perform(made.deal, 'k', box.io())).refs;
    expect(deal && (await system.read(deal, box.io()))).toMatchObject({
      kind: 'deal',
      name: 'Spring order',
      amount: { amountMinor: 123_456, currency: 'EUR' },
      stageId: each.stageId,
      links: expect.arrayContaining([{ role: 'primary-contact', ref: ana }]),
    });
    const [contact] = (await system.perform(made.contact, 'k', box.io())).refs;
    expect(contact && (await system.read(contact, box.io()))).toMatchObject({
      kind: 'person',
      name: 'Нина Орлова',
      emails: ['nina@orlova.ru'],
      phones: ['+7 912 000 11 22'],
    });
    expect(await code(system.perform({ ...made.contact, values: { emails: ['a@b.c'] } } as Action, 'k', box.io()))).toBe(
      'invalid required',
    );
  });

  it('a meeting with those who took part', async () => {
    const { box, ana, at } = setUp(each);
    const guest = box.ref('zoe-rocket');
    const action = makers(each, ana, guest, at).meeting;
    if (!action) throw new RangeError('meeting');
    await system.perform(action, 'k', box.io());
    for (const person of system === pipedrive ? [ana, guest] : [ana]) {
      const { rows } = await system.timeline(person, { limit: 5 }, box.io());
      const meeting = rows.find(({ title }) => title === 'Plant visit');
      expect(meeting).toMatchObject({ kind: 'meeting', durationMs: 3_600_000, text: 'Saw line 2' });
    }
  });
});

describe.each(CASES)('$system.name changes', (each) => {
  const { system } = each;
  it('the owner, and changes it back', async () => {
    const { box, ana, at } = setUp(each);
    const [mine, other] = await system.owners(box.io());
    const action: Action = { kind: 'owner', ownerId: other?.id ?? '', on: [ana], at };
    const before = (await system.read(ana, box.io())).ownerId;
    const receipt = await system.perform(before === other?.id ? { ...action, ownerId: mine?.id ?? '' } : action, 'k', box.io());
    expect((await system.read(ana, box.io())).ownerId).not.toBe(before);
    await system.undo?.(receipt, box.io());
    expect((await system.read(ana, box.io())).ownerId).toBe(before);
    expect(await code(system.perform({ ...action, ownerId: 'nobody' }, 'k', box.io()))).toMatch(/^invalid/);
  });

  it('a score in the field it is told, and nothing else', async () => {
    const { box, ana, at } = setUp(each);
    const action: Action = { kind: 'score', field: each.scoreField, score: 87, on: [ana], at };
    const before = (await system.read(ana, box.io())).custom[each.scoreField];
    expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    const receipt = await system.perform(action, 'k', box.io());
    expect((await system.read(ana, box.io())).custom[each.scoreField]).toBe(87);
    expect(await system.confirm(action, 'k', box.io())).toMatchObject({ refs: [ana] });
    await system.undo?.(receipt, box.io());
    expect((await system.read(ana, box.io())).custom[each.scoreField] ?? null).toBe(before ?? null);
  });

  it('tags by adding, and takes off only its own', async () => {
    const { box, ana, at } = setUp(each);
    const action: Action = { kind: 'tag', tags: [each.tag], on: [ana], at };
    const earlier: Action = { ...action, tags: ['Customer'] };
    await system.perform(earlier, 'k', box.io());
    expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    const receipt = await system.perform(action, 'k', box.io());
    expect(await system.confirm({ ...action, tags: [each.tag.toUpperCase()] }, 'k', box.io())).toBeDefined();
    const effects = box.effects.length;
    await system.perform(action, 'k', box.io());
    expect(box.effects).toHaveLength(effects);
    await system.undo?.(receipt, box.io());
    expect(await system.confirm(action, 'k', box.io())).toBeUndefined();
    expect(await system.confirm(earlier, 'k', box.io())).toBeDefined();
    expect(await code(system.perform({ ...action, tags: [' '] }, 'k', box.io()))).toBe('invalid nothing-to-change');
  });
});
