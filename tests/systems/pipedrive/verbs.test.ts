import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action, IdentityKeys, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { holdsKey } from '../../../lib/systems/matching.ts';
import { samePhoneIn } from '../../../lib/systems/phone.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { aSandbox } from './harness.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const MINUTE = 60_000;
const NO_KEYS: IdentityKeys = { kind: 'person', emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };
const keysOf = (keys: Partial<IdentityKeys>): IdentityKeys => ({ ...NO_KEYS, ...keys });

async function all(ref: RecordRef, limit: number, io: Io, between: (page: number) => unknown = () => undefined): Promise<string[][]> {
  const pages: string[][] = [];
  let next: string | undefined;
  do {
    const page = await pipedrive.timeline(ref, { limit, ...(next !== undefined && { next }) }, io);
    pages.push(page.rows.map((row) => row.ref.id));
    next = page.next;
    await between(pages.length);
  } while (next !== undefined && pages.length < 100);
  return pages;
}

describe('find', () => {
  it('find takes two round trips and at most ten searches when every key is known', async () => {
    const { io, requests } = aSandbox();
    const emails = Array.from({ length: 9 }, (_, index) => `a${index}@llantasnorte.mx`);
    const phones = ['+52 81 8765 4321', '+34 612 34 56 78', '+7 912 345 67 89'];
    await pipedrive.find(keysOf({ emails: ['ana.perez@llantasnorte.mx', ...emails], phones, names: ['Ana Pérez Gómez', 'Ana'] }), io());
    const searches = requests.filter((each) => each.includes('/itemSearch'));
    expect(searches.length).toBeLessThanOrEqual(10);
    expect(requests.length - searches.length).toBe(1);
  });

  it('find leaves out whoever the read of full records does not give', async () => {
    const { io, vendor } = aSandbox();
    const blind: Io = {
      ...io(),
      fetch: (request) =>
        request.url.includes('/persons') ? Promise.resolve(Response.json({ success: true, data: [] })) : vendor.handle(request),
    };
    expect(await pipedrive.find(keysOf({ emails: ['ana.perez@llantasnorte.mx'] }), blind)).toEqual([]);
  });

  it('find never returns a record that carries none of the keys', async () => {
    const { io, cast } = aSandbox();
    const people = cast.people.flatMap((person) => person.copies);
    const part = (text: string) => fc.nat(text.length).map((end) => text.slice(0, end));
    const email = fc.constantFrom(...people.flatMap((copy) => copy.emails));
    const phone = fc.constantFrom(...people.flatMap((copy) => copy.phones));
    const name = fc.constantFrom(...people.map((copy) => `${copy.firstName ?? ''} ${copy.lastName ?? ''}`.slice(0, 60)));
    const some = (texts: fc.Arbitrary<string>) => fc.array(fc.oneof(texts, texts.chain(part), fc.string()), { maxLength: 3 });
    const keys = fc.record({
      kind: fc.constantFrom('person' as const, 'company' as const),
      emails: some(email),
      phones: some(phone),
      names: some(name),
      companyNames: some(fc.constantFrom(...cast.companies.flatMap((company) => company.copies.map((copy) => copy.name)))),
      domains: some(fc.constantFrom('llantasnorte.mx', 'gmail.com', 'example.com')),
      externalIds: fc.constant<IdentityKeys['externalIds']>([]),
    });
    await fc.assert(
      fc.asyncProperty(keys, async (each) => {
        for (const record of await pipedrive.find(each, io())) expect(holdsKey(record, each, samePhoneIn(undefined))).toBe(true);
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});

describe('related', () => {
  it.each([
    ['contact', 'person', 5],
    ['company', 'organization', 5],
    ['deal', 'deal', 5],
  ] as const)('related of a %s takes few requests', async (object, native, most) => {
    const { io, requests, vendor } = aSandbox();
    const ref: RecordRef = { system: 'pipedrive', account: vendor.connection.account, object, native, id: '1' };
    expect((await pipedrive.related(ref, io())).length).toBeGreaterThan(0);
    expect(requests.length).toBeLessThanOrEqual(most);
  });

  it('related leads from a lead to its person and company, and back', async () => {
    const { io, vendor } = aSandbox();
    const person: RecordRef = { system: 'pipedrive', account: vendor.connection.account, object: 'contact', native: 'person', id: '9' };
    const lead = (await pipedrive.related(person, io())).find((each) => each.ref.object === 'lead');
    if (!lead) throw new RangeError('no lead');
    expect((await pipedrive.read(lead.ref, io())).name).toBe(lead.name);
    expect((await pipedrive.related(lead.ref, io())).map((each) => each.ref)).toContainEqual(person);
  });
});

describe('timeline', () => {
  it.each([1, 3, 20, 100])('timeline has every entry once when pages hold %i and new ones arrive in between', async (limit) => {
    const { io, ref, state } = aSandbox();
    const yuki = ref('yuki-tanaka');
    const quiet = (await all(yuki, 100, io())).flat();
    const note: Action = { kind: 'note', text: 'meanwhile', at: state.now, on: [yuki] };
    const pages = await all(yuki, Math.max(limit, 3), io(), async (page) => {
      if (page <= 3) await pipedrive.perform(note, 'k', io());
    });
    const ids = pages.flat();
    expect(ids.length).toBe(new Set(ids).size);
    expect(quiet.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('timeline loses nothing when an entry above is deleted in between', async () => {
    const { io, ref, vendor } = aSandbox();
    const yuki = ref('yuki-tanaka');
    const quiet = (await all(yuki, 100, io())).flat();
    let deleted = 0;
    const shrinking: Io = {
      ...io(),
      fetch: async (request) => {
        const url = new URL(request.url);
        const start = Number(url.searchParams.get('start'));
        url.searchParams.set('start', String(start + deleted));
        return vendor.handle(new Request(url, request));
      },
    };
    const ids = (await all(yuki, 20, shrinking, (page) => (deleted = page <= 3 ? page : deleted))).flat();
    expect(quiet.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('timeline of a lead merges activities and notes, newest first', async () => {
    const { io, state, vendor } = aSandbox();
    const person: RecordRef = { system: 'pipedrive', account: vendor.connection.account, object: 'contact', native: 'person', id: '9' };
    const lead = (await pipedrive.related(person, io())).find((each) => each.ref.object === 'lead')?.ref;
    if (!lead) throw new RangeError('no lead');
    await pipedrive.perform({ kind: 'note', text: 'older', at: state.now, on: [lead] }, 'a', io());
    await pipedrive.perform({ kind: 'task', title: 'newer', at: state.now, dueAt: state.now + MINUTE, on: [lead] }, 'b', io());
    const first = await pipedrive.timeline(lead, { limit: 1 }, io());
    expect(first.rows.map((row) => row.title)).toEqual(['newer']);
    const second = await pipedrive.timeline(lead, { limit: 1, next: first.next ?? '' }, io());
    expect(second).toEqual({ rows: [expect.objectContaining({ kind: 'note', text: 'older', on: [lead] })] });
  });

  it('timeline ends when the vendor gives the same place for ever', async () => {
    const { io, ref } = aSandbox();
    const body = { success: true, data: [], additional_data: { pagination: { more_items_in_collection: true, next_start: 0 } } };
    const stuck: Io = { ...io(), fetch: () => Promise.resolve(Response.json(body)) };
    expect(await pipedrive.timeline(ref('ana-perez'), { limit: 20 }, stuck)).toEqual({ rows: [] });
  });
});

describe('perform and confirm', () => {
  const aTask = (on: RecordRef[], at: number): Action => ({
    kind: 'task',
    title: 'Call back',
    text: 'about <tyres>',
    dueAt: at + 60 * MINUTE,
    at,
    on,
  });

  it('perform writes people as participants and numbers as numbers', async () => {
    const { io, state, ref, vendor } = aSandbox();
    let sent: unknown;
    const spying: Io = {
      ...io(),
      fetch: async (request) => {
        sent = await request.clone().json();
        return vendor.handle(request);
      },
    };
    await pipedrive.perform(aTask([ref('ana-perez')], state.now), 'k', spying);
    expect(sent).toEqual({
      subject: 'Call back',
      type: 'task',
      done: false,
      participants: [{ person_id: 1, primary: true }],
      owner_id: Number(vendor.connection.userId),
      note: 'about &lt;tyres&gt;',
      due_date: '2026-11-16',
      due_time: '16:00:00',
    });
  });

  it('perform writes the rep’s own day when the task is for a whole day', async () => {
    const { io, ref, state } = aSandbox();
    const late = Date.UTC(2026, 10, 17, 23, 30);
    const task: Action = { kind: 'task', title: 'Some time', dueAt: late, allDay: true, at: state.now, on: [ref('ana-perez')] };
    await pipedrive.perform(task, 'k', io());
    const [row] = (await pipedrive.timeline(ref('ana-perez'), { limit: 5 }, io())).rows.filter((each) => each.title === 'Some time');
    expect(row?.dueAt).toBe(Date.UTC(2026, 10, 17, 23));
    expect(await pipedrive.confirm(task, 'k', io())).toBeDefined();
  });

  it.each(['note', 'task'])('confirm tells two %ss of the same text apart by when they were written', async (kind) => {
    const { io, ref, state } = aSandbox();
    const make = (at: number): Action =>
      kind === 'note' ? { kind: 'note', text: 'Same', at, on: [ref('ana-perez')] } : aTask([ref('ana-perez')], at);
    const first = make(state.now);
    await pipedrive.perform(first, 'a', io());
    state.now += 5 * MINUTE;
    const second = make(state.now);
    expect(await pipedrive.confirm(second, 'b', io())).toBeUndefined();
    const receipt = await pipedrive.perform(second, 'b', io());
    expect((await pipedrive.confirm(second, 'b', io()))?.refs).toEqual(receipt.refs);
  });

  it.each([-45, 45])('confirm finds a task when the rep’s clock is %i minutes off the server’s', async (minutes) => {
    const { io, ref, state } = aSandbox();
    const skewed: Io = { ...io(), now: () => state.now + minutes * MINUTE };
    const task = aTask([ref('ana-perez')], skewed.now());
    const { refs } = await pipedrive.perform(task, 'k', skewed);
    state.now += MINUTE;
    expect((await pipedrive.confirm(task, 'k', skewed))?.refs).toEqual(refs);
  });

  it('confirm is not fooled by the same words on another record', async () => {
    const { io, ref, state } = aSandbox();
    for (const kind of ['note', 'task']) {
      const make = (key: string): Action =>
        kind === 'note' ? { kind: 'note', text: 'Same', at: state.now, on: [ref(key)] } : aTask([ref(key)], state.now);
      await pipedrive.perform(make('yuki-tanaka'), 'a', io());
      expect(await pipedrive.confirm(make('ana-perez'), 'b', io())).toBeUndefined();
    }
  });

  it('confirm knows a change of a task by the task itself', async () => {
    const { io, ref, state, effects } = aSandbox();
    const { refs } = await pipedrive.perform(aTask([ref('ana-perez')], state.now), 'k', io());
    const [task] = refs;
    if (!task) throw new RangeError('no task');
    const change: Action = { kind: 'task-change', task, done: true, dueAt: state.now + 90 * MINUTE, at: state.now, on: [] };
    expect(await pipedrive.confirm(change, 'c', io())).toBeUndefined();
    expect(await pipedrive.perform(change, 'c', io())).toMatchObject({ refs: [task] });
    expect(await pipedrive.confirm(change, 'c', io())).toMatchObject({ refs: [task] });
    expect(effects.map((each) => each.actionKind)).toEqual(['task', 'task-change']);
  });

  it('perform refuses a record of another account before anything is sent', async () => {
    const { io, ref, state, requests } = aSandbox();
    const other = { ...ref('ana-perez'), account: 'somebody-else' };
    const actions: Action[] = [
      { kind: 'note', text: 'x', at: state.now, on: [other] },
      aTask([other], state.now),
      { kind: 'task-change', task: { ...other, object: 'activity' }, done: true, at: state.now, on: [] },
    ];
    for (const action of actions)
      await expect(pipedrive.perform(action, 'k', io())).rejects.toMatchObject({ kind: 'invalid', code: 'no-target' });
    expect(requests).toEqual([]);
  });
});

describe('refs', () => {
  it.each([
    [{ account: 'somebody-else' }, 'other-account'],
    [{ id: '..' }, 'bad-id'],
    [{ id: '1/merge' }, 'bad-id'],
    [{ id: '' }, 'bad-id'],
    [{ object: 'ticket' as const }, 'unsupported'],
    [{ system: 'hubspot' }, 'unsupported'],
  ])('read, related and timeline ask nobody when the ref has %j', async (part, code) => {
    const { io, ref, requests } = aSandbox();
    const odd = { ...ref('ana-perez'), ...part };
    for (const verb of [pipedrive.read(odd, io()), pipedrive.related(odd, io()), pipedrive.timeline(odd, { limit: 5 }, io())])
      await expect(verb).rejects.toMatchObject({ kind: 'invalid', code });
    expect(requests).toEqual([]);
  });
});

describe('lists', () => {
  it('fields names keys and options of custom fields', async () => {
    const { io } = aSandbox();
    const [contact, company] = await Promise.all([pipedrive.fields('contact', io()), pipedrive.fields('company', io())]);
    expect(contact).toContainEqual({
      key: expect.stringMatching(/^[0-9a-f]{40}$/),
      label: 'Page views',
      type: 'double',
      custom: true,
      readOnly: false,
    });
    expect(company.find((field) => field.key === 'industry')?.options?.length).toBeGreaterThan(3);
    await expect(pipedrive.fields('ticket', io())).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });
});
