import { type ConnectionInfo, connectionName } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { WayOutButton } from '../errors/way-out.tsx';
import { errorWords } from '../errors/words.ts';
import { useOnline } from '../panel/use-online.ts';
import { FreshnessGlyph } from '../shell/mark.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { partOf } from './context.ts';
import { SLOW_AFTER_MS } from './freshness.ts';

interface Props {
  connections: readonly ConnectionInfo[];
  parts: readonly DossierPart[] | undefined;
  onRetry: () => void;
}

interface Line {
  connection: ConnectionInfo;
  part: DossierPart | undefined;
  /** Absent: it is only slow. */
  error: StoredError | undefined;
}

/** Systems that are slow, signed out or failing: one calm line each, with the way out. Nobody waits for them. */
export function Trouble({ connections, parts, onRetry }: Props) {
  const { t, format } = useWords();
  const now = useNow(2000);
  const online = useOnline();
  if (!online) return null;
  const lines = connections.flatMap((connection): Line[] => {
    const part = partOf(parts, connection.id);
    const error = troubleOf(connection, part);
    if (error) return [{ connection, part, error }];
    return part?.state === 'asking' && now - part.askedAt > SLOW_AFTER_MS ? [{ connection, part, error: undefined }] : [];
  });
  if (lines.length === 0) return null;
  return (
    <ul aria-label={t('trouble.label')} className="mt-3 flex flex-col gap-1 rounded-3 bg-surface-sunken px-3 py-2">
      {lines.map(({ connection, part, error }) => (
        <li key={connection.id} className="flex flex-wrap items-center gap-2">
          <span
            aria-hidden="true"
            className="inline-flex min-h-mark items-center gap-1 rounded-1 bg-chip px-1.5 font-strong text-glyph text-text-muted"
          >
            {connection.mark}
            <FreshnessGlyph
              state={error ? (errorWords(error).way === 'retry' || errorWords(error).way === 'wait' ? 'stale' : 'needs-you') : 'asking'}
            />
          </span>
          <span className="min-w-32 flex-1">
            {error
              ? t(errorWords(error).sentence, { system: connectionName(connection, connections), field: error.field ?? '' })
              : t('trouble.slow', { system: connectionName(connection, connections) })}
            {error && part?.answeredAt !== undefined && (
              <span className="block text-1 text-text-muted">{t('trouble.as-of', { time: format.age(part.answeredAt, now) })}</span>
            )}
          </span>
          {error && (
            <WayOutButton
              error={error}
              systemName={connectionName(connection, connections)}
              connectionId={connection.id}
              onRetry={onRetry}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

/** What keeps a connection from answering: its own state first, then its last attempt. */
export function troubleOf(connection: ConnectionInfo, part: DossierPart | undefined): StoredError | undefined {
  if (connection.state === 'signed-out') return connection.error ?? { kind: 'auth' };
  if (connection.state === 'no-permission') return { kind: 'permission' };
  if (connection.state === 'paused') return undefined;
  return part?.state === 'failed' ? (part.error ?? { kind: 'unavailable' }) : undefined;
}
