import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { Live } from './live.tsx';
import { useCopied } from './use-copied.ts';

/** Copies a value, and says that it did; of another value nothing is said. */
export function CopyButton({ name, value }: { name: string; value: string }) {
  const { t } = useWords();
  const { said: last, copy } = useCopied();
  const [copied, setCopied] = useState<string>();
  const said = copied === value ? last : undefined;
  const press = () => {
    setCopied(value);
    copy(value);
  };
  const Icon = said === 'action.copied' ? Check : Copy;
  return (
    <>
      <IconButton name={said ? t(said) : name} onClick={press}>
        <Icon className={`size-4 ${said === 'action.copied' ? 'text-good' : ''}`} strokeWidth={1.65} />
      </IconButton>
      <Live text={said ? t(said) : ''} />
    </>
  );
}
