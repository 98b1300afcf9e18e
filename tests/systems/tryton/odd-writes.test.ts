import { describe, expect, it } from 'vitest';
import type { Action } from '../../../lib/systems/contract.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { failure } from '../../failure.ts';
import { company, NO_RIGHT, scripted } from './scripted.ts';

describe('writes to an odd server', () => {
  const change = (value: string | number | boolean | null): Action => ({ kind: 'field', field: 'own', value, on: [company], at: 0 });
  const described = (type: string | undefined) => ({ 'model.party.party.fields_get': { own: type === undefined ? {} : { type } } });
  const stamp = { _timestamp: '1' };

  it.each([
    ['integer', 12, 12],
    ['integer', '1.5', 'bad-value'],
    ['float', '1.5', 1.5],
    ['float', 'x', 'bad-value'],
    ['numeric', '10.50', { __class__: 'Decimal', decimal: '10.50' }],
    ['date', '2026-02-03', { __class__: 'date', year: 2026, month: 2, day: 3 }],
    ['date', 'soon', 'bad-value'],
    ['boolean', true, true],
    ['text', 'long', 'long'],
    ['selection', 'a', 'a'],
    ['char', null, null],
    ['many2one', 'x', 'field-read-only'],
    [undefined, 'x', 'bad-field'],
  ])('perform writes a %s of %j as %j', async (type, value, wanted) => {
    let written: unknown;
    const io = scripted({
      ...described(type),
      'model.party.party.search_read': [{ id: 2, own: 'before', ...stamp }],
      'model.party.party.write': ([, values]: unknown[]) => {
        written = (values as { own: unknown }).own;
        return null;
      },
    });
    const outcome = await tryton.perform(change(value), 'k', io).then(
      () => written,
      (thrown: { code?: string }) => thrown.code,
    );
    expect(outcome).toEqual(wanted);
  });

  it('perform writes nothing when it stands there already, and throws when the party is gone', async () => {
    const there = scripted({
      ...described('char'),
      'model.party.party.search_read': [{ id: 2, own: 'same' }],
      'model.party.party.write': NO_RIGHT,
    });
    const receipt = await tryton.perform(change('same'), 'k', there);
    expect(receipt.before).toMatchObject({ kind: 'field', was: 'same' });
    await tryton.undo?.(receipt, there);
    const gone = scripted({ ...described('char'), 'model.party.party.search_read': [] });
    expect((await failure(tryton.perform(change('x'), 'k', gone))).kind).toBe('not-found');
    expect((await failure(tryton.confirm(change('x'), 'k', gone))).kind).toBe('not-found');
  });

  it('a field that is not told counts as empty', async () => {
    const io = scripted({ ...described('char'), 'model.party.party.search_read': [{ id: 2 }], 'model.party.party.write': null });
    expect(await tryton.confirm(change(null), 'k', io)).toBeDefined();
    expect((await tryton.perform(change('x'), 'k', io)).before).toMatchObject({ was: null });
    await tryton.undo?.({ refs: [company], at: 0, before: { kind: 'field', field: 'own', was: null, wrote: 'x' } }, io);
  });

  it('undo leaves a field alone when somebody has changed it since', async () => {
    const io = scripted({ ...described('char'), 'model.party.party.search_read': [{ id: 2, own: 'theirs' }] });
    const receipt = { refs: [company], at: 0, before: { kind: 'field', field: 'own', was: 'old', wrote: 'ours' } };
    expect(await failure(tryton.undo?.(receipt, io) ?? Promise.resolve())).toMatchObject({ kind: 'conflict', code: 'changed' });
  });

  it.each([
    { refs: [], at: 0, before: { kind: 'note', text: 'x' } },
    { refs: [company], at: 0 },
    { refs: [company], at: 0, before: { kind: 'note', text: 'x' } },
  ])('undo throws cannot-undo when the receipt is %j', async (receipt) => {
    expect((await failure(tryton.undo?.(receipt, scripted({})) ?? Promise.resolve())).code).toBe('cannot-undo');
  });

  it('a note’s answer without ids is an open question, and a refusal to describe a field stays what it is', async () => {
    const note: Action = { kind: 'note', text: 'x', on: [company], at: 0 };
    expect((await failure(tryton.perform(note, 'k', scripted({ 'model.ir.note.create': 'yes' })))).kind).toBe('unknown-outcome');
    expect((await failure(tryton.perform(change('x'), 'k', scripted({ 'model.party.party.fields_get': NO_RIGHT })))).kind).toBe(
      'forbidden',
    );
    const twins = [
      {
        id: 1,
        message: 'x',
        create_date: { __class__: 'datetime', year: 2026, month: 1, day: 1, hour: 0, minute: 0, second: 0, microsecond: 0 },
      },
    ];
    expect((await tryton.confirm(note, 'k', scripted({ 'model.ir.note.search_read': twins })))?.refs).toHaveLength(1);
    const written = {
      refs: [{ ...company, object: 'activity' as const, native: 'ir.note', id: '1' }],
      at: 0,
      before: { kind: 'note', text: 'x' },
    };
    expect(
      (await failure(tryton.undo?.(written, scripted({ 'model.ir.note.search_read': [{ id: 1, message: null }] })) ?? Promise.resolve()))
        .kind,
    ).toBe('conflict');
    const old = [{ id: 1, message: null, create_date: null }, { message: 'x' }];
    expect(await tryton.confirm(note, 'k', scripted({ 'model.ir.note.search_read': old }, { userId: '7' }))).toBeUndefined();
  });
});
