import { Plug } from 'lucide-react';
import type { TabState } from '../../lib/model/dossier.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** A record of an account that is not connected: which one, and the way to connect it. Nothing is looked up. */
export function Unconnected({ about }: { about: NonNullable<TabState['unconnected']> }) {
  const { t } = useWords();
  const host = useHost();
  // Where the page tells its account, the form knows the address already.
  const place = `connect/${about.system}${about.account === undefined ? '' : `/@${encodeURIComponent(about.host)}`}`;
  return (
    <section
      aria-label={t('unconnected.title', { system: about.systemName })}
      className="lit mb-5 flex flex-col gap-2 rounded-3 border border-accent-line p-4"
    >
      <h1 className="flex items-start gap-2 text-3">
        <Plug className="mt-0.5 size-4 shrink-0 text-accent-text" strokeWidth={1.65} aria-hidden="true" />
        {t('unconnected.title', { system: about.systemName })}
      </h1>
      <p className="text-text-muted">
        {t('unconnected.which')} <span className="bidi font-medium text-text">{about.account ?? about.host}</span>
      </p>
      <p className="text-1 text-text-muted">{t('unconnected.safe')}</p>
      <Button look="filled" className="self-start" onClick={() => host.openOptions(place)}>
        {t('unconnected.connect', { system: about.systemName })}
      </Button>
    </section>
  );
}
