import { CalendarArrowUp, Check } from 'lucide-react';
import { useWords } from '../words/use-words.ts';

interface Props {
  title: string;
  done: boolean;
  /** Undefined where no system that holds the task can be told. */
  onDone: (() => void) | undefined;
}

/** The circle before a task: a click completes it. */
export function DoneButton({ title, done, onDone }: Props) {
  const { t } = useWords();
  const circle = `inline-flex size-4.5 items-center justify-center rounded-full border ${done ? 'border-good bg-good text-surface' : 'border-line-control'}`;
  const mark = <span className={circle}>{done && <Check className="size-3" strokeWidth={3} aria-hidden="true" />}</span>;
  if (!onDone || done)
    return (
      <span className="inline-flex size-7 shrink-0 items-center justify-center" title={done ? t('activity.done') : undefined}>
        {mark}
        {done && <span className="sr-only">{t('activity.done')}: </span>}
      </span>
    );
  return (
    <button
      type="button"
      aria-label={t('task.done', { title })}
      title={t('task.done-short')}
      onClick={onDone}
      className="inline-flex size-7 shrink-0 items-center justify-center rounded-full hover:bg-surface-hover active:bg-surface-pressed"
    >
      {mark}
    </button>
  );
}

/** Puts a task off until tomorrow. */
export function TomorrowButton({ title, onClick }: { title: string; onClick: () => void }) {
  const { t } = useWords();
  return (
    <button
      type="button"
      aria-label={t('task.tomorrow-for', { title })}
      onClick={onClick}
      className="inline-flex min-h-6 items-center gap-1 -mx-1 rounded px-1 text-1 text-accent-text hover:bg-surface-hover"
    >
      <CalendarArrowUp className="size-3.5" strokeWidth={2} aria-hidden="true" />
      {t('task.tomorrow')}
    </button>
  );
}
