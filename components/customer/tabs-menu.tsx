import { Ellipsis } from 'lucide-react';
import { useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Tab } from '../panel/view-state.ts';
import { IconButton } from '../shell/button.tsx';
import { moveFocus } from '../shell/move-focus.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { AlarmDot } from './alarm-dot.tsx';
import type { Room } from './tabs.ts';

interface Props {
  tabs: readonly { id: Tab; word: MessageId; room: Room; isAlarming: boolean }[];
  onSelect: (id: Tab) => void;
}

/** The tabs a narrow panel has no room for; it takes over their dot. */
export function TabsMenu({ tabs, onSelect }: Props) {
  const { t } = useWords();
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const isAlarming = tabs.some((tab) => tab.isAlarming && tab.room !== 'tiny');
  return (
    <div className="relative ms-auto hidden self-center @max-narrow:block">
      <IconButton name={t('tab.more')} popoverTarget={id} aria-haspopup="menu">
        <Ellipsis className="size-4" strokeWidth={1.65} />
      </IconButton>
      {isAlarming && <AlarmDot className="end-0 top-1/2 -translate-y-1/2" />}
      <div ref={menu} id={id} popover="auto" role="menu" aria-label={t('tab.more')} className="pop w-44 p-1.5" onKeyDown={moveFocus}>
        {tabs.map(({ id: tab, word, room, isAlarming: hasDot }) => (
          <button
            key={tab}
            type="button"
            role="menuitem"
            className={`min-h-9 w-full items-center gap-2 rounded px-2 text-start hover:bg-surface-hover focus-visible:bg-surface-pressed ${room === 'narrow' ? 'hidden @max-tiny:flex' : 'flex'}`}
            onClick={() => {
              menu.current?.hidePopover();
              // At once: before that the tab is hidden, and takes no focus.
              flushSync(() => onSelect(tab));
              document.getElementById(`tab-${tab}`)?.focus();
            }}
          >
            <span className="relative">
              {t(word)}
              {hasDot && <AlarmDot className="-end-2 top-1" />}
            </span>
          </button>
        ))}
      </div>
    </div>
  );
}
