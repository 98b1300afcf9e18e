import { useLiveQuery } from 'dexie-react-hooks';
import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { dueTasks, recentCustomers, searchCustomers } from '../../lib/store/reading.ts';
import { useHost } from '../host.tsx';
import { Live } from '../shell/live.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { CustomerList } from './customer-list.tsx';

const RECENT = 8;
const FOUND = 20;

/** Midnight that ends this day, local time. */
function endOfDay(now: number): number {
  return new Date(now).setHours(24, 0, 0, 0);
}

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
          <TodayTasks connections={connections} />
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

/** The rep's open tasks over all systems, overdue first. */
function TodayTasks({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t, format } = useWords();
  const host = useHost();
  const now = useNow(60_000);
  const until = endOfDay(now);
  const tasks = useLiveQuery(() => dueTasks(until), [until]);
  if (!tasks) return null;
  const today = new Date(now).setHours(0, 0, 0, 0);
  return (
    <section>
      <div className="mb-1 flex justify-between text-1">
        <h2>{t('tasks.today')}</h2>
        <span className="text-text-muted">{t('tasks.count', { n: tasks.length })}</span>
      </div>
      {tasks.length === 0 && <p className="text-text-muted">{t('tasks.none')}</p>}
      <ul>
        {tasks.slice(0, 20).map(({ task, connectionId, dossier, customerName }) => {
          const due = task.dueAt ?? task.at;
          const mark = connections.find((connection) => connection.id === connectionId)?.mark;
          return (
            <li key={`${dossier}/${task.ref.id}`} className="flex items-start gap-3 py-1.5">
              <span aria-hidden="true" className="mt-0.5 size-4 shrink-0 rounded-full border border-line-control" />
              <span className="min-w-0 flex-1">
                <span className="bidi line-clamp-2">{task.title ?? task.text}</span>
                <span className="bidi block text-1 text-text-muted">{[customerName, mark].filter(Boolean).join(' · ')}</span>
              </span>
              <time
                dateTime={new Date(due).toISOString()}
                className={`text-1 tabular-nums ${due < today ? 'text-warn' : 'text-text-muted'}`}
              >
                {due < today ? format.heading(due, now) : format.time(due)}
              </time>
            </li>
          );
        })}
      </ul>
      {tasks.length > 20 && <p className="text-1 text-text-muted">{t('tasks.more', { n: tasks.length - 20 })}</p>}
      {connections.some((connection) => connection.state === 'signed-out') && (
        <button type="button" className="min-h-6 text-1 text-accent-text hover:underline" onClick={() => host.openOptions('connections')}>
          {t('tasks.incomplete')}
        </button>
      )}
    </section>
  );
}
