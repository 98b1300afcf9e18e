import type { FoundRecord } from '../../lib/model/found.ts';
import { useHost } from '../host.tsx';
import { safeHref } from '../shell/safe-href.ts';
import { useView } from './view-state.ts';

/**
 * Opens what was found: a customer who was opened before is shown here, out of the cache; any other record in its system, whose page the
 * panel then follows. A record without a page of its own stays where it is.
 */
export function useOpenFound(): (record: FoundRecord) => Promise<void> {
  const host = useHost();
  const show = useView((view) => view.show);
  return async ({ key, dossier }) => {
    if (dossier !== undefined) return show(dossier);
    const { cachedRecord } = await import('../../lib/store/records.ts');
    const found = await cachedRecord(key);
    const url = safeHref(found && 'url' in found.row ? found.row.url : undefined);
    if (url !== undefined) host.openTab(url);
  };
}
