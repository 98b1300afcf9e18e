import { useEffect } from 'react';
import { useView } from '../../components/panel/view-state.ts';
import type { Wish } from '../../lib/platform/wish.ts';

function fulfil({ act, text }: Wish): void {
  const { setPalette, wishFor } = useView.getState();
  if (act === 'find') setPalette(true, text.trim().slice(0, 200));
  else wishFor(text.trim());
}

/** Does what the rep has asked for in a page's menu. Listens from a moment after the first frame on, which does without. */
export function useWish(): void {
  useEffect(() => {
    let stop: (() => void) | undefined;
    let isGone = false;
    void import('../../lib/platform/wish.ts').then(({ onWish }) => {
      if (!isGone) stop = onWish(fulfil);
    });
    return () => {
      isGone = true;
      stop?.();
    };
  }, []);
}
