import { useEffect } from 'react';

/** Scrolls the line of a list that the arrows have moved to into sight; the focus stays in the field. */
export function useInSight(id: string): void {
  useEffect(() => document.getElementById(id)?.scrollIntoView({ block: 'nearest' }), [id]);
}
