import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props<T extends string> {
  label: string;
  options: readonly { id: T; word: ReactNode }[];
  chosen: T | undefined;
  onChoose: (id: T) => void;
}

/** One of a few, as chips in a row; by keyboard a radio group like any other. */
export function ChoiceChips<T extends string>({ label, options, chosen, onChoose }: Props<T>) {
  return (
    <fieldset className="flex min-w-0 flex-wrap gap-1.5 border-0 p-0">
      <legend className="sr-only">{label}</legend>
      {options.map(({ id, word }) => (
        <label
          key={id}
          className={`inline-flex min-h-control-sm cursor-pointer items-center gap-1.5 rounded-full border px-2.5 text-1 font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent ${chosen === id ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-control text-text hover:bg-surface-hover'}`}
        >
          <input type="radio" name={label} checked={chosen === id} onChange={() => onChoose(id)} className="sr-only" />
          {chosen === id && <Check className="size-3.5" strokeWidth={2} aria-hidden="true" />}
          <span className="bidi">{word}</span>
        </label>
      ))}
    </fieldset>
  );
}
