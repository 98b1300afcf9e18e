import { ArrowDown, ArrowUp, PinOff } from 'lucide-react';
import type { MappingChoice } from '../../lib/model/mapping.ts';
import { IconButton } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { withPin, withPinMoved } from './use-sheet.ts';

/** The fields on the card, in their order. */
export function PinList({ choice, decide }: { choice: MappingChoice; decide: (choice: MappingChoice) => void }) {
  const { t } = useWords();
  const { pins } = choice;
  return (
    <ol className="mt-2 rounded-3 border border-line-strong">
      {pins.map((field, at) => (
        <li key={field.key} className="flex items-center gap-1 border-line px-4 py-1.5 not-first:border-t">
          <span className="bidi min-w-0 flex-1">{field.label}</span>
          <IconButton
            name={t('fields.up', { field: field.label })}
            disabled={at === 0}
            onClick={() => decide(withPinMoved(choice, field.key, -1))}
          >
            <ArrowUp className="size-4" strokeWidth={1.65} />
          </IconButton>
          <IconButton
            name={t('fields.down', { field: field.label })}
            disabled={at === pins.length - 1}
            onClick={() => decide(withPinMoved(choice, field.key, 1))}
          >
            <ArrowDown className="size-4" strokeWidth={1.65} />
          </IconButton>
          <IconButton name={t('fields.unpin-field', { field: field.label })} onClick={() => decide(withPin(choice, field, false))}>
            <PinOff className="size-4" strokeWidth={1.65} />
          </IconButton>
        </li>
      ))}
    </ol>
  );
}
