import { describe, expect, it } from 'vitest';
import type { Action, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { failure } from '../../failure.ts';
import { type StandIn, standIn } from './stand-in.ts';

const HOUR_MS = 3_600_000;
const ana = (box: StandIn): RecordRef => box.person('ana-perez');
const undo = (box: StandIn, receipt: Receipt) => hubspot.undo?.(receipt, box.io()) ?? Promise.reject(new TypeError('no undo'));
const one = async (box: StandIn, object: RecordRef['object']): Promise<RecordRef> => {
  const found = (await hubspot.related(ana(box), box.io())).find(({ ref }) => ref.object === object);
  if (!found) throw new RangeError(`no ${object}`);
  return found.ref;
};

describe('meeting', () => {
  const meeting = (box: StandIn, facts: Partial<Extract<Action, { kind: 'meeting' }>> = {}): Extract<Action, { kind: 'meeting' }> => ({
    ...{ kind: 'meeting', title: 'Demo', text: 'Line 1\n<2>', startAt: box.now + HOUR_MS, endAt: box.now + 2 * HOUR_MS },
    ...{ attendees: [], on: [ana(box)], at: box.now },
    ...facts,
  });

  it('perform writes one meeting on records and attendees, each once', async () => {
    const box = standIn();
    const [deal, guest] = [await one(box, 'deal'), box.person('ivan-petrov')];
    box.requests.length = 0;
    const action = meeting(box, { on: [ana(box), deal], attendees: [guest, ana(box)] });
    const receipt = await hubspot.perform(action, 'k', box.io());
    expect(box.requests).toEqual(['POST /crm/objects/2026-09/meetings']);
    expect(box.bodies.at(-1)).toMatchObject({
      properties: { hs_meeting_title: 'Demo', hs_meeting_outcome: 'SCHEDULED', hs_unique_id: 'k' },
      associations: [{ to: { id: ana(box).id } }, { to: { id: deal.id } }, { to: { id: guest.id } }],
    });
    const { rows } = await hubspot.timeline(guest, { limit: 5 }, box.io());
    expect(rows.find(({ ref }) => ref.id === receipt.refs[0]?.id)).toMatchObject({ kind: 'meeting', title: 'Demo', durationMs: HOUR_MS });
    expect(await hubspot.confirm(action, 'k', box.io())).toEqual(receipt);
    expect(await hubspot.confirm(action, 'other', box.io())).toBeUndefined();
    await undo(box, receipt);
    expect(await hubspot.confirm(action, 'k', box.io())).toBeUndefined();
  });

  it('perform refuses a meeting that ends before it starts, or has no title', async () => {
    const box = standIn();
    expect(await failure(hubspot.perform(meeting(box, { endAt: box.now }), 'k', box.io()))).toMatchObject({ field: 'endAt' });
    expect(await failure(hubspot.perform(meeting(box, { title: ' ' }), 'k', box.io()))).toMatchObject({ code: 'empty', field: 'title' });
    expect(box.requests).toEqual([]);
  });
});

describe('a write that was doubled on its way', () => {
  const actions: [string, (box: StandIn) => Action][] = [
    ['note', (box) => ({ kind: 'note', text: 'Once', on: [ana(box)], at: box.now })],
    ['task', (box) => ({ kind: 'task', title: 'Once', on: [ana(box)], at: box.now })],
    ['call', (box) => ({ kind: 'call', direction: 'in', on: [ana(box)], at: box.now })],
    [
      'meeting',
      (box) => ({ kind: 'meeting', title: 'Once', startAt: box.now, endAt: box.now, attendees: [], on: [ana(box)], at: box.now }),
    ],
    ['file', (box) => ({ kind: 'file', name: 'a.pdf', type: 'application/pdf', bytes: new Uint8Array([1]), on: [ana(box)], at: box.now })],
  ];

  it.each(actions)('confirm finds both copies of a %s, and undo removes both', async (_, make) => {
    const box = standIn();
    const action = make(box);
    await hubspot.perform(action, 'k', box.io());
    await hubspot.perform(action, 'k', box.io());
    const found = await hubspot.confirm(action, 'k', box.io());
    expect(found?.refs.filter(({ object }) => object === 'activity')).toHaveLength(2);
    if (found) await undo(box, found);
    expect(await hubspot.confirm(action, 'k', box.io())).toBeUndefined();
    expect(box.effects.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  it('perform takes the refusal of a key for the proof that it landed', async () => {
    const box = standIn();
    const action: Action = { kind: 'note', text: 'Once', on: [ana(box)], at: box.now };
    const first = await hubspot.perform(action, 'k', box.io());
    const refusing = box.answering((request) =>
      request.method === 'POST' && request.url.endsWith('/notes')
        ? new Response(JSON.stringify({ category: 'CONFLICT' }), { status: 409 })
        : box.vendor.handle(request),
    );
    expect(await hubspot.perform(action, 'k', refusing)).toEqual(first);
    expect((await failure(hubspot.perform(action, 'other', refusing))).kind).toBe('conflict');
  });
});

describe('owner and score', () => {
  it('perform gives a record to a colleague, confirms it and gives it back', async () => {
    const box = standIn();
    const [, other] = await hubspot.owners(box.io());
    const was = await hubspot.read(ana(box), box.io());
    const action: Action = { kind: 'owner', ownerId: other?.id ?? '', on: [ana(box)], at: box.now };
    expect(await hubspot.confirm(action, 'k', box.io())).toBeUndefined();
    const receipt = await hubspot.perform(action, 'k', box.io());
    expect(await hubspot.read(ana(box), box.io())).toMatchObject({ ownerId: other?.id });
    expect(await hubspot.confirm(action, 'k', box.io())).toBeDefined();
    await undo(box, receipt);
    expect(await hubspot.read(ana(box), box.io())).toMatchObject({ ownerId: was.ownerId });
    expect(await failure(hubspot.perform({ ...action, ownerId: 'x' }, 'k', box.io()))).toMatchObject({ code: 'unknown-owner' });
  });

  it('perform writes a score into the property it is told', async () => {
    const box = standIn();
    const action: Action = { kind: 'score', field: 'sidelight_score', score: 71, on: [ana(box)], at: box.now };
    const receipt = await hubspot.perform(action, 'k', box.io());
    expect(receipt.before).toMatchObject({ was: { sidelight_score: null }, set: { sidelight_score: '71' } });
    expect(await hubspot.confirm(action, 'k', box.io())).toBeDefined();
    await undo(box, receipt);
    expect(await hubspot.confirm(action, 'k', box.io())).toBeUndefined();
  });
});

describe('file', () => {
  it('perform uploads, hangs it on the record with a note, and lists it there; undo removes both', async () => {
    const box = standIn();
    const action: Action = {
      ...{ kind: 'file', name: 'Offer Ä.pdf', type: 'application/pdf', bytes: new TextEncoder().encode('offer') },
      ...{ on: [ana(box)], at: box.now },
    };
    const receipt = await hubspot.perform(action, 'k', box.io());
    expect(receipt.refs.map(({ object }) => object)).toEqual(['activity', 'file']);
    const [, file] = receipt.refs;
    const listed = (await hubspot.related(ana(box), box.io())).find(({ ref }) => ref.id === file?.id);
    expect(listed).toMatchObject({ kind: 'file', name: 'Offer Ä.pdf', custom: { sizeBytes: 5 } });
    if (file) expect(await hubspot.read(file, box.io())).toEqual(listed);
    expect(await hubspot.confirm(action, 'k', box.io())).toEqual(receipt);
    await undo(box, receipt);
    expect(await hubspot.confirm(action, 'k', box.io())).toBeUndefined();
    if (file) expect(await failure(hubspot.read(file, box.io()))).toMatchObject({ kind: 'not-found' });
    await undo(box, receipt);
  });
});

describe('create', () => {
  it('perform makes a contact by canonical names on its company; undo archives it while nobody touched it', async () => {
    const box = standIn();
    const company = await one(box, 'company');
    const values = {
      name: 'Eva Maria Lang',
      emails: ['Eva.Lang@new.example'],
      phones: ['+49 30 1', '+49 170 2'],
      title: 'CFO',
      city: 'Berlin',
    };
    const action: Action = { kind: 'create', object: 'contact', values, on: [company], at: box.now };
    const receipt = await hubspot.perform(action, 'k', box.io());
    const [made] = receipt.refs;
    if (!made) throw new RangeError('nothing made');
    expect(await hubspot.read(made, box.io())).toMatchObject({
      ...{ kind: 'person', name: 'Eva Maria Lang', firstName: 'Eva Maria', lastName: 'Lang', emails: ['eva.lang@new.example'] },
      ...{ phones: ['+49 30 1', '+49 170 2'], title: 'CFO', city: 'Berlin', ownerId: box.vendor.connection.userId },
      ...{ links: [{ role: 'company', ref: company }] },
    });
    expect((await hubspot.confirm(action, 'k', box.io()))?.refs).toEqual([made]);
    // The browser sent it again: HubSpot knows the address, and it is ours.
    expect((await hubspot.perform(action, 'k', box.io())).refs).toEqual([made]);
    const change: Action = { kind: 'field', field: 'jobtitle', value: 'CEO', on: [made], at: box.now };
    const changed = await hubspot.perform(change, 'k2', box.io());
    expect(await failure(undo(box, receipt))).toMatchObject({ kind: 'conflict', field: 'jobtitle' });
    await undo(box, changed);
    await undo(box, receipt);
    expect(await failure(hubspot.read(made, box.io()))).toMatchObject({ kind: 'not-found' });
    await undo(box, receipt);
  });

  it('perform throws conflict when somebody else’s contact has the address', async () => {
    const box = standIn();
    box.now += HOUR_MS;
    const values = { emails: ['ana.perez@llantasnorte.mx'], lastName: 'Perez' };
    const error = await failure(hubspot.perform({ kind: 'create', object: 'contact', values, on: [], at: box.now }, 'k', box.io()));
    expect(error.kind).toBe('conflict');
  });

  it('perform puts a deal on a board, with its money, on person and company', async () => {
    const box = standIn();
    const values = { name: 'Renewal', amount: { amountMinor: 125_050, currency: 'EUR' }, closeAt: Date.UTC(2027, 0, 15) };
    const action: Action = { kind: 'create', object: 'deal', values, on: [ana(box), await one(box, 'company')], at: box.now };
    const { refs } = await hubspot.perform(action, 'k', box.io());
    const [made] = refs;
    if (!made) throw new RangeError('nothing made');
    expect(await hubspot.read(made, box.io())).toMatchObject({
      ...{ kind: 'deal', name: 'Renewal', stageId: 'appointmentscheduled', pipelineId: 'default', status: 'open' },
      ...{ amount: { amountMinor: 125_050, currency: 'EUR' }, closeAt: Date.UTC(2027, 0, 15) },
      links: [{ role: 'primary-contact', ref: ana(box) }, { role: 'company' }],
    });
    expect((await hubspot.confirm(action, 'k', box.io()))?.refs).toEqual(refs);
    expect(await hubspot.confirm({ ...action, values: { ...values, name: 'Other' } } as Action, 'k', box.io())).toBeUndefined();
  });

  it('perform makes a lead of a contact, and refuses one of nobody; confirm says where it cannot know', async () => {
    const box = standIn();
    const lead: Action = { kind: 'create', object: 'lead', values: { name: 'Ana - autumn' }, on: [ana(box)], at: box.now };
    const { refs } = await hubspot.perform(lead, 'k', box.io());
    expect((await hubspot.related(ana(box), box.io())).map(({ ref }) => ref)).toContainEqual(refs[0]);
    expect((await hubspot.confirm(lead, 'k', box.io()))?.refs).toEqual(refs);
    expect(await failure(hubspot.perform({ ...lead, on: [] }, 'k', box.io()))).toMatchObject({ code: 'no-target' });
    const company: Action = {
      kind: 'create',
      object: 'company',
      values: { name: 'Neu AG', domains: ['neu.example'], employees: 12 },
      on: [],
      at: box.now,
    };
    expect((await hubspot.perform(company, 'k', box.io())).refs[0]?.object).toBe('company');
    expect(await failure(hubspot.confirm(company, 'k', box.io()))).toMatchObject({ kind: 'invalid', code: 'cannot-confirm' });
  });
});

describe('an entry on a lead', () => {
  it('perform asks the account how such entries are tied to leads', async () => {
    const box = standIn();
    const lead = await one(box, 'lead');
    box.requests.length = 0;
    const { refs } = await hubspot.perform({ kind: 'note', text: 'Warm', on: [lead], at: box.now }, 'k', box.io());
    expect(box.requests).toEqual(['GET /crm/associations/2026-09/notes/leads/labels', 'POST /crm/objects/2026-09/notes']);
    expect((await hubspot.timeline(lead, { limit: 5 }, box.io())).rows.map(({ ref }) => ref)).toEqual(refs);
  });
});
