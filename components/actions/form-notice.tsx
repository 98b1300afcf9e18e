import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  label: string;
  text: string;
  onClose: () => void;
  /** What can be done about it, before the button that closes. */
  children?: ReactNode;
}

/** In the place of a form that has nothing to offer: why, and the way on. */
export function FormNotice({ label, text, onClose, children }: Props) {
  const { t } = useWords();
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.querySelector('button')?.focus(), []);
  return (
    <section
      ref={box}
      aria-label={label}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="appear flex flex-col gap-2 rounded-3 border border-line-strong p-3"
    >
      <p className="text-pretty text-text-muted">{text}</p>
      <div className="flex flex-wrap justify-end gap-1">
        {children}
        <Button look="quiet" small onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </section>
  );
}
