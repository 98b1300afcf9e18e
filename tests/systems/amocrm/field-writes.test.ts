import { describe, expect, it } from 'vitest';
import { call as amocrmCall } from '../../../lib/systems/amocrm/api.ts';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { dealOf, undo, watched } from './deeds.ts';
import { type StandIn, standIn } from './stand-in.ts';

describe('a field', () => {
  type Value = Extract<Action, { kind: 'field' }>['value'];
  const write = (on: RecordRef, field: string, value: Value, seen?: unknown): Action => ({
    kind: 'field',
    on: [on],
    at: 0,
    field,
    value,
    ...(seen !== undefined && { seen }),
  });
  const of = async (world: StandIn, object: string) => (object === 'contact' ? world.person('ivan-petrov') : dealOf(world));

  it.each([
    ['contact', 'POSITION', 'Директор', { title: 'Директор' }],
    ['contact', '700005', 'Директор', { title: 'Директор' }],
    ['contact', 'PAGE_VIEWS', 77, { custom: { PAGE_VIEWS: 77 } }],
    ['contact', 'EMAIL', 'new@vektor-msk.ru', { emails: ['new@vektor-msk.ru'] }],
    ['contact', 'CITY', null, {}],
    ['contact', 'last_name', 'Сидоров', { lastName: 'Сидоров' }],
    ['deal', 'name', 'Другая «партия» & 🚀', { name: 'Другая «партия» & 🚀' }],
    ['deal', 'price', 1500, { amount: { amountMinor: 150_000, currency: 'RUB' } }],
    ['deal', 'PRIORITY', '921', { custom: { PRIORITY: 'Высокий' } }],
    ['deal', 'PRIORITY', 'Высокий', { custom: { PRIORITY: 'Высокий' } }],
    ['deal', 'UTM_TERM', 'станок б/у', { custom: { UTM_TERM: 'станок б/у' } }],
  ] as const)('of a %s, %s = %s, is written, confirmed and set back', async (object, field, value, expected) => {
    const world = standIn();
    const ref = await of(world, object);
    const { changedAt: _, ...before } = await amocrm.read(ref, world.io());
    world.now += 60_000;
    expect(await amocrm.confirm(write(ref, field, value), 'k', world.io())).toBeUndefined();
    const receipt: Receipt = JSON.parse(JSON.stringify(await amocrm.perform(write(ref, field, value), 'k', world.io())));
    const after = await amocrm.read(ref, world.io());
    expect(after).toMatchObject(expected);
    if (value === null) expect(after).not.toHaveProperty('city');
    expect(await amocrm.confirm(write(ref, field, value), 'k', world.io())).toMatchObject({ refs: [ref] });
    await undo(world, receipt);
    const { changedAt: __, ...restored } = await amocrm.read(ref, world.io());
    expect({ ...restored, name: before.name }).toEqual(before);
    expect(world.effects).toHaveLength(2);
  });

  it('leaves the kind of an address and all other fields as they are', async () => {
    const world = standIn();
    const { sent, io } = watched(world);
    await amocrm.perform(write(world.person('ivan-petrov'), 'EMAIL', 'new@vektor-msk.ru', 'ivan.petrov@vektor-msk.ru'), 'k', io);
    expect(sent).toEqual([{ custom_fields_values: [{ field_id: 700_003, values: [{ value: 'new@vektor-msk.ru', enum_id: 911 }] }] }]);
  });

  it('throws conflict when the rep saw something else, and on undo when it was changed since', async () => {
    const world = standIn();
    const ref = world.person('ivan-petrov');
    await expect(amocrm.perform(write(ref, 'POSITION', 'CEO', 'CFO'), 'k', world.io())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changed',
      field: 'POSITION',
    });
    expect(world.effects).toEqual([]);
    const receipt = await amocrm.perform(write(ref, 'POSITION', 'CEO', 'Коммерческий директор'), 'k', world.io());
    await amocrm.perform(write(ref, 'POSITION', 'COO'), 'k2', world.io());
    await expect(undo(world, receipt)).rejects.toMatchObject({ kind: 'conflict', code: 'changed' });
    expect(await amocrm.read(ref, world.io())).toMatchObject({ title: 'COO' });
  });

  it.each([
    ['NOBODY', 'x', 'bad-field'],
    ['a/b?c', 'x', 'bad-field'],
    ['PRIORITY', 'Средний', 'unknown-option'],
    ['price', 'much', 'bad-value'],
    ['name', '', 'bad-value'],
  ])('%s = %s is refused before anything is written', async (field, value, code) => {
    const world = standIn();
    await expect(amocrm.perform(write(await dealOf(world), field, value), 'k', world.io())).rejects.toMatchObject({
      kind: 'invalid',
      code,
      field,
    });
    expect(world.effects).toEqual([]);
  });

  describe('with several e-mails or phones', () => {
    const [WORK, PRIVATE] = [911, 912];
    /** Ivan with two e-mails and two phones. */
    const many = async () => {
      const world = standIn();
      const ref = world.person('ivan-petrov');
      const fields = [
        {
          field_code: 'EMAIL',
          values: [
            { value: 'a@x.example', enum_id: WORK },
            { value: 'b@x.example', enum_id: PRIVATE },
          ],
        },
        { field_code: 'PHONE', values: [{ value: '+7 495 1' }, { value: '+7 495 2' }] },
      ];
      const json = { custom_fields_values: fields };
      await amocrmCall(world.io(), { method: 'PATCH', url: `/api/v4/contacts/${ref.id}`, json, write: true });
      world.effects.length = 0;
      const person = async () => {
        const record = await amocrm.read(ref, world.io());
        return record.kind === 'person' ? { emails: record.emails, phones: record.phones } : expect.fail();
      };
      return { world, ref, person };
    };
    const BOTH = { emails: ['a@x.example', 'b@x.example'], phones: ['+7 495 1', '+7 495 2'] };

    it.each([
      ['EMAIL', ' c@x.example ', 'a@x.example', { emails: ['c@x.example', 'b@x.example'] }],
      ['EMAIL', 'B@x.example', undefined, { emails: ['B@x.example', 'a@x.example'] }],
      ['EMAIL', null, 'a@x.example', { emails: ['b@x.example'] }],
      ['EMAIL', null, ['a@x.example', 'b@x.example'], { emails: ['b@x.example'] }],
      ['PHONE', '+7 495 3', ['+7 495 1', '+7 495 2'], { phones: ['+7 495 3', '+7 495 2'] }],
    ] as const)('%s = %j (seen: %j) changes the first, is confirmed and set back; the others stay', async (name, value, seen, expected) => {
      const { world, ref, person } = await many();
      const action = write(ref, name, value, seen);
      expect(await amocrm.confirm(action, 'k', world.io())).toBeUndefined();
      const receipt: Receipt = JSON.parse(JSON.stringify(await amocrm.perform(action, 'k', world.io())));
      expect(await person()).toEqual({ ...BOTH, ...expected });
      expect(await amocrm.confirm(action, 'k', world.io())).toMatchObject({ refs: [ref] });
      await undo(world, receipt);
      expect(await person()).toEqual(BOTH);
      expect(world.effects).toHaveLength(2);
    });

    it('gives the new value the kind that the old one had', async () => {
      const { world, ref } = await many();
      const { sent, io } = watched(world);
      await amocrm.perform(write(ref, 'EMAIL', 'c@x.example'), 'k', io);
      const values = [
        { value: 'c@x.example', enum_id: WORK },
        { value: 'b@x.example', enum_id: PRIVATE },
      ];
      expect(sent).toEqual([{ custom_fields_values: [{ field_id: 700_003, values }] }]);
    });

    it.each([
      ['EMAIL', 'c@x.example', 'old@x.example', { kind: 'conflict', code: 'changed' }],
      ['EMAIL', 'c@x.example', ['a@x.example'], { kind: 'conflict', code: 'changed' }],
      ['EMAIL', 'c@x.example', null, { kind: 'conflict', code: 'changed' }],
      ['EMAIL', null, undefined, { kind: 'invalid', code: 'many-values' }],
      ['PHONE', 7, undefined, { kind: 'invalid', code: 'bad-value' }],
    ] as const)('%s = %j (seen: %j) is refused', async (name, value, seen, expected) => {
      const { world, ref } = await many();
      await expect(amocrm.perform(write(ref, name, value, seen), 'k', world.io())).rejects.toMatchObject({ ...expected, field: name });
      expect(world.effects).toEqual([]);
    });
  });
});
