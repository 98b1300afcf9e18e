import type { RefObject } from 'react';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  id: string;
  name: string;
  onRemove: () => void;
}

/** What goes and what stays when a connection is removed. */
export function RemoveDialog({ dialog, id, name, onRemove }: Props) {
  const { t } = useWords();
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`remove-${id}`}
      className="m-auto w-120 max-w-full rounded-3 border border-line-strong bg-surface-raised p-5 shadow-3"
    >
      <h2 id={`remove-${id}`} className="text-3">
        {t('remove.title', { system: name })}
      </h2>
      <p className="mt-2 text-text-muted">{t('remove.text', { system: name })}</p>
      <form method="dialog" className="mt-4 flex flex-wrap justify-end gap-2">
        <Button type="submit">{t('remove.keep')}</Button>
        <Button type="submit" look="filled" onClick={onRemove}>
          {t('remove.do', { system: name })}
        </Button>
      </form>
    </dialog>
  );
}
