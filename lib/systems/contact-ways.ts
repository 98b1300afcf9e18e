import { SystemError } from './contract.ts';
import { foldText } from './matching.ts';

/** An e-mail or a phone as vendors list them: the value, and beside it whatever else they know of it (its kind, its number). */
export interface Way {
  value?: unknown;
}

/** What the rep gave for a record's e-mail or phone, and the value that was shown to her. */
interface Wish {
  field: string;
  value: string | number | boolean | null;
  seen?: unknown;
}

/**
 * A list of e-mails or phones, the first of which is the one a card shows, after the rep gave one value: a new one takes the first one's
 * place and kind, one that stands further down moves up, all others stay. `null` takes out the one the rep saw. Doing it twice changes
 * nothing more, so `confirm` may ask the same question. `seen` is the whole list as it was if the first one was what the rep saw.
 * @throws SystemError `invalid` with code `bad-value` for what is no text, `many-values` when several are there and it is not told which
 * one is to go.
 */
export function withPrimary<T extends Way>(
  ways: readonly T[],
  { field, value, seen }: Wish,
): { to: (T | Way)[]; seen: readonly Way[] | undefined } {
  const [first, ...others] = ways;
  const is = (wanted: unknown) => (way: Way) => foldText(String(way.value)) === foldText(String(wanted));
  const whole = Array.isArray(seen) ? seen.map((each: unknown) => ({ value: each })) : [...(seen ? [{ value: seen }] : []), ...others];
  const was = { seen: seen === undefined ? undefined : whole };
  if (value !== null && typeof value !== 'string') throw new SystemError('invalid', { code: 'bad-value', field });
  const text = value?.trim() ?? '';
  if (text !== '') {
    const known = others.find(is(text));
    const rest = known ? ways.filter((way) => way !== known) : others;
    return { to: [{ ...(known ?? first), value: text }, ...rest], ...was };
  }
  const shown = Array.isArray(seen) ? seen[0] : seen;
  if (!shown && others.length > 0) throw new SystemError('invalid', { code: 'many-values', field });
  return { to: shown ? ways.filter((way) => !is(shown)(way)) : [], ...was };
}
