import { CalendarClock, Flag, X } from 'lucide-react';
import { useState } from 'react';
import { blanksIn } from '../../lib/model/template.ts';
import type { Language } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { ComposerFrame } from './composer-frame.tsx';
import { Hint } from './hint.tsx';
import { localStamp } from './local-stamp.ts';
import { MarkedField } from './marked-field.tsx';
import type { ComposerSubject } from './subject.ts';
import { TargetChips } from './target-chips.tsx';
import { TemplateMenu } from './template-menu.tsx';
import { useComposer } from './use-composer.ts';
import { findPriority, findWhen, titleOf } from './when.ts';

const CHIP = 'inline-flex min-h-control-sm items-center gap-1.5 rounded-full border px-2.5 text-1 font-medium';
const PRIORITIES = ['low', 'normal', 'high'] as const;

/** One line with a natural date. The text is the one truth: an edited date is written back into it. */
export function TaskComposer(subject: ComposerSubject) {
  const { t, format, language } = useWords();
  const { field, targets, chosen, choose, draft, save, saving, failed, close } = useComposer('task', subject);
  const [editing, setEditing] = useState(false);
  const { text, fields } = draft;
  const when = findWhen(withoutWords(text, fields.ignored), language as Language, new Date());
  const mark = findPriority(text);
  const priority = PRIORITIES.find((each) => each === fields.priority) ?? mark?.priority ?? 'normal';
  const marks = [...(when ? [when] : []), ...(mark ? [mark] : [])];
  const title = titleOf(text, marks);

  const submit = () => {
    if (title === '') return;
    void save({ kind: 'task', title, at: Date.now(), priority, ...(when && { dueAt: when.at, allDay: when.allDay }) });
  };
  const setDue = (local: string) => {
    if (local === '') return;
    const stamp = local.replace('T', ' ');
    draft.change(when ? `${text.slice(0, when.start)}${stamp}${text.slice(when.end)}` : `${text.trimEnd()} ${stamp}`.trimStart());
  };

  return (
    <ComposerFrame
      label={t('composer.task-for', { name: subject.customerName })}
      submit={t('composer.save-task')}
      keys="↵"
      canSubmit={title !== '' && chosen.length > 0 && !saving}
      onSubmit={submit}
      onEscape={close}
      hint={<Hint failed={failed} />}
    >
      <MarkedField
        field={field}
        label={t('composer.task-field')}
        value={text}
        marks={[...marks, ...blanksIn(text)]}
        rows="one"
        onChange={(next) => draft.change(next.replace(/\n/g, ' '))}
        onBlur={draft.flush}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit();
        }}
      />
      <div className="flex flex-wrap items-center gap-1.5">
        {when ? (
          <span className={`${CHIP} border-accent bg-accent-soft pe-1 text-accent-text`}>
            <button
              type="button"
              aria-expanded={editing}
              title={t('composer.change-due')}
              onClick={() => setEditing(!editing)}
              className="inline-flex min-h-6 items-center gap-1.5"
            >
              <CalendarClock className="size-3.5" strokeWidth={2} aria-hidden="true" />
              {when.allDay ? format.heading(when.at, Date.now()) : format.moment(when.at, Date.now())}
            </button>
            <button
              type="button"
              aria-label={t('composer.no-due')}
              title={t('composer.no-due')}
              onClick={() => draft.set('ignored', text.slice(when.start, when.end))}
              className="inline-flex size-6 items-center justify-center rounded-full hover:bg-surface-pressed"
            >
              <X className="size-3.5" strokeWidth={2} aria-hidden="true" />
            </button>
          </span>
        ) : (
          <button
            type="button"
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
            className={`${CHIP} border-line-control text-text hover:bg-surface-hover`}
          >
            <CalendarClock className="size-3.5" strokeWidth={2} aria-hidden="true" />
            {t('composer.add-due')}
          </button>
        )}
        <label
          className={`${CHIP} ${priority === 'normal' ? 'border-line-control text-text' : 'border-accent bg-accent-soft text-accent-text'}`}
        >
          <Flag className="size-3.5" strokeWidth={2} aria-hidden="true" />
          <span className="sr-only">{t('composer.priority')}</span>
          <select
            value={priority}
            onChange={(event) => draft.set('priority', event.target.value)}
            className="min-h-6 bg-transparent font-medium outline-none"
          >
            <option value="high">{t('priority.high')}</option>
            <option value="normal">{t('priority.normal')}</option>
            <option value="low">{t('priority.low')}</option>
          </select>
        </label>
      </div>
      {editing && (
        <label className="flex flex-col gap-1 text-1 text-text-muted">
          {t('composer.due')}
          <input
            type="datetime-local"
            defaultValue={when ? localStamp(when.at) : ''}
            onChange={(event) => setDue(event.target.value)}
            className="min-h-control rounded border border-line-control bg-surface px-2 text-2 text-text"
          />
        </label>
      )}
      <TemplateMenu kind="task" subject={subject} text={text} field={field} onChange={draft.change} />
      <TargetChips targets={targets} chosen={chosen} openId={subject.openId} onChange={choose} />
    </ComposerFrame>
  );
}

/** As long as before, so that what is found stands where it was typed. */
function withoutWords(text: string, words: string | undefined): string {
  return words ? text.replace(words, (each) => '_'.repeat(each.length)) : text;
}
