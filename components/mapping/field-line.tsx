import { Pin, PinOff } from 'lucide-react';
import { wordsOfKey } from '../../lib/mapping/field-name.ts';
import { type CanonicalField, type FieldRow, type MappingChoice, SURE } from '../../lib/model/mapping.ts';
import { Button, IconButton } from '../shell/button.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { fieldOf, mappedTo, openProposal, withMeaning, withPin } from './use-sheet.ts';
import { CANONICAL_WORDS, shownWords, typeWord, WHY_WORDS } from './words.ts';

interface Props {
  row: FieldRow;
  choice: MappingChoice;
  decide: (choice: MappingChoice) => void;
}

/** A hash, a number, or the label once more say nothing to anybody. */
function isTelling(key: string, label: string): boolean {
  return wordsOfKey(key) !== '' && key !== label;
}

/** A field of the system on the left, what it is in Sidelight on the right. */
export function FieldLine({ row, choice, decide }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const { key, label, type, example, fits } = row;
  const proposal = openProposal(choice, row);
  const meaning = mappedTo(choice, key);
  const isPinned = choice.pins.some((pin) => pin.key === key);
  const PinIcon = isPinned ? PinOff : Pin;
  return (
    <li
      data-field={key}
      className="grid grid-cols-1 items-start gap-x-4 gap-y-2 border-line px-4 py-3 not-first:border-t @page:grid-cols-4"
    >
      <div className="min-w-0">
        <p className="bidi break-words font-medium">{label}</p>
        <p className="break-words text-1 text-text-muted">
          {[t(typeWord(type)), isTelling(key, label) ? key : undefined].filter(Boolean).join(' · ')}
        </p>
      </div>
      <p className={example ? 'bidi line-clamp-3 min-w-0 break-words' : 'hidden @page:block'}>
        {example && (
          <>
            <span className="text-1 text-text-muted @page:sr-only">{t('fields.example')}: </span>
            {shownWords(t, format, example, now)}
          </>
        )}
      </p>
      <div className="flex min-w-0 flex-wrap items-center gap-2 @page:col-span-2">
        {fits.length > 0 && (
          <select
            aria-label={t('fields.choose', { field: label })}
            className="min-h-control min-w-40 flex-1 rounded border border-line-control bg-surface px-2.5 @page:w-56 @page:flex-none"
            value={meaning ?? proposal?.canonical ?? ''}
            onChange={(event) => decide(withMeaning(choice, row, (event.target.value as CanonicalField) || undefined))}
          >
            <option value="">{t('fields.unused')}</option>
            {fits.map((name) => (
              <option key={name} value={name}>
                {t(CANONICAL_WORDS[name])}
              </option>
            ))}
          </select>
        )}
        {proposal && (
          <Button
            small
            aria-label={t('fields.confirm-field', { field: label })}
            onClick={() => decide(withMeaning(choice, row, proposal.canonical))}
          >
            {t('fields.confirm')}
          </Button>
        )}
        <IconButton
          name={t(isPinned ? 'fields.unpin-field' : 'fields.pin-field', { field: label })}
          onClick={() => decide(withPin(choice, fieldOf(row), !isPinned))}
          className={isPinned ? 'bg-accent-soft text-accent-text' : ''}
        >
          <PinIcon className="size-4" strokeWidth={1.65} />
        </IconButton>
        {proposal && (
          <p className="w-full text-1 text-text-muted">
            <span className="font-medium text-text">{t(proposal.confidence >= SURE ? 'fields.sure' : 'fields.likely')}</span>
            {`: ${proposal.reasons.map((reason) => t(WHY_WORDS[reason])).join(', ')}`}
          </p>
        )}
      </div>
    </li>
  );
}
