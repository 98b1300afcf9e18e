import { AtSign, Banknote, CalendarClock, Check, type LucideIcon, Phone } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { systemOf } from '../customer/context.ts';
import type { Language } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { foundIn } from './found.ts';
import type { ComposerSubject } from './subject.ts';
import { type Suggestion, suggestionsFrom } from './suggestions.ts';
import type { useDraft } from './use-draft.ts';

const ICONS: Readonly<Record<Suggestion['kind'], LucideIcon>> = { task: CalendarClock, amount: Banknote, phone: Phone, email: AtSign };

interface Options {
  draft: Pick<ReturnType<typeof useDraft>, 'text' | 'fields' | 'set'>;
  subject: ComposerSubject;
  /** A call has a follow-up of its own: days in its text are read there. */
  withDates: boolean;
}

/** What the text could be besides a note, and which of it the rep has taken; the choice is kept with the draft. */
export function useSuggestions({ draft, subject, withDates }: Options) {
  const { language } = useWords();
  const text = useDeferredValue(draft.text);
  // As of its opening: "in two hours" stays the same moment, and so the same suggestion, while the rep writes on.
  const [now] = useState(() => new Date());
  const all = useMemo(() => {
    const found = foundIn(text, language as Language, now).filter(({ kind }) => withDates || kind !== 'date');
    return suggestionsFrom(found, subject, now.getTime());
  }, [text, language, subject, withDates, now]);
  const taken = takenIn(draft.fields.taken);
  const chosen = all.filter(({ id }) => taken.includes(id));
  return {
    all,
    chosen,
    extras: chosen.map(({ extra }) => extra),
    toggle: ({ id }: Suggestion) =>
      draft.set('taken', JSON.stringify(taken.includes(id) ? taken.filter((each) => each !== id) : [...taken, id])),
  };
}

function takenIn(kept: string | undefined): string[] {
  try {
    const read: unknown = JSON.parse(kept ?? '[]');
    return Array.isArray(read) ? read.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

interface Props {
  suggestions: ReturnType<typeof useSuggestions>;
  subject: ComposerSubject;
}

/** Offered, never done by itself: a chip that is pressed is saved together with the text. */
export function SuggestionChips({ suggestions: { all, chosen, toggle }, subject }: Props) {
  const { t, format } = useWords();
  if (all.length === 0) return null;
  const words = (each: Suggestion): string => {
    const now = Date.now();
    switch (each.kind) {
      case 'task':
        return t('suggest.task', { title: each.title, when: each.allDay ? format.heading(each.at, now) : format.moment(each.at, now) });
      case 'amount':
        return t('suggest.amount', { deal: each.deal.name || t('deal.unnamed'), amount: format.money(each.money) });
      default:
        return t(each.kind === 'phone' ? 'suggest.phone' : 'suggest.email', {
          value: each.value,
          systems: format.list(each.connectionIds.map((id) => systemOf(subject, id).name)),
        });
    }
  };
  return (
    <fieldset className="m-0 flex min-w-0 flex-wrap gap-1.5 border-0 p-0">
      <legend className="mb-1.5 p-0 text-1 text-text-muted">{t('suggest.label')}</legend>
      {all.map((each) => {
        const isTaken = chosen.includes(each);
        const Icon = isTaken ? Check : ICONS[each.kind];
        return (
          <button
            key={each.id}
            type="button"
            aria-pressed={isTaken}
            onClick={() => toggle(each)}
            className={`inline-flex min-h-control-sm max-w-full items-center gap-1.5 rounded-3 border px-2.5 py-0.5 text-start text-1 font-medium ${isTaken ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-control border-dashed bg-surface text-text hover:bg-surface-hover'}`}
          >
            <Icon className="size-3.5 shrink-0" strokeWidth={2} aria-hidden="true" />
            <span className="bidi min-w-0 break-words">{words(each)}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
