import { type ReactNode, Suspense, type SyntheticEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { TabState } from '../../lib/model/dossier.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { recordKey } from '../../lib/model/records.ts';
import { ChangeScope } from '../actions/change.tsx';
import { CustomerView, composerKey } from '../customer/customer-view.tsx';
import { TroubleSlot } from '../customer/trouble-slot.tsx';
import { Live } from '../shell/live.tsx';
import { SkeletonHead, SkeletonRows } from '../shell/skeleton.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { shorten } from '../words/shorten.ts';
import { useWords } from '../words/use-words.ts';
import { aboutOf } from './asking.ts';
import { FootBar } from './foot-bar.tsx';
import { nameOf } from './name-of.ts';
import { type Open, useOpen } from './use-open.ts';
import { usePlace } from './use-place.ts';
import { useView } from './view-state.ts';

// What the cache holds is painted before anybody is asked.
const Freshness = lazyPiece(() => import('./freshness.tsx').then((module) => module.Freshness));
const WishedNote = lazyPiece(() => import('./wished-note.ts').then((module) => module.WishedNote));
const SampleView = lazyPiece(() => import('../sample/sample-view.tsx').then((module) => module.SampleView));
const TrySample = lazyPiece(() => import('./first-run.tsx').then((module) => module.TrySample));
const Palette = lazyPiece(() => import('./palette.tsx').then((module) => module.default));
// What the panel shows instead of a customer.
const FirstRun = lazyPiece(() => import('./first-run.tsx').then((module) => module.FirstRun));
const NoPerson = lazyPiece(() => import('./no-person.tsx').then((module) => module.NoPerson));
const NoRecord = lazyPiece(() => import('./no-record.tsx').then((module) => module.NoRecord));
const NotShown = lazyPiece(() => import('./not-shown.tsx').then((module) => module.NotShown));
const Showing = lazyPiece(() => import('./showing.tsx').then((module) => module.Showing));
const Unconnected = lazyPiece(() => import('./unconnected.tsx').then((module) => module.Unconnected));
const Visiting = lazyPiece(() => import('./visiting.tsx').then((module) => module.Visiting));
// Not for the first frame; there long before the first click.
const Lines = lazyPiece(() => import('./lines.tsx').then((module) => module.Lines));
const Forgotten = lazyPiece(() => import('../privacy/forgotten.tsx').then((module) => module.Forgotten));
const Lost = lazyPiece(() => import('../vault/lost.tsx').then((module) => module.Lost));

const nothing = () => undefined;
/** So long the view of the last record is kept for the next one's; boxes come after it. */
const UNNOTICED_MS = 100;
/** Deaf; it is covered beside this. Made clear (`opacity: 0`), Firefox would give every element of it a new style. */
const UNSEEN = {
  'aria-busy': true,
  onClickCapture: swallow,
  onKeyDownCapture: swallow,
} as const;
const NONE: readonly ConnectionInfo[] = [];

export interface ShownTab {
  tabId: number;
  state?: TabState;
}

/** The panel of one window: follows its front tab. `tab` is undefined until the browser has told it; `onShown`: it has drawn more than boxes. */
export function Panel({ tab, onShown }: { tab: ShownTab | undefined; onShown?: () => void }) {
  const { t } = useWords();
  const people = useView((view) => view.people);
  const visiting = useView((view) => view.visiting);
  const showing = useView((view) => view.showing);
  const composers = useView((view) => view.composers);
  const isWished = useView((view) => view.wishedNote !== undefined);
  const paletteOpen = useView((view) => view.paletteOpen);
  const paletteTurn = useView((view) => view.paletteTurn);
  const setPalette = useView((view) => view.setPalette);
  const open = useOpen(String(tab?.tabId ?? ''), tab?.state, people);
  const key = open?.record && recordKey(open.record.ref);
  const { box, onScroll } = usePlace(open?.dossier && key);
  // Whoever was looked for gives way to the record the rep opens.
  const leave = useView((view) => view.leave);
  // With the frame itself: what is chosen right after it stays.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts.
  useLayoutEffect(() => {
    if (useView.getState().showing !== undefined) leave();
  }, [key, leave]);
  const shown = open?.dossier?.key;
  // What was opened over one customer closes with her: the next one is drawn in the same elements.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts.
  useLayoutEffect(() => () => closeIn(box.current), [key, shown, box]);
  const isShown = open !== undefined;
  useLayoutEffect(() => {
    if (isShown) onShown?.();
  }, [isShown, onShown]);
  const chosen = key === undefined ? undefined : people[key];
  const forgotten = useView((view) => view.forgotten);
  const about = [key, chosen && recordKey(chosen)].filter((each) => each !== undefined);
  const gone = about.filter((each) => forgotten[each] !== undefined);
  const wanted = gone.length === 0 ? open?.record?.ref : undefined;
  const asking = tab && wanted && { tabId: tab.tabId, record: wanted, ...(chosen && { person: chosen }) };
  const told = useView((view) => view.freshness);
  const fresh = asking && told?.about === aboutOf(asking) ? told : undefined;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // By its letter; on a layout without it (Cyrillic) by the key's place.
      const isK = event.key.toLowerCase() === 'k' || (event.code === 'KeyK' && !/^[a-z]$/i.test(event.key));
      if (!isK || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setPalette(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [setPalette]);

  const customerName = open?.dossier ? nameOf(open, chosen) : '';
  const shownName = shorten(customerName);
  const here = open?.record && composerKey({ ...open, record: open.record }, chosen);
  const writing = visiting?.record ?? (here !== undefined && composers[here] ? here : undefined);
  return (
    <div className="@container flex h-dvh flex-col bg-surface">
      <Live text={shownName} />
      <main
        ref={box}
        onScroll={onScroll}
        data-scroll
        className="min-h-0 flex-1 scroll-pt-24 overflow-y-auto px-4 pt-4 pb-4 @max-narrow:px-3 @wide:px-5"
      >
        {open && tab?.state?.via === 'preview' && open.record && (
          <p className="mb-2 text-1 text-text-muted">{t('preview.open', { name: shownName })}</p>
        )}
        {open?.settings.lost && (
          <Suspense>
            <Lost waiting={open.settings.lost.waiting} />
          </Suspense>
        )}
        {open && visiting ? (
          <Suspense>
            <Visiting
              record={visiting.record}
              kind={visiting.kind}
              connections={open.connections}
              settings={open.settings}
              dictionaries={open.dictionaries}
            />
          </Suspense>
        ) : open && showing !== undefined ? (
          <Suspense>
            <Showing customer={showing} around={open} />
          </Suspense>
        ) : (gone.length > 0 || fresh?.error?.code === 'forgotten') && !open?.dossier ? (
          <Suspense>
            <Forgotten gone={gone} record={about.at(-1)} />
          </Suspense>
        ) : (
          <Suspense>
            <Held isNext={open === undefined}>
              <Content
                open={open}
                customerName={customerName}
                tab={tab}
                error={fresh?.error}
                isAsking={asking !== undefined && (fresh?.isAsking ?? true)}
                onAskAgain={fresh?.askAgain ?? nothing}
              />
            </Held>
          </Suspense>
        )}
      </main>
      <TroubleSlot />
      <Suspense>
        <Freshness asking={asking} />
      </Suspense>
      <Suspense>
        <Lines connections={open?.connections ?? NONE} current={here} writing={writing} />
      </Suspense>
      <FootBar connections={open?.connections ?? NONE} />
      {isWished && open && (
        <Suspense>
          <WishedNote record={open.dossier && here} customerName={shownName} />
        </Suspense>
      )}
      {paletteOpen && open && (
        <Suspense>
          <Palette key={paletteTurn} open={open} />
        </Suspense>
      )}
    </div>
  );
}

/**
 * While the cache is asked about the next record (`isNext`), the last one's view is not seen by anybody but stays for a moment: both are changed
 * at once when the answer comes, mostly before the next frame, and no frame between has to be laid out.
 */
function Held({ isNext, children }: { isNext: boolean; children: ReactNode }) {
  const last = useRef<ReactNode>(undefined);
  const isLong = useIsLong(isNext);
  if (!isNext) last.current = children;
  const isHeld = isNext && !isLong && last.current !== undefined;
  return (
    <div className="relative">
      <div data-unseen={isHeld || undefined} {...(isHeld && UNSEEN)}>
        {isHeld ? last.current : children}
      </div>
      {isHeld && <div className="absolute inset-0 z-30 bg-surface" />}
    </div>
  );
}

function closeIn(box: HTMLElement | null): void {
  for (const each of box?.querySelectorAll<HTMLElement>(':popover-open') ?? []) each.hidePopover();
}

function swallow(event: SyntheticEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Whether something has lasted for as long as a rep does not notice. */
function useIsLong(is: boolean): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!is) return;
    const timer = setTimeout(() => setLong(true), UNNOTICED_MS);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [is]);
  return isLong;
}

