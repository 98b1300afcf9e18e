import { Check, Copy } from 'lucide-react';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { Live } from './live.tsx';
import { useCopied } from './use-copied.ts';

/** Copies a value, and says that it did. */
export function CopyButton({ name, value }: { name: string; value: string }) {
  const { t } = useWords();
  const { said, copy } = useCopied();
  const Icon = said === 'action.copied' ? Check : Copy;
  return (
    <>
      <IconButton name={said ? t(said) : name} onClick={() => copy(value)}>
        <Icon className={`size-4 ${said === 'action.copied' ? 'text-good' : ''}`} strokeWidth={1.65} />
      </IconButton>
      <Live text={said ? t(said) : ''} />
    </>
  );
}
