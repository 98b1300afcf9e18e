import { useEffect } from 'react';

/** Scrolls the line of a list that the arrows have moved to into sight; the focus stays in the field. */
export function useInSight(id: string): void {
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which is nothing to clean up with.
    document.getElementById(id)?.scrollIntoView({ block: 'nearest' });
  }, [id]);
}
