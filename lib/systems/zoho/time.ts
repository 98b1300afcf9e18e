const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})$/;
const CLOCK = /^(\d{1,4}):(\d{2})(?::(\d{2}))?$/;

/** A vendor's time in epoch ms. Offsets are those of the user's zone, so instants count, not strings. Undefined for anything else. */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string' || !STAMP.test(value.trim())) return undefined;
  return finite(Date.parse(value.trim()));
}

/** A date without a time: that day's midnight in `timeZone` (UTC where unknown); a whole stamp as it is. */
export function dayOrInstant(value: unknown, timeZone: string | undefined): number | undefined {
  if (typeof value !== 'string' || !DAY.test(value.trim())) return instant(value);
  const midnight = finite(Date.parse(`${value.trim()}T00:00:00Z`));
  return midnight === undefined ? undefined : midnight - offsetMs(midnight, timeZone);
}

/** Epoch ms as the vendor takes it: an offset, no milliseconds. */
export function stamp(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}+00:00`;
}

/** The day in the user's calendar, `YYYY-MM-DD`. */
export function dayOf(at: number, timeZone: string | undefined): string {
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 10);
}

/** `mm:ss` or `hh:mm:ss` as ms; undefined for anything else and for 0. */
export function clockMs(value: unknown): number | undefined {
  const match = typeof value === 'string' ? CLOCK.exec(value.trim()) : null;
  if (!match) return undefined;
  const parts = [match[1], match[2], match[3]].filter((part) => part !== undefined).map(Number);
  const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
  return seconds > 0 ? seconds * 1000 : undefined;
}

/** A duration as the vendor writes it: minutes and seconds. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How far local clocks run ahead of UTC at this moment; 0 for a zone nobody knows. */
function offsetMs(at: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return 0;
  try {
    const parts = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    }).formatToParts(at);
    const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '00';
    const local = Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`);
    return finite(local) === undefined ? 0 : local - Math.floor(at / 1000) * 1000;
  } catch {
    return 0;
  }
}

function finite(at: number): number | undefined {
  return Number.isFinite(at) ? at : undefined;
}
