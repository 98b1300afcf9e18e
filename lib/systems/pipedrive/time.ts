const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const STAMP = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/**
 * A vendor's time in epoch ms. v2 writes RFC 3339, v1 `YYYY-MM-DD HH:MM:SS` in UTC without saying so. A bare date is
 * midnight UTC. Undefined for anything else.
 */
export function instant(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  const stamp = STAMP.exec(text);
  if (stamp) return finite(Date.parse(`${stamp[1]}T${stamp[2]}${stamp[3] ?? 'Z'}`));
  return DAY.test(text) ? finite(Date.parse(`${text}T00:00:00Z`)) : undefined;
}

/** `HH:MM(:SS)` as a duration in ms; undefined for anything else and for 0. */
export function clockMs(value: unknown): number | undefined {
  const match = typeof value === 'string' ? CLOCK.exec(value.trim()) : null;
  if (!match) return undefined;
  const ms = (Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0)) * 1000;
  return ms > 0 ? ms : undefined;
}

/**
 * When an activity is due: `due_date` and `due_time` are UTC. Without a time the whole day is meant, the user's own:
 * then it is that day's midnight in `timeZone`.
 */
export function dueInstant(date: unknown, time: unknown, timeZone: string | undefined): number | undefined {
  if (typeof date !== 'string' || !DAY.test(date)) return undefined;
  if (typeof time === 'string' && CLOCK.test(time.trim())) return instant(`${date} ${time.trim().padStart(5, '0')}`);
  const midnight = instant(date);
  return midnight === undefined ? undefined : midnight - offsetMs(midnight, timeZone);
}

/** Epoch ms as v1 writes it: `YYYY-MM-DD HH:MM:SS`, UTC. */
export function v1Stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** What to write for a due time: date and time in UTC, or the day alone as the calendar of `timeZone` shows it. */
export function dueFields(
  dueAt: number,
  allDay: boolean | undefined,
  timeZone: string | undefined,
): { due_date: string; due_time?: string } {
  if (allDay) return { due_date: new Date(dueAt + offsetMs(dueAt, timeZone)).toISOString().slice(0, 10) };
  const stamp = v1Stamp(dueAt);
  return { due_date: stamp.slice(0, 10), due_time: stamp.slice(11) };
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
