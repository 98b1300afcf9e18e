import { type KeyboardEvent, memo, Suspense } from 'react';
import type { Dossier } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import type { Open } from '../panel/use-open.ts';
import { useView } from '../panel/view-state.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { AlarmDot } from './alarm-dot.tsx';
import type { Around } from './context.ts';
import type { CustomerFacts } from './facts.ts';
import { Overview } from './overview.tsx';
import { type Room, roomOf, tabsFor } from './tabs.ts';
import { Trouble } from './trouble-slot.tsx';

const Deals = lazyPiece(() => import('./deals.tsx').then((module) => module.Deals));
const Links = lazyPiece(() => import('./links.tsx').then((module) => module.Links));
const MoneyTab = lazyPiece(() => import('./money.tsx').then((module) => module.MoneyTab));
const TabsMenu = lazyPiece(() => import('./tabs-menu.tsx').then((module) => module.TabsMenu));
const Tickets = lazyPiece(() => import('./tickets.tsx').then((module) => module.Tickets));
const Timeline = lazyPiece(() => import('../timeline/timeline.tsx').then((module) => module.Timeline));

/** Where a tab with less room than it asks for hides; the menu beside them has it. */
const HIDES: Record<Room, string> = { tiny: '', narrow: '@max-tiny:hidden', normal: '@max-narrow:hidden' };

interface Props {
  open: Open & { record: NonNullable<Open['record']>; dossier: Dossier };
  facts: CustomerFacts;
  around: Around;
  isAsking: boolean;
  onAskAgain: () => void;
  /** Opens the form for a new deal. */
  onNewDeal?: () => void;
}

/** What is known of her, by question; one tab at a time, remembered per record. */
export const CustomerTabs = memo(function CustomerTabs({ open, facts, around, isAsking, onAskAgain, onNewDeal }: Props) {
  const { t } = useWords();
  const { record, dossier, connections } = open;
  const key = recordKey(record.ref);
  const chosen = useView((view) => view.tabs[key]);
  const selectTab = useView((view) => view.selectTab);
  const now = useNow(60_000, facts);
  const offered = tabsFor(connections, facts);
  const at = Math.max(
    0,
    offered.findIndex(({ id }) => id === chosen),
  );
  const tab = offered[at]?.id ?? 'overview';
  const tabs = offered.map((each, index) => ({ ...each, room: roomOf(index, at), isAlarming: each.alarms?.(facts, now) ?? false }));
  const isComplete = !isAsking && dossier.parts.every(({ state }) => state !== 'asking');
  return (
    <div>
      {/* Below the compact bar; what sticks does so at the edge of the scroller's padding. */}
      <div className="-mx-4 top-8 z-10 flex border-line border-b bg-surface px-4 @max-narrow:-mx-3 @max-narrow:px-3 @tiny:sticky @wide:-mx-5 @wide:px-5">
        {/* Six tabs: at 13 px the longest set (es, ru) does not fit 360 px. */}
        <div
          role="tablist"
          aria-label={t('tab.label')}
          onKeyDown={rove}
          className="flex flex-wrap gap-x-2.5 text-1 @wide:gap-x-4 @wide:text-2 @max-narrow:gap-x-3"
        >
          {tabs.map(({ id, word, room, isAlarming, count = () => 0 }) => (
            <button
              key={id}
              type="button"
              role="tab"
              id={`tab-${id}`}
              aria-selected={tab === id}
              aria-controls="tab-panel"
              tabIndex={tab === id ? 0 : -1}
              onClick={() => selectTab(key, id)}
              className={`relative min-h-row font-medium ${HIDES[room]} ${tab === id ? 'text-text after:absolute after:inset-x-0 after:-bottom-px after:border-accent after:border-b-2' : 'text-text-muted hover:text-text'}`}
            >
              {t(word)}
              {isAlarming && <AlarmDot className="-end-2 top-3 @wide:static @wide:ms-1 @wide:inline-block" />}
              {count(facts) > 0 && <span className="@max-wide:hidden ms-1 text-1 text-text-muted">{count(facts)}</span>}
            </button>
          ))}
        </div>
        {tabs.length > 3 && (
          <Suspense>
            <TabsMenu tabs={tabs.filter(({ room }) => room !== 'tiny')} onSelect={(id) => selectTab(key, id)} />
          </Suspense>
        )}
      </div>
      {/* The other tabs keep what the rep has folded or filtered: each record has its own. */}
      <div key={tab === 'overview' ? tab : key} role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`} tabIndex={-1}>
        <Trouble connections={connections} parts={dossier.parts} onRetry={onAskAgain} />
        {tab === 'overview' && (
          <Overview dossier={dossier} facts={facts} mappings={open.mappings} around={around} isComplete={isComplete} />
        )}
        {tab === 'timeline' && (
          <Suspense>
            <Timeline dossier={dossier} entries={facts.timeline} around={around} isComplete={isComplete} />
          </Suspense>
        )}
        {tab === 'deals' && (
          <Suspense>
            <Deals dossier={dossier} facts={facts} around={around} isComplete={isComplete} onNew={onNewDeal} />
          </Suspense>
        )}
        {tab === 'money' && (
          <Suspense>
            <MoneyTab dossier={dossier} facts={facts} around={around} isComplete={isComplete} />
          </Suspense>
        )}
        {tab === 'tickets' && (
          <Suspense>
            <Tickets dossier={dossier} facts={facts} around={around} isComplete={isComplete} />
          </Suspense>
        )}
        {tab === 'links' && (
          <Suspense>
            <Links dossier={dossier} facts={facts} around={around} isComplete={isComplete} />
          </Suspense>
        )}
      </div>
    </div>
  );
});

/** Arrows, Home and End move through the tabs; the tab in focus is the one shown. */
function rove(event: KeyboardEvent<HTMLElement>): void {
  // Those a narrow panel hides are in the menu beside them.
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')].filter(
    (each) => getComputedStyle(each).display !== 'none',
  );
  const at = tabs.indexOf(document.activeElement as HTMLElement);
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const next = { [forward]: at + 1, [forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight']: at - 1, Home: 0, End: tabs.length - 1 }[
    event.key
  ];
  if (next === undefined) return;
  event.preventDefault();
  const tab = tabs.at(next % tabs.length);
  tab?.focus();
  tab?.click();
}
