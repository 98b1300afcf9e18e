import { Calendar, CircleCheck, Layers2, Mail, MessageCircle, Phone, SquarePen, StickyNote } from 'lucide-react';
import { type ComponentType, type ReactNode, Suspense, useState } from 'react';
import type { TimelineEntry } from '../../lib/model/customer.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { Activity } from '../../lib/model/records.ts';
import { recordKey } from '../../lib/model/records.ts';
import { useChange } from '../actions/change.tsx';
import { ChoiceChips } from '../actions/choice-chips.tsx';
import { DoneButton, TomorrowButton } from '../actions/task-buttons.tsx';
import { stepChanges, stepsUnderWay, type TaskStep, tomorrow } from '../actions/task-steps.ts';
import { useOutbox } from '../actions/use-outbox.ts';
import { type Around, systemOf } from '../customer/context.ts';
import { connectionOf } from '../customer/facts.ts';
import { Nothing } from '../customer/nothing.tsx';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { SystemLetters } from '../shell/mark.tsx';
import { SkeletonRows } from '../shell/skeleton.tsx';
import { directionWord, outcomeWord } from '../words/call-words.ts';
import type { MessageId } from '../words/i18n.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';

const VirtualRows = lazyPiece(() => import('./virtual-rows.tsx').then((module) => module.default));
/** Fewer entries are read faster than chosen from. */
const FILTER_FROM = 8;
/** Below this, plain rows are cheaper than measuring. */
const VIRTUAL_FROM = 100;

const KINDS: Record<
  Activity['kind'],
  { icon: ComponentType<{ className?: string; strokeWidth?: number }>; word: MessageId; all: MessageId }
> = {
  note: { icon: SquarePen, word: 'activity.note', all: 'timeline.notes' },
  task: { icon: CircleCheck, word: 'activity.task', all: 'timeline.tasks' },
  call: { icon: Phone, word: 'activity.call', all: 'timeline.calls' },
  email: { icon: Mail, word: 'activity.email', all: 'timeline.emails' },
  meeting: { icon: Calendar, word: 'activity.meeting', all: 'timeline.meetings' },
  message: { icon: MessageCircle, word: 'activity.message', all: 'timeline.messages' },
  other: { icon: StickyNote, word: 'activity.other', all: 'timeline.others' },
};

const KIND_ORDER = Object.keys(KINDS) as readonly Activity['kind'][];

interface Props {
  dossier: Dossier;
  entries: readonly TimelineEntry[];
  around: Around;
  isComplete: boolean;
}

/** Everything that happened, over all systems, newest first; several copies of one act are one entry. */
export function Timeline({ dossier, entries, around, isComplete }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const [wanted, setWanted] = useState<Activity['kind']>();
  const kinds = KIND_ORDER.filter((kind) => entries.some(({ activity }) => activity.kind === kind));
  const chosen = wanted !== undefined && kinds.includes(wanted) ? wanted : undefined;
  const actions = useOutbox() ?? [];
  const under = stepsUnderWay(actions, Date.now());
  const rows: ReactNode[] = [];
  let heading = '';
  for (const entry of entries) {
    if (chosen !== undefined && entry.activity.kind !== chosen) continue;
    const day = format.heading(entry.activity.at, now);
    if (day !== heading)
      rows.push(
        <h2 key={`day ${day}`} className="sticky top-8 bg-surface @tiny:top-[calc(2rem+var(--row))] py-2 text-1">
          {day}
        </h2>,
      );
    heading = day;
    rows.push(<Entry key={recordKey(entry.activity.ref)} entry={withSteps(entry, under)} around={around} />);
  }
  return (
    <div className="py-1">
      {entries.length >= FILTER_FROM && kinds.length > 1 && (
        <div className="pt-2">
          <ChoiceChips
            label={t('timeline.filter')}
            options={[{ id: 'all', word: t('timeline.all') }, ...kinds.map((kind) => ({ id: kind, word: t(KINDS[kind].all) }))]}
            chosen={chosen ?? 'all'}
            onChoose={(id) => setWanted(id === 'all' ? undefined : id)}
          />
        </div>
      )}
      {rows.length > VIRTUAL_FROM ? (
        <Suspense fallback={rows.slice(0, VIRTUAL_FROM)}>
          <VirtualRows rows={rows} />
        </Suspense>
      ) : (
        rows
      )}
      {!isComplete && <SkeletonRows count={2} />}
      {isComplete && entries.length === 0 && <Nothing dossier={dossier} around={around} right="timeline" sentence="timeline.empty" />}
      <More dossier={dossier} around={around} />
    </div>
  );
}

/** The task as it will be once the systems have answered. */
function withSteps(entry: TimelineEntry, under: ReturnType<typeof stepsUnderWay>): TimelineEntry {
  if (entry.activity.kind !== 'task' || under.size === 0) return entry;
  const step = entry.copies.map(({ ref }) => under.get(recordKey(ref))).find((each) => each !== undefined);
  return step ? { ...entry, activity: { ...entry.activity, ...step } } : entry;
}

