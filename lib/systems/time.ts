const DAY = /^\d{4}-\d{2}-\d{2}$/;
const CLOCK = /^(\d{1,4}):(\d{2})(?::(\d{2}))?$/;

/** `YYYY-MM-DD` as the start of that day in `timeZone` (UTC where unknown), epoch ms; undefined for anything else. */
export function midnightOf(value: unknown, timeZone?: string): number | undefined {
  if (typeof value !== 'string' || !DAY.test(value.trim())) return undefined;
  const utc = finite(Date.parse(`${value.trim()}T00:00:00Z`));
  if (utc === undefined) return undefined;
  // Twice, because the offset at the first guess may be that of the other side of a clock change.
  return utc - zoneOffsetMs(utc - zoneOffsetMs(utc, timeZone), timeZone);
}

/** The day in the calendar of `timeZone` (UTC where unknown), `YYYY-MM-DD`. */
export function dayOf(at: number, timeZone: string | undefined): string {
  return new Date(at + zoneOffsetMs(at, timeZone)).toISOString().slice(0, 10);
}

/** The parts of a clock's text (`h:mm`, `h:mm:ss`) as numbers; undefined for anything else. */
export function clockParts(value: unknown): number[] | undefined {
  const match = typeof value === 'string' ? CLOCK.exec(value.trim()) : null;
  return match?.slice(1).flatMap((part: string | undefined) => (part === undefined ? [] : [Number(part)]));
}

/** How far local clocks run ahead of UTC at this moment; 0 for a zone nobody knows. */
export function zoneOffsetMs(at: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return 0;
  try {
    const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(at);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  } catch {
    return 0;
  }
}

/** Undefined instead of NaN and infinity. */
export function finite(at: number): number | undefined {
  return Number.isFinite(at) ? at : undefined;
}
