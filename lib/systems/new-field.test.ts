import { describe, expect, it } from 'vitest';
import { type FieldDefinition, type Io, type NewField, SystemError } from './contract.ts';
import { fieldMaker } from './new-field.ts';

const io = {} as Io;
const wish: NewField = { object: 'contact', name: 'sidelight_score', label: 'Sidelight score' };
const field = (changes: Partial<FieldDefinition> = {}): FieldDefinition => ({
  key: 'x1',
  label: 'Sidelight score',
  type: 'number',
  custom: true,
  readOnly: false,
  ...changes,
});

/** An account whose list shows what was added, unless it is slow. */
function anAccount(there: FieldDefinition[], add: (list: FieldDefinition[]) => void = (list) => list.push(field())) {
  let added = 0;
  const make = fieldMaker(
    async () => [...there],
    async () => {
      added += 1;
      add(there);
    },
  );
  return { make: () => make(wish, io), added: () => added };
}

describe('fieldMaker', () => {
  it.each([
    ['its label', {}],
    ['its name', { key: 'SIDELIGHT_SCORE', label: 'Points' }],
    ['a name as the vendor spells it', { key: 'Sidelight_Score__c', label: 'sidelight SCORE' }],
  ])('takes what is there when it has %s', async (_, changes) => {
    const account = anAccount([field(changes)]);
    expect(await account.make()).toEqual(field(changes));
    expect(account.added()).toBe(0);
  });

  it('makes one when there is none that can hold a number and be written', async () => {
    const account = anAccount([field({ readOnly: true }), field({ type: 'text' }), field({ label: 'Score', key: 'score' })]);
    expect(await account.make()).toEqual(field());
    expect(account.added()).toBe(1);
  });

  it('says that the name is taken when the vendor refuses it and no number has it', async () => {
    const taken = () => {
      throw new SystemError('conflict', { status: 409 });
    };
    const account = anAccount([field({ type: 'text' })], taken);
    await expect(account.make()).rejects.toMatchObject({ kind: 'conflict', code: 'field-exists', field: 'Sidelight score' });
  });

  it('takes what a colleague has made meanwhile', async () => {
    const account = anAccount([], (list) => {
      list.push(field({ key: 'hers' }));
      throw new SystemError('conflict');
    });
    expect(await account.make()).toEqual(field({ key: 'hers' }));
  });

  it('leaves the outcome open when the vendor has taken it and does not list it yet', async () => {
    const account = anAccount([], () => undefined);
    await expect(account.make()).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'not-listed' });
  });

  it('throws what the vendor says otherwise', async () => {
    const account = anAccount([], () => {
      throw new SystemError('forbidden', { code: 'MISSING_SCOPES' });
    });
    await expect(account.make()).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
