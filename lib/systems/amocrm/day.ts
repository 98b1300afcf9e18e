const DAY_MS = 24 * 60 * 60 * 1000;

/** 23:59:59 of the day that holds `at` in a time zone, epoch ms: how amoCRM writes "the whole day". An unknown zone is UTC. */
export function dayEnd(at: number, timeZone: string): number {
  const offset = offsetMs(at, timeZone);
  const end = Math.floor((at + offset) / DAY_MS) * DAY_MS + DAY_MS - 1000;
  // The clocks may change between now and midnight.
  return end - offsetMs(end - offset, timeZone);
}

function offsetMs(at: number, timeZone: string): number {
  const parts = formatter(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(at / 1000) * 1000;
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  try {
    return new Intl.DateTimeFormat('en-US', { ...numeric, timeZone, hourCycle: 'h23' });
  } catch {
    return new Intl.DateTimeFormat('en-US', { ...numeric, timeZone: 'UTC', hourCycle: 'h23' });
  }
}
