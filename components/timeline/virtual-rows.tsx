import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Virtualizer } from 'virtua';

/** Long timelines: only the rows in view exist. Scrolls with the panel's own scroll box. */
export default function VirtualRows({ rows }: { rows: ReactNode[] }) {
  const here = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLElement | null>(null);
  const [margin, setMargin] = useState<number>();
  useLayoutEffect(() => {
    const box = here.current?.closest<HTMLElement>('[data-scroll]') ?? document.documentElement;
    scroller.current = box;
    setMargin((here.current?.getBoundingClientRect().top ?? 0) - box.getBoundingClientRect().top + box.scrollTop);
  }, []);
  return (
    <div ref={here}>
      {margin !== undefined && (
        <Virtualizer scrollRef={scroller} startMargin={margin}>
          {rows}
        </Virtualizer>
      )}
    </div>
  );
}
