import { Users } from 'lucide-react';
import type { Opening } from '../../lib/model/dossier.ts';
import { type DealRecord, type RecordRef, recordKey } from '../../lib/model/records.ts';
import { useWords } from '../words/use-words.ts';
import type { Around } from './context.ts';
import { DealCard } from './deal-card.tsx';

interface Props {
  opening: Opening;
  connectionId: string;
  around: Around;
  shown: RecordRef | undefined;
  onSelect: (person: RecordRef) => void;
}

/** On a deal or company: the open record itself, and its people one tap away, the primary contact first. */
export function FocusBlock({ opening, connectionId, around, shown, onSelect }: Props) {
  const { t } = useWords();
  const { focus, people } = opening;
  return (
    <div className="flex flex-col gap-2">
      {focus?.kind === 'deal' && <DealCard held={{ record: focus as DealRecord, connectionId }} around={around} />}
      {focus && focus.kind !== 'deal' && (
        <p className="bidi text-1 text-text-muted">
          {t(focus.kind === 'company' ? 'focus.company' : 'focus.record')} <span className="font-medium text-text">{focus.name}</span>
        </p>
      )}
      {people.length > 1 && (
        <fieldset className="flex min-w-0 flex-wrap items-center gap-1.5 border-0 p-0">
          <legend className="sr-only">{t('focus.people')}</legend>
          <Users className="size-4 text-text-muted" strokeWidth={1.65} aria-hidden="true" />
          {people.slice(0, 12).map((person) => {
            const isShown = shown !== undefined && recordKey(shown) === recordKey(person.ref);
            return (
              <button
                key={recordKey(person.ref)}
                type="button"
                aria-pressed={isShown}
                title={person.title}
                onClick={() => onSelect(person.ref)}
                className={`bidi min-h-control-sm max-w-full rounded-full border px-2.5 text-1 font-medium ${isShown ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-control hover:bg-surface-hover'}`}
              >
                <span className="line-clamp-4">{person.name}</span>
              </button>
            );
          })}
        </fieldset>
      )}
    </div>
  );
}
