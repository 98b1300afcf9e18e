import type { Settings } from './dossier.ts';

const DAY_MS = 86_400_000;
/** A clock that was not set back for so long is the rep's clock, whatever it shows. */
const SETTLED_MS = 30 * DAY_MS;

/** How long things are kept where the rep has not said: minutes without use before the passphrase locks, days for the rest; 0 = no end. */
export const KEEPING = { lockAfterMin: 30, keepDays: 90, keepHistoryDays: 365 } as const;

/** What holds now. */
export function keepingOf({ lockAfterMin, keepDays, keepHistoryDays }: Settings): { [K in keyof typeof KEEPING]: number } {
  return {
    lockAfterMin: lockAfterMin ?? KEEPING.lockAfterMin,
    keepDays: keepDays ?? KEEPING.keepDays,
    keepHistoryDays: keepHistoryDays ?? KEEPING.keepHistoryDays,
  };
}

/** What the clock has shown (epoch ms), looked at now and then: a machine may be years ahead for an hour, and what is dropped by that is gone. */
export interface ClockSeen {
  /** Since when it was not set back. */
  since: number;
  last: number;
  /** The sighting before `last`, a day or more earlier; absent on the first day, and on the first after it was set back. */
  held?: number;
}

/** The clock looked at once more. The same object as long as less than a day has gone by. */
export function seenAt(now: number, before?: ClockSeen): ClockSeen {
  if (!before || now < before.last) return { since: now, last: now };
  return now - before.last < DAY_MS ? before : { ...before, last: now, held: before.last };
}

/**
 * A time that things may be dropped by: no more than a day after one that the clock had shown a day before. Until a jump is confirmed it
 * stays where it was. `undefined`: not known yet.
 */
export function surelyPast({ held, last }: ClockSeen): number | undefined {
  return held === undefined ? undefined : Math.min(last, held + DAY_MS);
}

/** May what bears a time to come be told from what a clock that is behind had not seen yet? */
export function isSettled({ since, last }: ClockSeen): boolean {
  return last - since >= SETTLED_MS;
}