function Entry({ entry, around }: { entry: TimelineEntry; around: Around }) {
  const { t, format } = useWords();
  const [open, setOpen] = useState(false);
  const { activity, copies } = entry;
  const { icon: Icon, word } = KINDS[activity.kind];
  const way = directionWord(activity);
  const title = activity.title || t(way ?? word);
  const systems = [...new Set(copies.map((copy) => connectionOf(around, copy.ref)))].map((id) => systemOf(around, id));
  const facts = [
    way && activity.title ? t(way) : undefined,
    outcomeWord(activity, t),
    activity.durationMs ? format.duration(activity.durationMs) : undefined,
    activity.kind === 'task' && activity.done !== undefined ? t(activity.done ? 'activity.done' : 'activity.open') : undefined,
    activity.kind === 'task' && activity.dueAt !== undefined
      ? t('activity.due', { when: format.moment(activity.dueAt, Date.now()) })
      : undefined,
  ].filter(Boolean);
  const scope = useChange();
  const isTask = activity.kind === 'task' && activity.done !== undefined;
  const changes = (step: TaskStep) =>
    stepChanges(entry, step, ({ ref, done }) => !done && scope?.whyNot(connectionOf(around, ref), 'task-change') === undefined);
  const take = (step: TaskStep) => {
    const [first, ...others] = changes(step);
    if (first) void scope?.change(first, ...others);
  };
  const canChange = scope !== undefined && isTask && !activity.done && changes({ done: true }).length > 0;
  const text = activity.text === title ? undefined : activity.text;
  // Longer than three lines of a panel, or in several.
  const isLong = [title, text ?? ''].some((each) => each.length > 140 || each.includes('\n'));
  return (
    <article className="flex gap-3 py-2">
      {isTask ? (
        <DoneButton title={title} done={activity.done === true} onDone={canChange ? () => take({ done: true }) : undefined} />
      ) : (
        <span
          className="mt-0.5 inline-flex size-7 shrink-0 items-center justify-center rounded-full bg-chip text-text-muted"
          title={t(word)}
        >
          <Icon className="size-3.5" strokeWidth={2} />
        </span>
      )}
      <div className="min-w-0 flex-1">
        <h3 className={`bidi font-medium text-2 ${open ? '' : 'line-clamp-3'}`}>
          <span className="sr-only">{t(word)}: </span>
          {title}
        </h3>
        {(facts.length > 0 || canChange) && (
          <p className="flex flex-wrap items-center gap-x-2 text-1 text-text-muted">
            <span className="bidi">{facts.join(' · ')}</span>
            {canChange && <TomorrowButton title={title} onClick={() => take({ dueAt: tomorrow(activity.dueAt, Date.now()) })} />}
          </p>
        )}
        {text && (
          <p className={`bidi whitespace-pre-line text-2 text-text-muted ${open ? '' : 'line-clamp-3'}`}>
            {open ? text : text.slice(0, 600)}
          </p>
        )}
        {isLong && (
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            className="min-h-6 text-1 text-accent-text hover:underline"
          >
            {t(open ? 'timeline.less' : 'timeline.whole')}
          </button>
        )}
      </div>
      <div className="flex shrink-0 flex-col items-end gap-0.5 text-1 text-text-muted">
        <time dateTime={new Date(activity.at).toISOString()} className="tabular-nums">
          {format.time(activity.at)}
        </time>
        <span className="flex items-center gap-1">
          {systems.length > 1 && (
            <>
              <Layers2 className="size-3.5" strokeWidth={2} aria-hidden="true" />
              <span className="sr-only">{t('timeline.copies', { n: systems.length })}</span>
            </>
          )}
          {systems.map((system) => (
            <SystemLetters key={system.name} {...system} />
          ))}
        </span>
      </div>
    </article>
  );
}

/** One button asks every system that has more. */
function More({ dossier, around }: { dossier: Dossier; around: Around }) {
  const { t, format } = useWords();
  const host = useHost();
  const [asking, setAsking] = useState(false);
  const parts = dossier.parts.filter((part) => part.hasMore);
  if (parts.length === 0) return null;
  const names = parts.map((part) => systemOf(around, part.connectionId).name);
  const ask = async () => {
    setAsking(true);
    // A lost answer is not a failure: what the worker stored arrives through the cache.
    await Promise.allSettled(parts.map((part) => host.askMore({ dossier: dossier.key, connectionId: part.connectionId })));
    setAsking(false);
  };
  return (
    <Button className="my-2 w-full" disabled={asking} onClick={() => void ask()}>
      {asking ? t('timeline.asking') : t('timeline.more', { systems: format.list(names) })}
    </Button>
  );
}
