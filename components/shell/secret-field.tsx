import { useId } from 'react';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';

interface Props {
  label: MessageId;
  value: string;
  complete: 'current-password' | 'new-password' | 'off';
  onChange: (value: string) => void;
}

/** A field whose text nobody sees. */
export function SecretField({ label, value, complete, onChange }: Props) {
  const { t } = useWords();
  const id = useId();
  return (
    <label htmlFor={id} className="flex w-72 max-w-full flex-col gap-1 font-medium">
      {t(label)}
      <input
        id={id}
        type="password"
        autoComplete={complete}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-control rounded border border-line-control bg-surface px-2.5 font-normal"
      />
    </label>
  );
}
