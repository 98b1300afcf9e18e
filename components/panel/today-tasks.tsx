import { useLiveQuery } from 'dexie-react-hooks';
import { mergeTimeline } from '../../lib/identity/merge-timeline.ts';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { TimelineEntry } from '../../lib/model/customer.ts';
import type { DueTask } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { dueTasks } from '../../lib/store/reading.ts';
import { ChangeScope, useChange } from '../actions/change.tsx';
import { DoneButton, TomorrowButton } from '../actions/task-buttons.tsx';
import { stepChanges, stepsUnderWay, type TaskStep, tomorrow } from '../actions/task-steps.ts';
import { useOutbox } from '../actions/use-outbox.ts';
import { connectionOf } from '../customer/facts.ts';
import { useHost } from '../host.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';

const SHOWN = 20;

interface Listed {
  entry: TimelineEntry;
  dossier: string;
  customerName: string;
  done: boolean;
  dueAt: number;
}

/** Midnight that ends this day, local time. */
function endOfDay(now: number): number {
  return new Date(now).setHours(24, 0, 0, 0);
}

/** Copies of one task of one customer become one line; what was put off past today goes. */
function listed(tasks: readonly DueTask[], under: ReturnType<typeof stepsUnderWay>, until: number): Listed[] {
  const byCustomer = Map.groupBy(tasks, ({ dossier }) => dossier);
  const all = [...byCustomer].flatMap(([dossier, own]) =>
    mergeTimeline(own.map(({ task }) => task)).map((entry) => {
      const step = entry.copies.map(({ ref }) => under.get(recordKey(ref))).find((each) => each !== undefined);
      const dueAt = step?.dueAt ?? entry.activity.dueAt ?? entry.activity.at;
      return { entry, dossier, customerName: own[0]?.customerName ?? '', done: step?.done ?? false, dueAt };
    }),
  );
  return all.filter(({ dueAt }) => dueAt < until).sort((a, b) => a.dueAt - b.dueAt);
}

/** The rep's open tasks over all systems, overdue first; each can be completed or put off from here. */
export function TodayTasks({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const host = useHost();
  const now = useNow(60_000);
  const until = endOfDay(now);
  const cached = useLiveQuery(() => dueTasks(until), [until]);
  const actions = useOutbox();
  if (!cached || !actions) return null;
  const tasks = listed(cached, stepsUnderWay(actions, Date.now()), until);
  const open = tasks.filter(({ done }) => !done).length;
  return (
    <section>
      <div className="mb-1 flex justify-between text-1">
        <h2>{t('tasks.today')}</h2>
        <span className="text-text-muted">{t('tasks.count', { n: open })}</span>
      </div>
      {tasks.length === 0 && <p className="text-text-muted">{t('tasks.none')}</p>}
      <ul>
        {tasks.slice(0, SHOWN).map((task) => (
          <ChangeScope
            key={`${task.dossier}/${recordKey(task.entry.activity.ref)}`}
            record={task.dossier}
            customerName={task.customerName}
            connections={connections}
          >
            <Line task={task} connections={connections} now={now} />
          </ChangeScope>
        ))}
      </ul>
      {tasks.length > SHOWN && <p className="text-1 text-text-muted">{t('tasks.more', { n: tasks.length - SHOWN })}</p>}
      {connections.some((connection) => connection.state === 'signed-out') && (
        <button type="button" className="min-h-6 text-1 text-accent-text hover:underline" onClick={() => host.openOptions('connections')}>
          {t('tasks.incomplete')}
        </button>
      )}
    </section>
  );
}

function Line({ task, connections, now }: { task: Listed; connections: readonly ConnectionInfo[]; now: number }) {
  const { t, format } = useWords();
  const scope = useChange();
  const { entry, customerName, done, dueAt } = task;
  const idOf = (ref: TimelineEntry['refs'][number]) => connectionOf({ connections, dictionaries: new Map() }, ref);
  const changes = (step: TaskStep) => stepChanges(entry, step, ({ ref }) => scope?.whyNot(idOf(ref), 'task-change') === undefined);
  const take = (step: TaskStep) => {
    const [first, ...others] = changes(step);
    if (first) void scope?.change(first, ...others);
  };
  const canChange = changes({ done: true }).length > 0;
  const title = entry.activity.title || entry.activity.text || t('activity.task');
  const marks = [...new Set(entry.refs.map((ref) => connections.find(({ id }) => id === idOf(ref))?.mark))];
  const isLate = dueAt < new Date(now).setHours(0, 0, 0, 0);
  return (
    <li className="-ms-1.5 flex items-start gap-1.5 py-1 @max-tiny:flex-wrap">
      <DoneButton title={title} done={done} onDone={canChange ? () => take({ done: true }) : undefined} />
      <span className="min-w-24 flex-1 pt-1">
        <span className={`bidi line-clamp-4 ${done ? 'text-text-muted line-through' : ''}`}>{title}</span>
        <span className="bidi block text-1 text-text-muted">{[customerName, ...marks].filter(Boolean).join(' · ')}</span>
      </span>
      <span className="ms-auto flex flex-col items-end gap-0.5 pt-1">
        <time
          dateTime={new Date(dueAt).toISOString()}
          className={`text-1 tabular-nums ${isLate && !done ? 'text-warn' : 'text-text-muted'}`}
        >
          {isLate ? format.heading(dueAt, now) : format.time(dueAt)}
        </time>
        {canChange && !done && <TomorrowButton title={title} onClick={() => take({ dueAt: tomorrow(entry.activity.dueAt, now) })} />}
      </span>
    </li>
  );
}
