export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** The story's own clock: moments told as distances from the moment the story is told. */
export interface Moments {
  asOf: number;
  daysAgo(days: number, hours?: number): number;
  inDays(days: number, hours?: number): number;
}

export function momentsAround(asOf: number): Moments {
  return {
    asOf,
    daysAgo: (days, hours = 0) => asOf - days * DAY - hours * HOUR,
    inDays: (days, hours = 0) => asOf + days * DAY + hours * HOUR,
  };
}
