import { describe, expect, it } from 'vitest';
import { change, changeBack, type Editable, isChanged, type Members, sameValue } from './change.ts';
import { SystemError } from './contract.ts';

/** A record with versions, as strict as a vendor's. `before` runs between the look and the write. */
function aRecord(values: Record<string, unknown>, before: (values: Record<string, unknown>) => void = () => undefined) {
  const state = { values, version: 1, sent: [] as Members[] };
  const record: Editable = {
    look: async () => ({ values: { ...state.values }, version: String(state.version) }),
    send: async (to, version) => {
      before(state.values);
      if (version !== String(state.version)) throw new SystemError('conflict', { status: 412 });
      state.sent.push(to);
      Object.assign(state.values, to);
      state.version += 1;
    },
  };
  return { record, state };
}

describe('change', () => {
  it('writes, remembers what was, and puts it back', async () => {
    const { record, state } = aRecord({ title: 'Buyer', city: null });
    const done = await change(record, { title: 'CEO', city: 'Praga' }, { title: 'Buyer' });
    expect(done).toEqual({ from: { title: 'Buyer', city: null }, to: { title: 'CEO', city: 'Praga' } });
    expect(await isChanged(record, done.to)).toBe(true);
    await changeBack(record, done);
    expect(state.values).toEqual({ title: 'Buyer', city: null });
    await changeBack(record, done);
    expect(state.sent).toHaveLength(2);
  });

  it('sends nothing when the value is there already', async () => {
    const { record, state } = aRecord({ count: '5' });
    await change(record, { count: 5 });
    expect(state.sent).toEqual([]);
  });

  it('is a conflict when the value is not what the rep saw', async () => {
    const { record, state } = aRecord({ title: 'Buyer' });
    await expect(change(record, { title: 'CEO' }, { title: 'Clerk' })).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changed',
      field: 'title',
    });
    expect(state.sent).toEqual([]);
  });

  it('is a conflict to put back what somebody has written since', async () => {
    const { record, state } = aRecord({ title: 'Buyer' });
    const done = await change(record, { title: 'CEO' });
    state.values.title = 'CFO';
    await expect(changeBack(record, done)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
  });

  it('counts as done when the browser sent it twice, and not when a colleague was faster', async () => {
    const twice = aRecord({ title: 'Buyer' });
    const doubled: Editable = {
      look: twice.record.look,
      send: async (to, version) => {
        await twice.record.send(to, version);
        await twice.record.send(to, version);
      },
    };
    await change(doubled, { title: 'CEO' });
    expect(twice.state.values.title).toBe('CEO');
    const race = aRecord({ title: 'Buyer' }, (values) => {
      values.title = 'CFO';
      race.state.version += 1;
    });
    await expect(change(race.record, { title: 'CEO' })).rejects.toMatchObject({ kind: 'conflict', status: 412 });
  });

  it.each([
    [null, '', true],
    ['5', 5, true],
    [[{ value: 'a', enum_id: 3 }], 'a', true],
    [['a', 'b'], ['a'], false],
    [{ id: 1 }, { id: 2 }, false],
    [0, null, false],
  ])('sameValue of %j and %j is %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
  });
});
