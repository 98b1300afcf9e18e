import { useEffect, useState } from 'react';
import type { ShownTab } from '../../components/panel/panel.tsx';
import { currentTab, onTabState } from '../../lib/platform/tabs.ts';

/** The front tab of this panel's window and what it shows; undefined until the browser has told. */
export function usePage(): ShownTab | undefined {
  const [tab, setTab] = useState<ShownTab>();
  useEffect(() => {
    let heard = false;
    const stop = onTabState((shown) => {
      heard = true;
      setTab(shown);
    });
    void currentTab().then((shown) => {
      if (!heard && shown) setTab(shown);
    });
    return stop;
  }, []);
  return tab;
}
