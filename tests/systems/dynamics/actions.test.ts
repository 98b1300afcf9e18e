import { beforeEach, describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { aSandbox, wonDeal } from './harness.ts';

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

const HOUR = 3_600_000;
const at = () => sandbox.state.now;
const ana = () => sandbox.ref('ana-perez');
const undo = async (receipt: Parameters<NonNullable<typeof dynamics.undo>>[0], through = io) => dynamics.undo?.(receipt, through);
const entry = async (ref: RecordRef, id: string | undefined) =>
  (await dynamics.timeline(ref, { limit: 30 }, io)).rows.find((row) => row.ref.id === id);

/** Each with the kind under which the stand-in reports it. */
const MADE: [string, () => Action][] = [
  [
    'meeting',
    () => ({ kind: 'meeting', title: 'Demo', startAt: at() + HOUR, endAt: at() + 2 * HOUR, attendees: [ana()], on: [ana()], at: at() }),
  ],
  ['file', () => ({ kind: 'file', name: 'a.txt', type: 'text/plain', bytes: new TextEncoder().encode('Grüße'), on: [ana()], at: at() })],
  ['create', () => ({ kind: 'create', object: 'contact', values: { name: 'Nina Orlova', emails: ['nina@x.example'] }, on: [], at: at() })],
];

describe('what is made', () => {
  it.each(MADE)('%s is made once however often it is sent, found again, and taken back', async (kind, make) => {
    const receipt = await dynamics.perform(make(), 'k-1', io);
    expect(receipt.url).toMatch(/^https:/);
    expect((await dynamics.perform(make(), 'k-1', io)).refs).toEqual(receipt.refs);
    expect(sandbox.effects.filter(({ actionKind }) => actionKind === kind)).toHaveLength(1);
    expect((await dynamics.confirm(make(), 'k-1', io))?.refs).toEqual(receipt.refs);
    expect(await dynamics.confirm(make(), 'k-2', io)).toBeUndefined();
    await undo(receipt);
    expect(await dynamics.confirm(make(), 'k-1', io)).toBeUndefined();
    await undo(receipt);
  });

  it.each(['note', 'task', 'call', 'meeting', 'file', 'create'])('a %s that the browser sends twice is there once', async (kind) => {
    const makers: Record<string, () => Action> = {
      ...Object.fromEntries(MADE),
      note: () => ({ kind: 'note', text: 'Once', on: [ana()], at: at() }),
      task: () => ({ kind: 'task', title: 'Once', on: [ana()], at: at() }),
      call: () => ({ kind: 'call', direction: 'out', on: [ana()], at: at() }),
    };
    const doubling: Io = {
      ...io,
      fetch: async (request) => {
        if (request.method !== 'GET') await io.fetch(request.clone());
        return io.fetch(request);
      },
    };
    const action = makers[kind]?.() ?? expect.fail();
    const { refs } = await dynamics.perform(action, 'k-twice', doubling);
    expect(refs).toHaveLength(1);
    expect(sandbox.effects.filter(({ ref, actionKind }) => ref.id === refs[0]?.id && actionKind === kind)).toHaveLength(1);
  });

  it.each(['note', 'file'])('undo of a %s that a colleague has worked on since is a conflict', async (kind) => {
    const action: Action = kind === 'note' ? { kind: 'note', text: 'Mine', on: [ana()], at: at() } : (MADE[1]?.[1]() ?? expect.fail());
    const receipt = await dynamics.perform(action, 'k-1', io);
    const path = `https://${io.connection.account}/api/data/v9.2/annotations(${receipt.refs[0]?.id})`;
    const body = JSON.stringify({ notetext: 'Ours' });
    const headers = { authorization: `Bearer ${sandbox.token}`, 'if-match': '*', 'content-type': 'application/json' };
    await sandbox.vendor.handle(new Request(path, { method: 'PATCH', body, headers }));
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await dynamics.confirm(action, 'k-1', io)).toBeDefined();
  });

  it('a completed call remembers the version it was completed in, and undo deletes it', async () => {
    const call: Action = { kind: 'call', direction: 'in', text: 'Hi', on: [ana()], at: at() };
    const receipt = await dynamics.perform(call, 'k-call', io);
    expect(receipt.before).toEqual({ kind: 'created', etag: expect.stringMatching(/^W\//) });
    await undo(receipt);
    expect(await entry(ana(), receipt.refs[0]?.id)).toBeUndefined();
  });
});

describe('a meeting', () => {
  it('stands at the deal, with the rep as organiser and whoever was invited', async () => {
    const deal = wonDeal(sandbox);
    const meeting: Action = {
      kind: 'meeting',
      title: 'Demo',
      text: 'Agenda',
      startAt: at() + HOUR,
      endAt: at() + 2 * HOUR,
      attendees: [ana()],
      on: [ana(), deal],
      at: at(),
    };
    const { refs } = await dynamics.perform(meeting, 'k-m', io);
    for (const ref of [ana(), deal])
      expect(await entry(ref, refs[0]?.id)).toMatchObject({ kind: 'meeting', title: 'Demo', text: 'Agenda', at: at() + HOUR, done: false });
    const sent = JSON.parse(sandbox.sent.find(({ path, method }) => method === 'PATCH' && path.includes('/appointments'))?.body ?? '{}');
    expect(sent.appointment_activity_parties).toEqual([
      { 'partyid_systemuser@odata.bind': `/systemusers(${io.connection.userId})`, participationtypemask: 7 },
      { 'partyid_contact@odata.bind': `/contacts(${ana().id})`, participationtypemask: 5 },
    ]);
  });

  it('is completed when it is over already', async () => {
    const meeting: Action = { kind: 'meeting', title: 'Visit', startAt: at() - HOUR, endAt: at(), attendees: [], on: [ana()], at: at() };
    const { refs } = await dynamics.perform(meeting, 'k-m', io);
    expect(await entry(ana(), refs[0]?.id)).toMatchObject({ kind: 'meeting', done: true });
  });
});

describe('a file', () => {
  it('lies at the record with its bytes', async () => {
    const { refs } = await dynamics.perform(MADE[1]?.[1]() ?? expect.fail(), 'k-f', io);
    const file = (await dynamics.related(ana(), io)).find(({ ref }) => ref.id === refs[0]?.id);
    expect(file).toMatchObject({ kind: 'file', name: 'a.txt', custom: { mimetype: 'text/plain', filesize: 7 } });
    const body = JSON.parse(sandbox.sent.find(({ method }) => method === 'PATCH')?.body ?? '{}');
    expect(new TextDecoder().decode(Uint8Array.from(atob(body.documentbody), (char) => char.charCodeAt(0)))).toBe('Grüße');
  });
});

describe('owner and score', () => {
  it('owner is handed over, confirmed and handed back', async () => {
    const { ownerId } = await dynamics.read(ana(), io);
    const other = (await dynamics.owners(io)).find(({ id }) => id !== ownerId)?.id ?? '';
    const action: Action = { kind: 'owner', ownerId: other, on: [ana()], at: at() };
    expect(await dynamics.confirm(action, 'k', io)).toBeUndefined();
    const receipt = await dynamics.perform(action, 'k', io);
    expect(await dynamics.confirm(action, 'k', io)).toBeDefined();
    expect((await dynamics.read(ana(), io)).ownerId).toBe(other);
    expect(receipt.before).toMatchObject({ from: { _ownerid_value: ownerId }, to: { _ownerid_value: other } });
    await undo(receipt);
    expect((await dynamics.read(ana(), io)).ownerId).toBe(ownerId);
  });

  it('score goes into the given column, and undo is a conflict once it was written anew', async () => {
    const score = (value: number): Action => ({ kind: 'score', field: 'new_visits', score: value, on: [ana()], at: at() });
    const receipt = await dynamics.perform(score(77), 'k', io);
    expect((await dynamics.read(ana(), io)).custom).toMatchObject({ new_visits: 77 });
    await dynamics.perform(score(78), 'k-2', io);
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
  });

  it.each([
    ['closing a deal', async () => ({ kind: 'stage', stageId: 'won:3', on: [(await openDeal()).ref], at: at() }) as Action],
    ['writing a column', async () => ({ kind: 'field', field: 'jobtitle', value: 'CEO', on: [ana()], at: at() }) as Action],
  ])('%s that the browser sends twice is no failure', async (_, make) => {
    const action = await make();
    const doubling: Io = {
      ...io,
      fetch: async (request) => {
        if (/Opportunity$/.test(request.url) || request.method === 'PATCH') await io.fetch(request.clone());
        return io.fetch(request);
      },
    };
    const receipt = await dynamics.perform(action, 'k', doubling);
    await undo(receipt);
    expect(await dynamics.confirm(action, 'k', io)).toBeUndefined();
  });

  const openDeal = async () =>
    (await dynamics.related(ana(), io)).find((row) => row.kind === 'deal' && row.status === 'open') ?? expect.fail();
});

describe('create', () => {
  const create = (object: 'contact' | 'company' | 'deal' | 'lead', values: Record<string, unknown>, on: RecordRef[] = []): Action => ({
    kind: 'create',
    object,
    values,
    on,
    at: at(),
  });
  const made = async (action: Action) => {
    const { refs } = await dynamics.perform(action, 'k-new', io);
    return dynamics.read(refs[0] ?? expect.fail(), io);
  };
  const company = async () => (await dynamics.related(ana(), io)).find(({ kind }) => kind === 'company')?.ref ?? expect.fail();

  it('makes a contact of a company out of canonical values', async () => {
    const values = {
      name: 'Нина Орлова',
      emails: ['n@x.example', 'n2@x.example'],
      phones: ['+7 495 1', '+7 916 2'],
      title: 'CEO',
      city: 'Казань',
    };
    const on = [await company()];
    expect(await made(create('contact', values, on))).toMatchObject({
      ...values,
      firstName: 'Нина',
      lastName: 'Орлова',
      links: [{ role: 'company', ref: on[0] }],
    });
  });

  it('makes a deal with amount and day, linked with person and company', async () => {
    const amount = { amountMinor: 123_456, currency: 'EUR' };
    const closeAt = Date.parse('2026-12-24T00:00:00Z');
    const record = await made(create('deal', { name: 'Gabelstapler', amount, closeAt }, [ana(), await company()]));
    expect(record).toMatchObject({ kind: 'deal', name: 'Gabelstapler', amount, closeAt, status: 'open' });
    expect(record.links.map(({ role }) => role)).toEqual(['company', 'primary-contact']);
  });

  it('makes a lead and a company', async () => {
    expect(await made(create('lead', { name: 'Bob', companyName: 'Bob & Co', emails: ['bob@co.example'] }))).toMatchObject({
      kind: 'person',
      name: 'Bob',
      companyName: 'Bob & Co',
    });
    const { refs } = await dynamics.perform(create('company', { name: 'New GmbH', domains: ['new.example'], employees: 12 }), 'k-c', io);
    expect(await dynamics.read(refs[0] ?? expect.fail(), io)).toMatchObject({
      kind: 'company',
      name: 'New GmbH',
      domains: ['new.example'],
      employees: 12,
    });
  });

  it.each([
    ['a member it cannot write', { name: 'X', industry: 'Mining' }, { code: 'bad-field', field: 'industry' }],
    ['a value of another type', { name: 'X', emails: 'x@x.example' }, { code: 'bad-value', field: 'emails' }],
    ['no name', { emails: ['x@x.example'] }, { code: 'required', field: 'name' }],
  ])('refuses %s before it asks anybody', async (_, values, expected) => {
    await expect(dynamics.perform(create('contact', values), 'k', io)).rejects.toMatchObject({ kind: 'invalid', ...expected });
    expect(sandbox.sent).toEqual([]);
  });

  it('undo leaves a record that somebody has written about or changed', async () => {
    const receipt = await dynamics.perform(create('contact', { name: 'Nina Orlova' }), 'k-1', io);
    await dynamics.perform({ kind: 'note', text: 'Called her', on: receipt.refs, at: at() }, 'k-2', io);
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    const other = await dynamics.perform(create('contact', { name: 'Olga Orlova' }), 'k-3', io);
    await dynamics.perform({ kind: 'field', field: 'jobtitle', value: 'CEO', on: other.refs, at: at() }, 'k-4', io);
    await expect(undo(other)).rejects.toMatchObject({ kind: 'conflict' });
  });
});
