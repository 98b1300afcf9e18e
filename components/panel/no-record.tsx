import { useLiveQuery } from 'dexie-react-hooks';
import { Search } from 'lucide-react';
import { Suspense, useDeferredValue, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { recentCustomers, searchCustomers } from '../../lib/store/reading.ts';
import { Live } from '../shell/live.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import { CustomerList } from './customer-list.tsx';

const TodayTasks = lazyPiece(() => import('./today-tasks.tsx').then((module) => module.TodayTasks));

const RECENT = 8;
const FOUND = 20;

/** A page without a record: search, today's tasks, recent customers. All from the cache, so it works offline. */
export function NoRecord({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const found = useLiveQuery(async () => (asked === '' ? undefined : { asked, customers: await searchCustomers(asked, FOUND) }), [asked]);
  const recent = useLiveQuery(() => recentCustomers(RECENT), []);
  const isSearching = asked !== '';
  return (
    <div className="flex flex-col gap-5">
      <label className="relative flex items-center">
        <Search className="absolute start-3 size-4 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
        <span className="sr-only">{t('find.label')}</span>
        <input
          type="search"
          value={query}
          placeholder={t('find.placeholder')}
          onChange={(event) => setQuery(event.target.value)}
          className="min-h-10 w-full rounded border border-line-control bg-surface ps-9 pe-3 placeholder:text-text-faint"
        />
      </label>
      {isSearching ? (
        <section>
          <Live text={found?.asked === asked ? t('find.count', { n: found.customers.length }) : ''} />
          {found && found.customers.length > 0 && <CustomerList label={t('find.results')} customers={found.customers} />}
          {found?.asked === asked && found.customers.length === 0 && <p className="text-text-muted">{t('find.nothing')}</p>}
        </section>
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
