import { Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { useWords } from '../words/use-words.ts';
import type { OptionsHost } from './connectable.ts';
import { ConnectionRow } from './connection-row.tsx';
import { FirstSteps } from './first-steps.tsx';

interface Props {
  host: OptionsHost;
  connections: readonly ConnectionInfo[];
  /** The connection somebody was sent to: a failure's way out. */
  wanted: string | undefined;
}

/** Which accounts are connected, as whom, what they may do and what they lack. */
export function ConnectionsSheet({ host, connections, wanted }: Props) {
  const { t } = useWords();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const row = [...(list.current?.children ?? [])].find(({ id }) => id === wanted);
    row?.scrollIntoView({ block: 'nearest' });
    row?.querySelector<HTMLElement>('button, a')?.focus();
  }, [wanted]);
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
        <ul ref={list} className="mt-6 rounded-3 border border-line-strong">
          {connections.map((connection) => (
            <ConnectionRow key={connection.id} host={host} connection={connection} all={connections} />
          ))}
        </ul>
      )}
    </section>
  );
}
