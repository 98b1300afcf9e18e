import { useRef, useState } from 'react';
import { type ConnectionInfo, connectionName } from '../../lib/model/connection.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { type Freshness, FreshnessGlyph, SystemChip } from '../shell/mark.tsx';
import { SyncLine } from '../sync/sync-line.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import type { OptionsHost } from './connectable.ts';
import { ConnectionEdit } from './connection-edit.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RightsDialog } from './rights-dialog.tsx';
import { TagDot } from './tag.tsx';
import { abilities } from './words.ts';

const STATES: Record<ConnectionInfo['state'], { word: MessageId; glyph: Freshness }> = {
  ok: { word: 'connection.ok', glyph: 'fresh' },
  'signed-out': { word: 'connection.signed-out', glyph: 'needs-you' },
  'no-permission': { word: 'connection.no-permission', glyph: 'needs-you' },
  paused: { word: 'connection.paused', glyph: 'off' },
};
const GROUPS: Record<'see' | 'log' | 'change', MessageId> = { see: 'ability.sees', log: 'ability.logs', change: 'ability.changes' };

interface Props {
  host: OptionsHost;
  connection: ConnectionInfo;
  all: readonly ConnectionInfo[];
}

/** One account: its name and colour, how it stands, what it may do, and what can be done about it. */
export function ConnectionRow({ host, connection, all }: Props) {
  const { t, format } = useWords();
  const [edit, rights, remove] = [useRef<HTMLDialogElement>(null), useRef<HTMLDialogElement>(null), useRef<HTMLDialogElement>(null)];
  const [isRefused, setRefused] = useState(false);
  const { state, error, systemName, mark, account, host: pageHost, userName, writes } = connection;
  const name = connectionName(connection, all);
  const look = STATES[state];
  const offered = host.systems.find(({ id }) => id === connection.system)?.capabilities ?? connection.can;
  const grant = () => {
    void host.requestAccess(host.accessOf(connection)).then((granted) => setRefused(!granted));
  };
  const lines = abilities(t, connection.can, offered).filter(({ group, can }) => can.length > 0 && (group === 'see' || writes !== 'never'));
  const lacks = connection.missing.length > 0;
  return (
    <li id={connection.id} className="flex flex-wrap items-start gap-x-4 gap-y-2 border-line p-4 not-first:border-t">
      <SystemChip mark={mark} name={systemName} />
      <div className="min-w-48 flex-1">
        <h2 className="flex items-center gap-1.5 text-2">
          <TagDot tag={connection.tag} />
          <span className="bidi">{name}</span>
        </h2>
        <p className="bidi text-text-muted">
          {[connection.label === undefined ? undefined : systemName, pageHost ?? account, userName].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className="min-w-48 flex-1">
        <p className={`flex items-center gap-1.5 ${look.glyph === 'needs-you' ? 'text-warn' : ''}`}>
          <FreshnessGlyph state={look.glyph} />
          {t(look.word)}
        </p>
        {error && state !== 'paused' && (
          <p className="text-1 text-text-muted">{t(errorWords(error).sentence, { system: name, field: error.field ?? '' })}</p>
        )}
        {isRefused && <p className="text-1 text-warn">{t('connect.refused', { system: name })}</p>}
        {writes === 'never' && <p className="text-1 text-text-muted">{t('writes.never')}</p>}
        {writes === 'ask' && <p className="text-1 text-text-muted">{t('writes.ask')}</p>}
      </div>
      <div className="min-w-48 flex-1 text-text-muted">
        {lines.map(({ group, can }) => (
          <p key={group}>{t(GROUPS[group], { what: format.list(can) })}</p>
        ))}
        {lacks && <p className="text-1 text-warn">{t('rights.lacks', { n: connection.missing.length })}</p>}
      </div>
      <div className="-mx-2 flex w-full flex-wrap gap-x-1">
        {state === 'signed-out' && <SignInAgain host={host} connection={connection} />}
        {state === 'no-permission' && <Button onClick={grant}>{t('way.grant')}</Button>}
        <Button look="quiet" onClick={() => edit.current?.showModal()}>
          {t('connection.edit')}
        </Button>
        {host.objectsOf(connection.system).length > 0 && (
          <a
            href={`#fields/${connection.id}`}
            className="inline-flex min-h-control items-center rounded px-3 font-medium text-text-muted hover:bg-surface-hover"
          >
            {t('connection.fields')}
          </a>
        )}
        <Button look="quiet" onClick={() => rights.current?.showModal()}>
          {t('rights.button')}
        </Button>
        {state === 'paused' ? (
          <Button look="quiet" onClick={() => void host.resume(connection.id)}>
            {t('connection.resume')}
          </Button>
        ) : (
          <Button look="quiet" onClick={() => void host.pause(connection.id)}>
            {t('connection.pause')}
          </Button>
        )}
        <Button look="quiet" onClick={() => remove.current?.showModal()}>
          {t('connection.remove')}
        </Button>
      </div>
      <SyncLine host={host} connection={connection} name={name} />
      <ConnectionEdit dialog={edit} host={host} connection={connection} name={name} />
      <RightsDialog dialog={rights} host={host} connection={connection} name={name} offered={offered} />
      <RemoveDialog dialog={remove} id={connection.id} name={name} onRemove={() => void host.remove(connection.id)} />
    </li>
  );
}

/** A session is looked at again once the rep has signed in on the vendor's page; everything else goes through the form. */
function SignInAgain({ host, connection }: { host: OptionsHost; connection: ConnectionInfo }) {
  const { t } = useWords();
  if (connection.signIn?.kind === 'session') return <Button onClick={() => void host.resume(connection.id)}>{t('way.retry')}</Button>;
  return (
    <a
      href={`#connect/${connection.system}/${connection.id}`}
      className="inline-flex min-h-control items-center rounded border border-line-strong px-3 font-medium shadow-1 hover:bg-surface-hover"
    >
      {t('way.sign-in')}
    </a>
  );
}
