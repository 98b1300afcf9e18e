import { PencilLine } from 'lucide-react';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Draft } from '../../lib/model/dossier.ts';
import { useView } from '../panel/view-state.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

const SHOWN = 3;

interface Props {
  drafts: readonly Draft[];
  /** recordKey the open page's composer belongs to. */
  current: string | undefined;
  /** recordKey whose composer is open: its draft is on the screen already. */
  writing: string | undefined;
}

/** Drafts whose composer is closed or belongs to another record: whose they are, and the way back without leaving the page. */
export function DraftLines({ drafts, current, writing }: Props) {
  const { t } = useWords();
  const visit = useView((view) => view.visit);
  const writeHere = useView((view) => view.writeHere);
  const open = (draft: Draft) => (draft.record === current ? writeHere : visit)(draft.record, draft.kind);
  const [isOpen, setOpen] = useState(false);
  const next = useRef<HTMLLIElement>(null);
  const others = drafts.filter((draft) => draft.record !== writing);
  const shown = isOpen ? others : others.slice(0, SHOWN);
  const showAll = () => {
    flushSync(() => setOpen(true));
    next.current?.querySelector('button')?.focus();
  };
  if (others.length === 0) return null;
  return (
    <aside aria-label={t('draft.label')} className="border-line border-t px-4 py-1 @max-narrow:px-3">
      <ul className="max-h-48 overflow-y-auto">
        {shown.map((draft, index) => (
          <li
            key={`${draft.record}/${draft.kind}`}
            ref={index === SHOWN ? next : undefined}
            className="flex items-center gap-2 @max-tiny:flex-wrap"
          >
            <PencilLine className="size-3.5 shrink-0 text-text-muted" strokeWidth={2} aria-hidden="true" />
            <span className="bidi line-clamp-4 min-w-0 flex-1 @max-tiny:min-w-32 text-1 text-text-muted">
              {t('draft.for', { name: draft.customerName })}
            </span>
            <Button look="text" small onClick={() => open(draft)}>
              {t('draft.open')}
            </Button>
          </li>
        ))}
      </ul>
      {shown.length < others.length && (
        <Button look="text" small onClick={showAll}>
          {t('draft.more', { n: others.length - shown.length })}
        </Button>
      )}
    </aside>
  );
}
