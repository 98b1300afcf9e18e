import type { Settings } from './dossier.ts';

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
