import { useEffect, useState } from 'react';
import type { MessageId } from '../words/i18n.ts';

const SHOWN_MS = 2000;

/** Copies a text; for a moment after, `said` is what came of it. A browser may refuse. */
export function useCopied(): { said: MessageId | undefined; copy: (text: string) => void } {
  const [said, setSaid] = useState<MessageId>();
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => setSaid('action.copied'),
      () => setSaid('action.not-copied'),
    );
  return { said, copy };
}
