import { useEffect, useState } from 'react';

/** Gives the focus back to where it was when this opened, when it closes with the focus in it. */
export function useFocusBack(): void {
  // As it is drawn for the first time: before a field of its own takes the focus.
  const [from] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (document.activeElement === document.body && from instanceof HTMLElement && from.isConnected) from.focus();
    },
    [from],
  );
}
