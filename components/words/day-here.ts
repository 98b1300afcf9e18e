const DAY_MS = 86_400_000;

/**
 * The day that is meant, as noon where the reader is. A day that was told without a time and a zone is kept as its midnight UTC, which
 * west of Greenwich is the day before; any other moment is taken as it is.
 */
export function dayHere(at: number): number {
  const day = new Date(at);
  if (at % DAY_MS !== 0) return day.setHours(12, 0, 0, 0);
  return new Date(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 12).getTime();
}
