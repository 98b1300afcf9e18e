import type { KeyboardEvent, ReactNode } from 'react';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  label: string;
  children: ReactNode;
  hint: ReactNode;
  submit: string;
  /** Shown on the button; empty where no key saves. */
  keys: string;
  canSubmit: boolean;
  onSubmit: () => void;
  /** Esc on any control; what opens above the frame keeps its own to itself. */
  onEscape: () => void;
}

/** Edge and foot of a composer; its button is the filled one of the view. */
export function ComposerFrame({ label, children, hint, submit, keys, canSubmit, onSubmit, onEscape }: Props) {
  const { t } = useWords();
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') onEscape();
    if (keys === '' || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (canSubmit) onSubmit();
  };
  return (
    <section
      aria-label={label}
      onKeyDown={onKeyDown}
      className="appear rounded-3 border border-line-strong bg-surface focus-within:-outline-offset-1 focus-within:outline-2 focus-within:outline-accent"
    >
      <div className="flex flex-col gap-3 p-3">{children}</div>
      <div className="flex flex-wrap items-center justify-between gap-2 border-line border-t px-3 py-2">
        <span className="text-1 text-text-muted">{hint}</span>
        <Button
          look="filled"
          className="ms-auto"
          disabled={!canSubmit}
          title={canSubmit ? undefined : t('composer.nothing-yet')}
          onClick={onSubmit}
        >
          {submit}
          <span aria-hidden="true" className="@max-narrow:hidden font-normal">
            {keys}
          </span>
        </Button>
      </div>
    </section>
  );
}
