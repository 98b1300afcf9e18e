import { useLiveQuery } from 'dexie-react-hooks';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { auditLines } from '../../lib/store/audit.ts';
import { feeds } from '../../lib/store/feeds.ts';
import { hooks } from '../../lib/store/hooks.ts';
import { allHealth } from '../../lib/store/traffic.ts';
import { useOutbox } from '../actions/use-outbox.ts';
import { AuditEntryRow } from '../audit/audit-entry-row.tsx';
import { type Host, HostProvider } from '../host.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { ConnectionCard } from './connection-card.tsx';
import { figuresOf, hostsOf } from './figures.ts';
import { HostList } from './host-list.tsx';
import { OutboxList } from './outbox-list.tsx';

const ENTRIES = 6;

interface Props {
  connections: readonly ConnectionInfo[];
  test: Parameters<typeof ConnectionCard>[0]['test'];
  /** What pieces of the panel ask for. */
  panelHost: Host;
}

/** How everything is doing: connections, what waits, what was written, what left the browser. */
export function StatusSheet({ connections, test, panelHost }: Props) {
  const { t, format } = useWords();
  const now = useNow(5_000);
  const health = useLiveQuery(() => allHealth(), []);
  const lists = useLiveQuery(() => feeds(), []);
  const actions = useOutbox();
  const lines = useLiveQuery(() => auditLines(ENTRIES), []);
  const workflows = useLiveQuery(() => hooks(), []) ?? [];
  if (!health || !lists || !actions || !lines) return <h1 className="text-5">{t('options.status')}</h1>;
  const count = (wanted: ConnectionInfo['state'][]) => connections.filter(({ state }) => wanted.includes(state)).length;
  const summary = [
    [count(['ok']), 'status.sum-online'],
    [count(['paused']), 'status.sum-paused'],
    [count(['signed-out', 'no-permission']), 'status.sum-needs-you'],
  ] as const;
  return (
    <HostProvider host={panelHost}>
      <section className="@container flex flex-col gap-6">
        <div>
          <h1 className="text-5">{t('options.status')}</h1>
          <p className="text-text-muted">
            {connections.length === 0 ? t('status.none') : format.list(summary.filter(([n]) => n > 0).map(([n, word]) => t(word, { n })))}
          </p>
        </div>
        {connections.length > 0 && (
          <ul className="rounded-3 border border-line-strong">
            {connections.map((connection) => (
              <ConnectionCard
                key={connection.id}
                connection={connection}
                all={connections}
                figures={figuresOf(
                  health.find(({ connectionId }) => connectionId === connection.id),
                  lists.filter(({ connectionId }) => connectionId === connection.id),
                  now,
                )}
                now={now}
                test={test}
              />
            ))}
          </ul>
        )}
        <OutboxList actions={actions} connections={connections} now={now} />
        <section aria-labelledby="trail" className="rounded-3 border border-line-strong">
          <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-line border-b px-4 py-3">
            <h2 id="trail" className="text-3">
              {t('options.history')}
            </h2>
            <a href="#history" className="inline-flex min-h-6 items-center font-medium text-accent-text hover:underline">
              {t('status.all-history')}
            </a>
          </div>
          {lines.length === 0 ? (
            <p className="p-4 text-text-muted">{t('audit.empty')}</p>
          ) : (
            <ol className="divide-y divide-line px-4">
              {lines.map((line) => (
                <AuditEntryRow key={line.seq} line={line} connections={connections} />
              ))}
            </ol>
          )}
        </section>
        <HostList hosts={hostsOf(health, now)} workflows={workflows.length} />
      </section>
    </HostProvider>
  );
}
