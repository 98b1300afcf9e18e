import { SystemError } from '../../model/errors.ts';
import { finite } from '../clock.ts';
import { phrase, quantity } from '../values.ts';

/** A reader of one object's properties. */
export type Properties = (name: string) => unknown;

/** ISO 8601 or epoch ms (HubSpot sends both, always as text) → epoch ms. */
export function time(value: unknown): number | undefined {
  const text = phrase(value);
  if (text === undefined) return undefined;
  return finite(new Date(/^-?\d{1,16}$/.test(text) ? Number(text) : text).getTime());
}

/** Epoch ms → what HubSpot reads. @throws SystemError `invalid` with code `bad-time` for what is no moment. */
export function iso(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) throw new SystemError('invalid', { code: 'bad-time' });
  return date.toISOString();
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
  const text = phrase(value) ?? '';
  if (/^(?:true|1|yes)$/i.test(text)) return true;
  return /^(?:false|0|no)$/i.test(text) ? false : undefined;
}

/** A share of one as a whole percentage; unknown for anything that is none. */
export function percent(value: unknown): number | undefined {
  const share = quantity(value) ?? Number.NaN;
  return share >= 0 && share <= 1 ? Math.round(share * 100) : undefined;
}

/** Digits only, as HubSpot's ids are; they exceed 2^53. */
export function isId(id: string): boolean {
  return /^\d{1,20}$/.test(id);
}

/** The id. @throws SystemError `not-found` with code `bad-id` for one HubSpot never gives. */
export function checkedId(id: string): string {
  if (!isId(id)) throw new SystemError('not-found', { code: 'bad-id' });
  return id;
}

/** Sorts the newest made first: longer ids are higher, then by digits. */
export function higherId(a: string, b: string): number {
  return b.length - a.length || (a < b ? 1 : a > b ? -1 : 0);
}
