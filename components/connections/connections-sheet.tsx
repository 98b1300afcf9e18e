import { Plus } from 'lucide-react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { useWords } from '../words/use-words.ts';
import type { OptionsHost } from './connectable.ts';
import { ConnectionRow } from './connection-row.tsx';
import { FirstSteps } from './first-steps.tsx';

/** Which accounts are connected, as whom, what they may do and what they lack. */
export function ConnectionsSheet({ host, connections }: { host: OptionsHost; connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  return (
    <section>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h1 className="text-5">{t('options.connections')}</h1>
          <p className="text-text-muted">{t('connections.text')}</p>
        </div>
        <a
          href="#connect"
          className="inline-flex min-h-control items-center gap-1.5 rounded bg-accent px-3 font-medium text-text-on-accent hover:bg-accent-hover"
        >
          <Plus className="size-4" strokeWidth={2} aria-hidden="true" />
          {t('connections.add')}
        </a>
      </div>
      <FirstSteps connections={connections} />
      {connections.length === 0 ? (
        <p className="mt-6 rounded-3 border border-line-strong p-4 text-text-muted">{t('connections.none')}</p>
      ) : (
        <ul className="mt-6 rounded-3 border border-line-strong">
          {connections.map((connection) => (
            <ConnectionRow key={connection.id} host={host} connection={connection} all={connections} />
          ))}
        </ul>
      )}
    </section>
  );
}
