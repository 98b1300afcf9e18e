import { type ConnectionInfo, connectionName } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { WayOutButton } from '../errors/way-out.tsx';
import { errorWords } from '../errors/words.ts';
import { FreshnessGlyph } from '../shell/mark.tsx';
import { useWords } from '../words/use-words.ts';

export interface TroubleLine {
  connection: ConnectionInfo;
  part: DossierPart | undefined;
  /** Absent: it is only slow. */
  error: StoredError | undefined;
}

interface Props {
  lines: readonly TroubleLine[];
  connections: readonly ConnectionInfo[];
  now: number;
  onRetry: () => void;
}

/** What is the matter with each, as of when its facts are, and the one thing to do. */
export function TroubleLines({ lines, connections, now, onRetry }: Props) {
  const { t, format } = useWords();
  return (
    <ul aria-label={t('trouble.label')} className="mt-3 flex flex-col gap-1 rounded-3 bg-surface-sunken px-3 py-2">
      {lines.map(({ connection, part, error }) => (
        <li key={connection.id} className="flex flex-wrap items-center gap-2">
          <span
            aria-hidden="true"
            className="inline-flex min-h-mark min-w-10 items-center justify-center gap-1 rounded-1 bg-chip px-1.5 font-strong text-glyph text-text-muted"
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
              <span className="block text-1 text-text-muted">{t('trouble.as-of', { time: format.clock(part.answeredAt, now) })}</span>
            )}
          </span>
          {error && (
            <WayOutButton
              error={error}
              systemName={connectionName(connection, connections)}
              connectionId={connection.id}
              onRetry={onRetry}
              className="-me-2.5 ms-auto"
            />
          )}
        </li>
      ))}
    </ul>
  );
}
