import { type RefObject, useLayoutEffect, useRef } from 'react';

/** How far each record was scrolled while the panel is open. */
const places = new Map<string, number>();

/** Keeps how far a record was scrolled, and begins at the top of one that is new. `onScroll` belongs to the scroll box. */
export function usePlace(record: string | undefined): { box: RefObject<HTMLElement | null>; onScroll: () => void } {
  const box = useRef<HTMLElement>(null);
  const last = useRef(0);
  useLayoutEffect(() => {
    if (!box.current || record === undefined) return;
    const place = places.get(record) ?? 0;
    // To touch it makes the browser lay out the page at once, and then again for the frame: not where it stands at the top anyway.
    if (place !== 0 || last.current !== 0) box.current.scrollTop = place;
    last.current = place;
  }, [record]);
  const onScroll = () => {
    if (!box.current) return;
    last.current = box.current.scrollTop;
    if (record !== undefined) places.set(record, last.current);
  };
  return { box, onScroll };
}
