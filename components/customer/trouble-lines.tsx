import { ChevronDown } from 'lucide-react';
import { createPortal } from 'react-dom';
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
  /** Where they stand; without it, where they are written. */
  slot: HTMLElement | null;
  lines: readonly TroubleLine[];
  connections: readonly ConnectionInfo[];
  now: number;
  onRetry: () => void;
}

/** So many are told in full; more are one line until the rep wants to know, for they would stand over what she reads. */
const IN_FULL = 2;

/** What is the matter with each, as of when its facts are, and the one thing to do. */
export function TroubleLines({ slot, ...about }: Props) {
  const { t, format } = useWords();
  const { lines, connections } = about;
  const names = lines.map(({ connection }) => connectionName(connection, connections));
  const list = (
    <section
      aria-label={t('trouble.label')}
      className="appear border-line border-t bg-surface-sunken px-4 py-1.5 text-1 @max-narrow:px-3 @wide:px-5"
    >
      {lines.length > IN_FULL ? (
        <details className="group/trouble">
          <summary className="flex min-h-control cursor-pointer items-center gap-2">
            <ChevronDown className="size-4 shrink-0 group-open/trouble:rotate-180" strokeWidth={1.65} aria-hidden="true" />
            <span>{t('trouble.many', { systems: format.list(names) })}</span>
          </summary>
          <List {...about} />
        </details>
      ) : (
        <List {...about} />
      )}
    </section>
  );
  return slot ? createPortal(list, slot) : list;
}

function List({ lines, connections, now, onRetry }: Omit<Props, 'slot'>) {
  const { t, format } = useWords();
  return (
    <ul className="flex flex-col gap-1">
      {lines.map(({ connection, part, error }) => (
        <li key={connection.id} className="flex min-h-control flex-wrap items-center gap-2">
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
              <span className="text-text-muted"> {t('trouble.as-of', { time: format.clock(part.answeredAt, now) })}</span>
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