interface ContentProps {
  open: Open | undefined;
  customerName: string;
  tab: ShownTab | undefined;
  error: StoredError | undefined;
  isAsking: boolean;
  onAskAgain: () => void;
}

function Content({ open, customerName, tab, error, isAsking, onAskAgain }: ContentProps) {
  const { t } = useWords();
  const isSample = useView((view) => view.isSample);
  if (!open || !tab) return <Loading />;
  const { record, dossier, opening, connections } = open;
  if (connections.length === 0 && isSample)
    return (
      <Suspense fallback={<Loading />}>
        <SampleView />
      </Suspense>
    );
  if (!tab.state && open.settings.onlyOnCrm) return <p className="text-text-muted">{t('quiet.text')}</p>;
  if (tab.state?.unconnected)
    return (
      <>
        <Unconnected about={tab.state.unconnected} />
        {connections.length > 0 ? <NoRecord key={tab.tabId} connections={connections} /> : <TrySample />}
      </>
    );
  if (connections.length === 0) return <FirstRun />;
  if (!record)
    return (
      <>
        <h1 className="sr-only">{t('find.label')}</h1>
        <NoRecord key={tab.tabId} connections={connections} />
      </>
    );
  const key = recordKey(record.ref);
  if (dossier)
    return (
      <ChangeScope record={key} customerName={customerName} connections={connections}>
        <CustomerView open={{ ...open, record, dossier }} isAsking={isAsking} onAskAgain={onAskAgain} />
      </ChangeScope>
    );
  if (error && !isAsking) return <NotShown error={error} record={record} connections={connections} onAskAgain={onAskAgain} />;
  if (opening && opening.dossier === undefined && !isAsking) return <NoPerson open={{ ...open, record, opening }} />;
  return <Loading />;
}

/** Boxes where facts will be, after 150 ms of their own. */
function Loading() {
  const { t } = useWords();
  return (
    <div aria-busy="true">
      <span className="sr-only">{t('customer.loading')}</span>
      <SkeletonHead />
      <SkeletonRows count={5} />
    </div>
  );
}
