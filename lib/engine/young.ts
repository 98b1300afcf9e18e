/**
 * Was that moment (epoch ms) less than `mostMs` ago? What lies ahead was written before the computer's clock was set back: how old it is
 * nobody can tell, so it counts as old.
 */
export function isYoung(at: number, now: number, mostMs: number): boolean {
  return at <= now && now - at < mostMs;
}
