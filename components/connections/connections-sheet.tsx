import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { type Freshness, FreshnessGlyph, SystemChip } from '../shell/mark.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { OptionsHost } from './connectable.ts';
import { abilityWords, missingWords } from './words.ts';

const STATES: Record<ConnectionInfo['state'], { word: MessageId; glyph: Freshness }> = {
  ok: { word: 'connection.ok', glyph: 'fresh' },
  'signed-out': { word: 'connection.signed-out', glyph: 'needs-you' },
  'no-permission': { word: 'connection.no-permission', glyph: 'needs-you' },
  paused: { word: 'connection.paused', glyph: 'off' },
};

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
      {connections.length === 0 ? (
        <p className="mt-6 rounded-3 border border-line-strong p-4 text-text-muted">{t('connections.none')}</p>
      ) : (
        <ul className="mt-6 rounded-3 border border-line-strong">
          {connections.map((connection) => (
            <Row key={connection.id} host={host} connection={connection} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ host, connection }: { host: OptionsHost; connection: ConnectionInfo }) {
  const { t, format } = useWords();
  const confirm = useRef<HTMLDialogElement>(null);
  const [isRefused, setRefused] = useState(false);
  const { state, error, system, systemName, mark, account, host: pageHost, userName } = connection;
  const look = STATES[state];
  const needsSignIn = state === 'signed-out';
  const grant = () => {
    void host.requestHosts(host.hostsOf(connection)).then((granted) => setRefused(!granted));
  };
  return (
    <li id={connection.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line p-4 not-first:border-t">
      <SystemChip mark={mark} name={systemName} />
      <div className="min-w-48 flex-1">
        <h2 className="text-2">{systemName}</h2>
        <p className="bidi text-text-muted">{[pageHost ?? account, userName].filter(Boolean).join(' · ')}</p>
      </div>
      <div className="min-w-48 flex-1">
        <p className={`flex items-center gap-1.5 ${look.glyph === 'needs-you' ? 'text-warn' : ''}`}>
          <FreshnessGlyph state={look.glyph} />
          {t(look.word)}
        </p>
        {error && state !== 'paused' && (
          <p className="text-1 text-text-muted">{t(errorWords(error).sentence, { system: systemName, field: error.field ?? '' })}</p>
        )}
        {isRefused && <p className="text-1 text-warn">{t('connect.refused', { system: systemName })}</p>}
      </div>
      <div className="min-w-48 flex-1 text-text-muted">
        {abilityWords(t, format.list, connection.can).map((line) => (
          <p key={line}>{line}</p>
        ))}
        {connection.missing.length > 0 && (
          <ul className="text-1 text-warn">
            {connection.missing.map((missing) => (
              <li key={`${missing.code} ${missing.what}`}>{missingWords(t, missing)}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex flex-wrap gap-1">
        {needsSignIn && (
          <a
            href={`#connect/${system}`}
            className="inline-flex min-h-control items-center rounded border border-line-strong px-3 font-medium shadow-1 hover:bg-surface-hover"
          >
            {t('way.sign-in')}
          </a>
        )}
        {state === 'no-permission' && <Button onClick={grant}>{t('way.grant')}</Button>}
        {state === 'paused' ? (
          <Button look="quiet" onClick={() => void host.resume(connection.id)}>
            {t('connection.resume')}
          </Button>
        ) : (
          <Button look="quiet" onClick={() => void host.pause(connection.id)}>
            {t('connection.pause')}
          </Button>
        )}
        <Button look="quiet" onClick={() => confirm.current?.showModal()}>
          {t('connection.remove')}
        </Button>
      </div>
      <dialog
        ref={confirm}
        aria-labelledby={`remove-${connection.id}`}
        className="m-auto w-120 max-w-full rounded-3 border border-line-strong bg-surface-raised p-5 shadow-3"
      >
        <h2 id={`remove-${connection.id}`} className="text-3">
          {t('remove.title', { system: systemName })}
        </h2>
        <p className="mt-2 text-text-muted">{t('remove.text', { system: systemName })}</p>
        <form method="dialog" className="mt-4 flex flex-wrap justify-end gap-2">
          <Button type="submit">{t('remove.keep')}</Button>
          <Button type="submit" look="filled" onClick={() => void host.remove(connection.id)}>
            {t('remove.do', { system: systemName })}
          </Button>
        </form>
      </dialog>
    </li>
  );
}
