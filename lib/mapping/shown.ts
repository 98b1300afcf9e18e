import type { MappedField, ShownValue } from '../model/mapping.ts';
import { dayIn, kindOfType, moneyIn, numberIn, texts } from './values.ts';

const MAX_CHARS = 300;

/** A vendor's raw value by its field's type; `undefined` for what is empty. Total. */
export function shownValue({ type, options }: Pick<MappedField, 'type' | 'options'>, value: unknown): ShownValue | undefined {
  const kind = kindOfType(type);
  if (typeof value === 'boolean') return { kind: value ? 'yes' : 'no' };
  const all = texts(value);
  const [first] = all;
  if (first === undefined) return undefined;
  if (options)
    return text(all.flatMap((each) => each.split(';')).map((each) => (Object.hasOwn(options, each) ? (options[each] ?? each) : each)));
  if (kind === 'flag') return { kind: /^(?:1|true|yes|y)$/i.test(first) ? 'yes' : 'no' };
  if (kind === 'day') {
    const at = dayIn(value);
    if (at !== undefined) return { kind: 'day', at };
  }
  if (kind === 'money') {
    const money = moneyIn(value);
    if (money)
      return money.currency ? { kind: 'money', amount: money.amount, currency: money.currency } : { kind: 'number', number: money.amount };
  }
  if (kind === 'number') {
    // What is no plain number (`51-200`) is shown as it is written.
    const number = /^-?\d+(?:\.\d+)?$/.test(first) ? numberIn(first.replace(/^-/, '')) : undefined;
    if (number !== undefined) return { kind: 'number', number: first.startsWith('-') ? -number : number };
  }
  return text(all);
}

function text(all: readonly string[]): ShownValue {
  const joined = all.join(', ');
  return { kind: 'text', text: joined.length > MAX_CHARS ? `${joined.slice(0, MAX_CHARS)}…` : joined };
}
