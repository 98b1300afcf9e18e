import { useEffect, useMemo, useState } from 'react';

/**
 * The time, renewed every `everyMs` while the page is visible: ages grow, nothing else re-renders. Read anew when `about` is another: what
 * has just been told is not younger than now.
 */
export function useNow(everyMs = 10_000, about?: unknown): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const tick = () => {
      if (document.visibilityState === 'visible') setTurn((before) => before + 1);
    };
    const timer = setInterval(tick, everyMs);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, [everyMs]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are the moments at which the clock is looked at.
  return useMemo(() => Date.now(), [turn, about]);
}
