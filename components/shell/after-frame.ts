import { type ReactNode, useDeferredValue } from 'react';

/** What nobody sees before they ask for it is drawn in a pass of its own, right after the frame that is waited for. */
export function AfterFrame({ children }: { children: ReactNode }): ReactNode {
  const isDue = useDeferredValue(true, false);
  return isDue && children;
}
