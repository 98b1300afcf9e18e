import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { useWords } from '../words/use-words.ts';
import { FoundLine } from './found-line.tsx';
import type { Found } from './use-found.ts';
import { useOnline } from './use-online.ts';
import { useOpenFound } from './use-open-found.ts';

interface Props {
  found: Found | undefined;
  hasFailed: boolean;
  /** What is in the field now: the answer to it may still be awaited. */
  asked: string;
  /** Which line the keyboard is on. */
  at: number;
  onPoint: (at: number) => void;
  onAskAgain: () => void;
  connections: readonly ConnectionInfo[];
}

/** What was found, and what to do when nothing was. */
export function FoundList({ found, hasFailed, asked, at, onPoint, onAskAgain, connections }: Props) {
  const { t } = useWords();
  const isOnline = useOnline();
  const open = useOpenFound();
  const isAnswered = found?.query === asked;
  const systemOf = systemNames(connections);
  return (
    <section className="flex flex-col gap-2">
      <Live text={isAnswered ? t('find.count', { n: found.records.length }) : ''} />
      {!isOnline && <p className="text-1 text-text-muted">{t('find.offline')}</p>}
      {hasFailed && <NoAnswer onAskAgain={onAskAgain} />}
      {found && found.records.length > 0 && (
        <div id="found-list" role="listbox" aria-label={t('find.results')} className="flex flex-col">
          {found.records.map((record, index) => (
            <div
              key={record.key}
              id={`found-${index}`}
              role="option"
              aria-selected={index === at}
              tabIndex={-1}
              onPointerMove={() => index !== at && onPoint(index)}
              onClick={() => void open(record)}
              onKeyDown={(event) => event.key === 'Enter' && void open(record)}
              className={`-mx-2 flex min-h-13 cursor-pointer items-center gap-3 rounded px-2 py-1 ${index === at ? 'bg-surface-hover' : ''}`}
            >
              <FoundLine record={record} query={found.query} systemName={systemOf(record.ref)} />
            </div>
          ))}
        </div>
      )}
      {isAnswered && found.records.length === 0 && <NothingFound />}
    </section>
  );
}

/** The system's name where there are several: one person may be known in each of them. */
export function systemNames(connections: readonly ConnectionInfo[]): (ref: { system: string; account: string }) => string | undefined {
  return ({ system, account }) =>
    connections.length < 2 ? undefined : connections.find((each) => each.system === system && each.account === account)?.systemName;
}

/** Nothing like it is kept here: why, and the way to more. */
export function NothingFound() {
  const { t } = useWords();
  const host = useHost();
  return (
    <div className="flex flex-col items-start gap-2 px-2 py-3 text-text-muted">
      <p>{t('find.nothing')}</p>
      <p className="text-1">{t('find.nothing-why')}</p>
      <Button small onClick={() => host.openOptions('connections')}>
        {t('find.keep-more')}
      </Button>
    </div>
  );
}

/** The worker was asked twice and did not answer. */
export function NoAnswer({ onAskAgain }: { onAskAgain: () => void }) {
  const { t } = useWords();
  return (
    <div role="alert" className="flex flex-col items-start gap-2 px-2 py-3 text-text-muted">
      <p>{t('find.failed')}</p>
      <Button small onClick={onAskAgain}>
        {t('way.retry')}
      </Button>
    </div>
  );
}
