/** Salesforce's datetime (`2026-11-01T09:30:00.000+0000`) → epoch ms; undefined for anything else. */
export function readTime(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(value)) return undefined;
  const at = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}

/** A date without time (`2026-11-01`) → epoch ms of that day's start in `timeZone` (UTC without one). */
export function readDay(value: unknown, timeZone?: string): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const utc = Date.parse(`${value}T00:00:00Z`);
  if (Number.isNaN(utc)) return undefined;
  // Twice, because the offset at the first guess may be that of the other side of a clock change.
  const guess = utc - offsetMs(utc, timeZone);
  return utc - offsetMs(guess, timeZone);
}

/** The calendar day of a moment, as ActivityDate wants it: in `timeZone`, or where this browser is. */
export function writeDay(at: number, timeZone?: string): string {
  const { year, month, day } = clock(at, timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function offsetMs(at: number, timeZone: string | undefined): number {
  if (timeZone === undefined) return 0;
  const { year, month, day, hour, minute, second } = clock(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

function clock(at: number, timeZone: string) {
  const parts = formatter(timeZone).formatToParts(at);
  const read = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return {
    year: read('year'),
    month: read('month'),
    day: read('day'),
    hour: read('hour') % 24,
    minute: read('minute'),
    second: read('second'),
  };
}

/** An unknown zone name is treated as UTC: a day must never fail to be read. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const shape = {
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...shape, timeZone });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...shape, timeZone: 'UTC' });
  }
}
