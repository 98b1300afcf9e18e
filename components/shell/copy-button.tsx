import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useWords } from '../words/use-words.ts';
import { IconButton } from './button.tsx';
import { Live } from './live.tsx';

const SHOWN_MS = 2000;

/** Copies a value, and says that it did. */
export function CopyButton({ name, value }: { name: string; value: string }) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <>
      <IconButton name={copied ? t('action.copied') : name} onClick={copy}>
        {copied ? <Check className="size-4 text-good" strokeWidth={1.65} /> : <Copy className="size-4" strokeWidth={1.65} />}
      </IconButton>
      <Live text={copied ? t('action.copied') : ''} />
    </>
  );
}
