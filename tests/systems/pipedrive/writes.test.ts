import { describe, expect, it } from 'vitest';
import type { Action, Receipt } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { ana, at, confirm, dealRef, io, MINUTE, perform, sandbox, sent, undo } from './desk.ts';

describe('a call', () => {
  const call = (facts: object = {}): Action => ({ kind: 'call', direction: 'out', at: at(), on: [ana()], ...facts });

  it('is an activity that is done, where and as long as it took place', async () => {
    const action = call({ outcome: 'Reached', text: 'Wants <5 %\nCall again', durationMs: 62 * MINUTE + 20_000, on: [ana(), dealRef()] });
    const { refs } = await perform(action);
    expect(sent.map(({ body }) => body)).toEqual([
      {
        subject: 'Reached',
        type: 'call',
        done: true,
        due_date: '2026-11-16',
        due_time: '15:00:00',
        duration: '01:02',
        deal_id: 1,
        participants: [{ person_id: 1, primary: true }],
        owner_id: Number(sandbox.vendor.connection.userId),
        note: expect.stringContaining('&lt;5 %'),
      },
    ]);
    for (const ref of [ana(), dealRef()]) {
      const { rows } = await pipedrive.timeline(ref, { limit: 20 }, io);
      const row = rows.find((each) => each.ref.id === refs[0]?.id);
      expect(row).toMatchObject({
        kind: 'call',
        title: 'Reached',
        text: 'Wants <5 %\nCall again',
        at: at(),
        durationMs: 62 * MINUTE,
        done: true,
      });
    }
    expect(sandbox.effects.map(({ actionKind }) => actionKind)).toEqual(['call']);
  });

  it.each([
    ['the first line of its text', { text: '\nAsked for an offer\nmore' }, 'Asked for an offer'],
    ['the vendor’s own word', {}, 'Call'],
  ])('is called by %s when there is no outcome', async (_, facts, title) => {
    const action = call(facts);
    const { refs } = await perform(action);
    const { rows } = await pipedrive.timeline(ana(), { limit: 20 }, io);
    expect(rows.find((row) => row.ref.id === refs[0]?.id)?.title).toBe(title);
    expect((await confirm(action))?.refs).toEqual(refs);
  });

  it('is confirmed by when it was made and how long it took', async () => {
    const action = call({ text: 'Same', durationMs: 5 * MINUTE });
    expect(await confirm(action)).toBeUndefined();
    const { refs } = await perform(action);
    expect((await confirm(action))?.refs).toEqual(refs);
    expect(await confirm(call({ text: 'Same', durationMs: 9 * MINUTE }))).toBeUndefined();
    sandbox.state.now += 5 * MINUTE;
    expect(await confirm(call({ text: 'Same', durationMs: 5 * MINUTE }))).toBeUndefined();
  });
});

const PLACE = { stage_id: 1, status: 'open' };
function refLike(id: string, object = 'activity') {
  return { system: 'pipedrive', account: 'sidelight-demo', object, native: object, id };
}

describe('undo of something new', () => {
  it.each([
    ['note', (): Action => ({ kind: 'note', text: 'Oops', at: at(), on: [ana()] }), '/api/v1/notes/'],
    ['task', (): Action => ({ kind: 'task', title: 'Oops', at: at(), on: [ana()] }), '/api/v2/activities/'],
    ['call', (): Action => ({ kind: 'call', direction: 'in', text: 'Oops', at: at(), on: [ana()] }), '/api/v2/activities/'],
  ] as const)('deletes the %s, once, also from a receipt found by confirm', async (_, make, path) => {
    const action = make();
    await perform(action);
    const receipt = await confirm(action);
    if (!receipt) throw new RangeError('not confirmed');
    await undo(receipt);
    expect(sent.at(-1)).toMatchObject({ method: 'DELETE', path: expect.stringContaining(path) });
    expect(await confirm(action)).toBeUndefined();
    await undo(receipt);
    expect(sandbox.effects.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it.each([
    ['remembers nothing', {}],
    ['is of another account', { refs: [{ ...refLike('note:1'), account: 'somebody-else' }], before: { kind: 'created' } }],
    ['is of another system', { refs: [{ ...refLike('note:1'), system: 'hubspot' }], before: { kind: 'created' } }],
    ['says a person was made', { refs: [{ ...refLike('1'), object: 'contact', native: 'person' }], before: { kind: 'created' } }],
    ['says an e-mail was made', { refs: [refLike('mail:1')], before: { kind: 'created' } }],
    ['leads elsewhere', { refs: [refLike('../persons/1')], before: { kind: 'created' } }],
    ['mixes up kinds', { refs: [refLike('1')], before: { kind: 'stage', was: PLACE, wrote: PLACE } }],
    ['names no writable field', { refs: [refLike('1', 'deal')], before: { kind: 'field', field: 'owner_id', was: 1, wrote: 2 } }],
  ] as const)('asks nobody when the receipt %s', async (_, part) => {
    const receipt = { refs: [refLike('note:1')], at: 0, ...part } as Receipt;
    await expect(undo(receipt)).rejects.toMatchObject({ kind: 'invalid' });
    expect(sandbox.requests).toEqual([]);
  });
});
