import { Ellipsis } from 'lucide-react';
import { Suspense, useId, useRef, useState } from 'react';
import { moveFocus } from '../shell/move-focus.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import type { MoreItemsProps } from './more-items.tsx';
import { TILE } from './tile.ts';

const MoreItems = lazyPiece(() => import('./more-items.tsx').then((module) => module.MoreItems));

/** The tile of all that is rarer. What it opens is made when it is opened. */
export function MoreMenu(props: Omit<MoreItemsProps, 'close'>) {
  const { t } = useWords();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button id="tile-more" type="button" popoverTarget={id} aria-haspopup="menu" aria-expanded={isOpen} className={TILE}>
        <Ellipsis className="size-4.5" strokeWidth={1.65} aria-hidden="true" />
        <span className="@max-narrow:sr-only">{t('action.more')}</span>
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={t('action.more')}
        className="pop w-60 p-1.5"
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={moveFocus}
      >
        {isOpen && (
          <Suspense fallback={<div className="h-80" />}>
            <MoreItems {...props} close={() => menu.current?.hidePopover()} />
          </Suspense>
        )}
      </div>
    </>
  );
}
