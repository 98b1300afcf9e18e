import * as v from 'valibot';

/** Values that JSON has no type for travel as objects with a `__class__`. Source: trytond, `protocols/jsonrpc.py`. */

const whole = v.pipe(v.number(), v.safeInteger());
const moment = v.object({
  __class__: v.literal('datetime'),
  year: whole,
  month: whole,
  day: whole,
  hour: whole,
  minute: whole,
  second: whole,
  microsecond: whole,
});
const day = v.object({ __class__: v.literal('date'), year: whole, month: whole, day: whole });
const decimal = v.object({ __class__: v.literal('Decimal'), decimal: v.pipe(v.string(), v.regex(/^-?\d+(\.\d+)?(E[+-]?\d{1,3})?$/)) });

/** A moment to the microsecond, `2026-11-21T09:52:37.144432`, UTC: texts of this shape sort as the moments do. */
export type Stamp = string;
const STAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})$/;

/** A server's date and time; undefined for anything else. */
export function stampOf(raw: unknown): Stamp | undefined {
  const parsed = v.safeParse(moment, raw);
  if (!parsed.success) return undefined;
  const { year, month, day: date, hour, minute, second, microsecond } = parsed.output;
  const two = (part: number) => String(part).padStart(2, '0');
  const stamp = `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}T${two(hour)}:${two(minute)}:${two(second)}.${String(microsecond).padStart(6, '0')}`;
  return STAMP.test(stamp) && !Number.isNaN(stampMs(stamp)) ? stamp : undefined;
}

/** The moment in epoch ms; what is finer is cut off. */
export function stampMs(stamp: Stamp): number {
  return Date.parse(`${stamp.slice(0, 23)}Z`);
}

/** The first stamp of a millisecond. */
export function toStamp(at: number): Stamp {
  return `${new Date(at).toISOString().slice(0, 23)}000`;
}

/** A stamp as a search clause takes it. */
export function fromStamp(stamp: Stamp): Record<string, unknown> {
  const parts = STAMP.exec(stamp)?.slice(1).map(Number) ?? [];
  const [year, month, date, hour, minute, second, microsecond] = parts;
  return { __class__: 'datetime', year, month, day: date, hour, minute, second, microsecond };
}

/** A server's date and time in epoch ms. */
export function instant(raw: unknown): number | undefined {
  const stamp = stampOf(raw);
  return stamp === undefined ? undefined : stampMs(stamp);
}

/** A server's bare date, `2026-11-21`; undefined for anything else. */
export function dayText(raw: unknown): string | undefined {
  const parsed = v.safeParse(day, raw);
  if (!parsed.success) return undefined;
  const at = new Date(Date.UTC(parsed.output.year, parsed.output.month - 1, parsed.output.day));
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString().slice(0, 10);
}

/** A bare date as the server takes it. */
export function fromDay(text: string): Record<string, unknown> {
  const [year, month, date] = text.split('-').map(Number);
  return { __class__: 'date', year, month, day: date };
}

/** The digits of an exact number, as the server wrote them (`1000.00`), without an exponent. */
export function decimalText(raw: unknown): string | undefined {
  const parsed = v.safeParse(decimal, raw);
  if (!parsed.success) return undefined;
  const [mantissa = '', exponent] = parsed.output.decimal.split('E');
  return exponent === undefined ? mantissa : shifted(mantissa, Number(exponent));
}

/** A number that came as an exact or as a binary one. */
export function numberOf(raw: unknown): number | undefined {
  const value = typeof raw === 'number' ? raw : Number(decimalText(raw) ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

/** An exact number as the server takes it. */
export function fromDecimal(text: string): Record<string, unknown> {
  return { __class__: 'Decimal', decimal: text };
}

/** A value for reading: exact numbers and dates as text, moments as ISO text, everything else as it came. */
export function plain(raw: unknown): unknown {
  const stamp = stampOf(raw);
  return decimalText(raw) ?? dayText(raw) ?? (stamp === undefined ? raw : `${stamp}Z`);
}

/** Moves the point: Python prints small and round decimals as `1E+3`. */
function shifted(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole_ = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = whole_ + fraction;
  const point = whole_.length + exponent;
  const left = point <= 0 ? '0' : digits.slice(0, point).padEnd(point, '0');
  const right = point <= 0 ? '0'.repeat(-point) + digits : digits.slice(point);
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}
