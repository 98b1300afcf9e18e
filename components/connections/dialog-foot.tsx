import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';

/** The buttons of the connect dialog, and where the key goes, if there is one. */
export function DialogFoot({ hasKey, children }: { hasKey: boolean; children: ReactNode }) {
  const { t } = useWords();
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-line border-t bg-surface-raised px-5 py-3 max-sm:px-4">
      <span className="me-auto text-1 text-text-muted">{t(hasKey ? 'connect.stored' : 'connect.nothing-stored')}</span>
      {children}
    </div>
  );
}
