import { type Action, SystemError } from './contract.ts';

type Value = Extract<Action, { kind: 'field' }>['value'];

/** What a field takes, whatever the vendor calls it. */
export type FieldShape = { kind: 'text' | 'number' | 'flag' } | { kind: 'choice'; options: readonly { id: string; label: string }[] };

/**
 * What the rep gave, in the type of the field; a choice by its id or by its words.
 * @throws SystemError `invalid` with `field`: `bad-value`, `unknown-option`
 */
export function typedValue(shape: FieldShape, value: NonNullable<Value>, field: string): string | number | boolean {
  const refuse = (code: string) => new SystemError('invalid', { code, field });
  if (shape.kind === 'choice') {
    const option = shape.options.find(({ id }) => id === String(value)) ?? shape.options.find(({ label }) => label === value);
    if (!option) throw refuse('unknown-option');
    return option.id;
  }
  if (shape.kind === 'flag' && typeof value !== 'boolean') throw refuse('bad-value');
  if (shape.kind !== 'number') return shape.kind === 'text' ? String(value) : value;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw refuse('bad-value');
  return number;
}
