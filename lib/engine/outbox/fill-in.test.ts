import { describe, expect, it } from 'vitest';
import type { Action } from '../../model/actions.ts';
import type { RecordRef } from '../../model/records.ts';
import { systems } from '../../systems/index.ts';
import { filledIn } from './fill-in.ts';

const contact: RecordRef = { system: 'hubspot', account: '44', object: 'contact', native: '0-1', id: '7' };
const known = { receipts: [], system: 'hubspot', account: '44', formerAccounts: ['43'], fields: [undefined, systems.hubspot?.ownFields] };
const field = (name: string, more: Partial<Action> = {}): Action =>
  ({ kind: 'field', field: name, value: 'x', on: [contact], at: 1, ours: true, ...more }) as Action;

describe('filledIn', () => {
  it('puts the system’s own key in the place of a field of ours, the rep’s mapping first', () => {
    expect(filledIn(field('title'), known)).toMatchObject({ field: 'jobtitle' });
    const mapped = { ...known, fields: [{ '0-1': { title: 'role__c' } }, systems.hubspot?.ownFields] };
    expect(filledIn(field('title'), mapped)).toMatchObject({ field: 'role__c' });
    expect(filledIn(field('phone', { ours: false } as Partial<Action>), known)).toMatchObject({ field: 'phone' });
  });

  it('refuses a field that the system has no key for', () => {
    expect(() => filledIn(field('taxId'), known)).toThrow(
      expect.objectContaining({ kind: 'invalid', code: 'field-unmapped', field: 'taxId' }),
    );
    expect(() => filledIn(field('title', { on: [{ ...contact, account: '99' }] }), known)).toThrow(
      expect.objectContaining({ code: 'field-unmapped' }),
    );
  });

  it('words the outcome of a call as the system does, else in English', () => {
    const call: Action = { kind: 'call', direction: 'out', outcome: 'left-message', on: [contact], at: 1 };
    expect(filledIn(call, { ...known, outcomes: systems.hubspot?.callOutcomes })).toMatchObject({ outcome: 'left-voicemail' });
    expect(filledIn(call, known)).toMatchObject({ outcome: 'Left a message' });
    expect(filledIn({ ...call, outcome: 'toString' }, known)).toMatchObject({ outcome: 'toString' });
  });

  it('moves records of a renamed account', () => {
    expect(filledIn(field('title', { on: [{ ...contact, account: '43' }] }), known).on).toEqual([contact]);
  });
});
