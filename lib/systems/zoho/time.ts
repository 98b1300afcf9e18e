import { clockParts, finite } from '../clock.ts';
import { dayStart } from '../zone.ts';

const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A vendor's time in epoch ms. Offsets are those of the user's zone, so instants count, not strings. Undefined for anything else. */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !STAMP.test(value.trim())) return undefined;
  return finite(Date.parse(value.trim()));
}

/** A date without a time: that day's midnight in `timeZone` (UTC where unknown); a whole stamp as it is. */
export function dayOrInstant(value: unknown, timeZone: string | undefined): number | undefined {
  return typeof value === 'string' ? (dayStart(value.trim(), timeZone) ?? instant(value)) : undefined;
}

/** Epoch ms as the vendor takes it: an offset, no milliseconds. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
}

/** `mm:ss` or `hh:mm:ss` as ms; undefined for anything else and for 0. */
export function clockMs(value: unknown): number | undefined {
  return (clockParts(value) ?? []).reduce((sum, part) => sum * 60 + part, 0) * 1000 || undefined;
}

/** A duration as the vendor writes it: minutes and seconds. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
