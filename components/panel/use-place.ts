import { type RefObject, useLayoutEffect, useRef } from 'react';

/** How far each record was scrolled while the panel is open. */
const places = new Map<string, number>();

/** Keeps how far a record was scrolled, and begins at the top of one that is new. `onScroll` belongs to the scroll box. */
export function usePlace(record: string | undefined): { box: RefObject<HTMLElement | null>; onScroll: () => void } {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (box.current && record !== undefined) box.current.scrollTop = places.get(record) ?? 0;
  }, [record]);
  const onScroll = () => {
    if (box.current && record !== undefined) places.set(record, box.current.scrollTop);
  };
  return { box, onScroll };
}
