import { useLiveQuery } from 'dexie-react-hooks';
import { Search } from 'lucide-react';
import { type KeyboardEvent, Suspense, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { recentCustomers } from '../../lib/store/reading.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import { CustomerList } from './customer-list.tsx';
import { FoundList } from './found-list.tsx';
import { useFound } from './use-found.ts';
import { useInSight } from './use-in-sight.ts';
import { useOpenFound } from './use-open-found.ts';

const TodayTasks = lazyPiece(() => import('./today-tasks.tsx').then((module) => module.TodayTasks));

const RECENT = 8;
const FOUND = 20;

/** A page without a record: search, today's tasks, recent customers. All from the cache, so it works offline. */
export function NoRecord({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const asked = query.trim();
  const open = useOpenFound();
  const recent = useLiveQuery(() => recentCustomers(RECENT), []);
  const { found, hasFailed, askAgain } = useFound(asked, FOUND, recent);
  const isSearching = asked !== '';
  const records = found?.records ?? [];
  const active = Math.min(at, records.length - 1);
  useInSight(`found-${active}`);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && records.length > 0) {
      event.preventDefault();
      setAt((active + step + records.length) % records.length);
    }
    const record = records[active];
    // What is on the screen answers an earlier question as long as the next answer is awaited.
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && record && found?.query === asked) void open(record);
  };
  return (
    <div className="flex flex-col gap-5">
      <label className="relative flex items-center">
        <Search className="absolute start-3 size-4 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
        <span className="sr-only">{t('find.label')}</span>
        <input
          type="search"
          value={query}
          placeholder={t('find.placeholder')}
          aria-controls={records.length > 0 ? 'found-list' : undefined}
          aria-activedescendant={records.length > 0 ? `found-${active}` : undefined}
          onChange={(event) => {
            setQuery(event.target.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          className="min-h-10 w-full rounded border border-line-control bg-surface text-ellipsis ps-9 pe-3 placeholder:text-text-faint"
        />
      </label>
      {isSearching ? (
        <FoundList
          found={found}
          hasFailed={hasFailed}
          asked={asked}
          at={active}
          onPoint={setAt}
          onAskAgain={askAgain}
          connections={connections}
        />
      ) : (
        <>
          <Suspense>
            <TodayTasks connections={connections} />
          </Suspense>
          {recent && recent.length > 0 && (
            <section>
              <h2 className="mb-1 text-1">{t('recent.title')}</h2>
              <CustomerList label={t('recent.title')} customers={recent} />
            </section>
          )}
          <p className="text-1 text-text-muted">{t('empty.hint')}</p>
        </>
      )}
    </div>
  );
}
