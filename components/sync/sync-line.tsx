import { useLiveQuery } from 'dexie-react-hooks';
import { useRef } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { feeds } from '../../lib/store/feeds.ts';
import type { OptionsHost } from '../connections/connectable.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { type Standing, standingOf } from './standing.ts';
import { SyncDialog } from './sync-dialog.tsx';

/** What of a connection is kept on this computer, how far that is, and what can be done about it. */
export function SyncLine({ host, connection, name }: { host: OptionsHost; connection: ConnectionInfo; name: string }) {
  const { t } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const states = useLiveQuery(() => feeds(connection.id), [connection.id]);
  if (!connection.can.includes('changes') || !states) return null;
  const standing = standingOf(connection, states);
  const isResting = connection.sync?.isPaused === true;
  return (
    <div className="w-full rounded border border-line bg-surface-sunken p-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <Words standing={standing} name={name} />
        <div className="-my-1 flex flex-wrap gap-x-1">
          {standing.kind !== 'off' && connection.state !== 'paused' && (
            <Button look="quiet" small onClick={() => void host.chooseSync(connection.id, { isPaused: !isResting })}>
              {t(isResting ? 'sync.resume' : 'sync.pause')}
            </Button>
          )}
          <Button look="quiet" small onClick={() => dialog.current?.showModal()}>
            {t('sync.choose')}
          </Button>
        </div>
      </div>
      {standing.kind === 'filling' && (
        <progress
          aria-label={t('sync.progress', { system: name })}
          className="mt-2 h-1.5 w-full"
          {...(standing.lists > 0 && { max: standing.lists, value: standing.done })}
        />
      )}
      <SyncDialog dialog={dialog} host={host} connection={connection} states={states} name={name} />
    </div>
  );
}

function Words({ standing, name }: { standing: Standing; name: string }) {
  const { t, format } = useWords();
  const now = useNow(10_000);
  const line = () => {
    switch (standing.kind) {
      case 'off':
        return t('sync.off');
      case 'paused':
        return t('sync.paused', { n: standing.records });
      case 'stopped':
        return t('sync.stopped', { share: format.percent(standing.pct / 100), system: name });
      case 'failed':
        return t(errorWords(standing.error).sentence, { system: name, field: standing.error.field ?? '' });
      case 'filling':
        return t('sync.filling', { n: standing.records, done: standing.done, lists: standing.lists });
      case 'kept':
        return t('sync.kept', { n: standing.records });
    }
  };
  const isTrouble = standing.kind === 'stopped' || standing.kind === 'failed';
  return (
    <div className="min-w-48 flex-1">
      {/* A count that runs is nothing to be read out. */}
      <p aria-live={standing.kind === 'filling' ? 'off' : 'polite'} className={isTrouble ? 'text-warn' : ''}>
        {line()}
      </p>
      {standing.kind === 'kept' && (
        <p className="text-1 text-text-muted">
          {t('sync.read', { ago: format.ago(standing.doneAt, now) })}
          {standing.nextAt > now && ` · ${t('sync.next', { in: format.duration(standing.nextAt - now) })}`}
        </p>
      )}
      {standing.kind === 'stopped' && <p className="text-1 text-text-muted">{t('sync.stopped-way')}</p>}
      {standing.kind === 'failed' && <p className="text-1 text-text-muted">{t('sync.failed-way')}</p>}
    </div>
  );
}
