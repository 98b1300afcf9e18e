import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FieldDefinition, NewField } from '../../lib/systems/contract.ts';
import { systems } from '../../lib/systems/index.ts';
import { failure } from '../failure.ts';
import { writesOf } from './network.ts';
import { aStand, can, REGISTERED, type Stand } from './stand.ts';

const MAKERS = REGISTERED.filter((system) => can(system, 'write:field-definition'));

it('only systems that say so have the verb', () => {
  for (const system of Object.values(systems))
    expect([system?.id, system?.createField !== undefined]).toEqual([system?.id, system && can(system, 'write:field-definition')]);
});

describe.each(MAKERS)('$name creates fields', (system) => {
  let stand: Stand;
  beforeEach(async () => {
    stand = await aStand(system);
  });
  afterEach(() => stand.close());

  const wish = (object: NewField['object'], word = 'Likelihood'): NewField => ({
    object,
    name: word.toLowerCase().replaceAll(' ', '_'),
    label: word,
  });
  const create = async (field: NewField): Promise<FieldDefinition> =>
    (await system.createField?.(field, stand.io())) ?? expect.fail('no such verb');
  const made = () => stand.sandbox.effects(system.id).filter(({ actionKind }) => actionKind === 'field-definition').length;

  it.each(['contact', 'company'] as const)('createField makes a number field of a %s that is listed and can be written', async (object) => {
    const field = await create(wish(object));
    expect(field).toMatchObject({ label: 'Likelihood', custom: true, readOnly: false });
    expect(await system.fields(object, stand.io())).toContainEqual(field);
    if (object !== 'contact') return;
    const on = [stand.refOf('ana-perez')];
    await system.perform({ kind: 'score', field: field.key, score: 73, on, at: stand.now() }, 'k-1', stand.io());
    const { native } = on[0] ?? expect.fail('nobody');
    const connection = { ...stand.connection, fieldMap: { [native]: { 'pin:score': field.key } } };
    const [ref] = on;
    const read = ref && (await system.read(ref, stand.io({ connection })));
    expect(Number(read?.custom[field.key])).toBe(73);
  });

  it('createField takes what is there when it is asked twice, or by a colleague who spells it her way', async () => {
    const first = await create(wish('contact', 'Deal score'));
    expect(await create(wish('contact', 'Deal score'))).toEqual(first);
    expect(await create({ object: 'contact', name: 'deal_score', label: 'DEAL SCORE' })).toEqual(first);
    expect(made()).toBe(1);
  });

  it('createField leaves the outcome open when the answer is lost, and finds the field when it is asked again', async () => {
    await create(wish('contact', 'Trial'));
    const write = writesOf(stand.network);
    stand.sandbox.faults.add({ kind: 'lost-answer', match: write, times: 1 });
    expect((await failure(create(wish('contact')))).kind).toBe('unknown-outcome');
    expect(made()).toBe(2);
    expect(await create(wish('contact'))).toMatchObject({ label: 'Likelihood' });
    expect(made()).toBe(2);
  });

  it('createField refuses before it writes when the system has no such records', async () => {
    expect(await failure(create(wish('custom')))).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    expect(made()).toBe(0);
  });
});
