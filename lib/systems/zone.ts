const DAY_MS = 24 * 60 * 60 * 1000;
const NUMERIC = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;

/** How far local clocks run ahead of UTC at this moment, ms; 0 for no zone and for one nobody knows. */
export function offsetMs(at: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return 0;
  try {
    const parts = formatOf(timeZone).formatToParts(at);
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return Number.isFinite(wall) ? wall - Math.floor(at / 1000) * 1000 : 0;
  } catch {
    return 0;
  }
}

/** Making one takes twenty times as long as asking it, and lists ask once per row. An account has a handful of zones at most. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a zone nobody knows; that is not kept, so that what vendors make up cannot fill the memory. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const made = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { ...NUMERIC, timeZone, hourCycle: 'h23' });
  formats.set(timeZone, made);
  return made;
}

/** Midnight at the start of a bare day (`2026-11-21`) in a time zone, epoch ms; undefined for what is no day. */
export function dayStart(day: string, timeZone: string | undefined): number | undefined {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Twice, because the offset at the first guess may be that of the other side of a clock change.
  return Number.isNaN(midnight) ? undefined : midnight - offsetMs(midnight - offsetMs(midnight, timeZone), timeZone);
}

/** 23:59:59 of the day that holds `at` in a time zone, epoch ms. */
export function dayEnd(at: number, timeZone: string | undefined): number {
  const offset = offsetMs(at, timeZone);
  const end = Math.floor((at + offset) / DAY_MS) * DAY_MS + DAY_MS - 1000;
  // The clocks may change between now and midnight.
  return end - offsetMs(end - offset, timeZone);
}

/** The day in the calendar of a time zone (UTC without one), `YYYY-MM-DD`. */
export function dayOf(at: number, timeZone: string | undefined): string {
  return new Date(at + offsetMs(at, timeZone)).toISOString().slice(0, 10);
}
