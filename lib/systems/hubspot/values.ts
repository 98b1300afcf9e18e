import { SystemError } from '../../model/errors.ts';
import { phrase } from '../values.ts';

/** A reader of one object's properties. */
export type Properties = (name: string) => unknown;

/** ISO 8601 or epoch ms (HubSpot sends both, always as text) → epoch ms. */
export function time(value: unknown): number | undefined {
  const text = phrase(value);
  if (text === undefined) return undefined;
  const at = /^-?\d{1,16}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? at : undefined;
}

/** Epoch ms → what HubSpot reads. @throws SystemError `invalid` with code `bad-time` for what is no moment. */
export function iso(at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) throw new SystemError('invalid', { code: 'bad-time' });
  return new Date(at).toISOString();
}

/** Do two values say the same, one of them perhaps rewritten by HubSpot: trimmed, a time, a plain decimal, an e-mail in lower case? */
export function sameValue(a: unknown, b: unknown): boolean {
  const [left, right] = [phrase(a) ?? '', phrase(b) ?? ''];
  if (left === right) return true;
  if (DECIMAL.test(left) && DECIMAL.test(right)) return Number(left) === Number(right);
  if (DATED.test(left) || DATED.test(right)) return time(left) !== undefined && time(left) === time(right);
  return left.includes('@') && left.toLowerCase() === right.toLowerCase();
}

/** `007` is a text, not seven. Digits beyond what a number holds exactly are compared as text. */
const DECIMAL = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,40})?$/;
const DATED = /^\d{4}-\d\d-\d\d/;

/** `true`, `1`, `yes` and their opposites; unknown otherwise. */
export function truth(value: unknown): boolean | undefined {
  const text = phrase(value)?.toLowerCase();
  if (text === 'true' || text === '1' || text === 'yes') return true;
  return text === 'false' || text === '0' || text === 'no' ? false : undefined;
}
