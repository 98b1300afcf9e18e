import { useLiveQuery } from 'dexie-react-hooks';
import { Suspense, useEffect, useLayoutEffect } from 'react';
import type { TabState } from '../../lib/model/dossier.ts';
import { recordKey } from '../../lib/model/records.ts';
import { drafts } from '../../lib/store/queue.ts';
import { outbox } from '../../lib/store/reading.ts';
import { ChangeScope } from '../actions/change.tsx';
import { DraftLines } from '../actions/draft-lines.tsx';
import { CustomerView, composerKey } from '../customer/customer-view.tsx';
import { WayOutButton } from '../errors/way-out.tsx';
import { errorWords } from '../errors/words.ts';
import { Live } from '../shell/live.tsx';
import { SkeletonHead, SkeletonRows } from '../shell/skeleton.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { shorten } from '../words/shorten.ts';
import { useWords } from '../words/use-words.ts';
import { FirstRun } from './first-run.tsx';
import { FootBar } from './foot-bar.tsx';
import { NoPerson } from './no-person.tsx';
import { NoRecord } from './no-record.tsx';
import { Unconnected } from './unconnected.tsx';
import { useFresh } from './use-fresh.ts';
import { type Open, useOpen } from './use-open.ts';
import { useView } from './view-state.ts';
import { Visiting } from './visiting.tsx';

const Palette = lazyPiece(() => import('./palette.tsx').then((module) => module.default));
// Not for the first frame; there long before the first click.
const ReceiptBar = lazyPiece(() => import('../actions/receipt-bar.tsx').then((module) => module.ReceiptBar));
const Waiting = lazyPiece(() => import('./waiting.tsx').then((module) => module.Waiting));

/** The worker went away before it answered, more than once. */
const LOST = { kind: 'unavailable', code: 'channel-closed' } as const;

export interface ShownTab {
  tabId: number;
  state?: TabState;
}

/** The panel of one window: follows its front tab. `tab` is undefined until the browser has told it; `onShown`: it has drawn more than boxes. */
export function Panel({ tab, onShown }: { tab: ShownTab | undefined; onShown?: () => void }) {
  const { t } = useWords();
  const people = useView((view) => view.people);
  const visiting = useView((view) => view.visiting);
  const composers = useView((view) => view.composers);
  const paletteOpen = useView((view) => view.paletteOpen);
  const setPalette = useView((view) => view.setPalette);
  const open = useOpen(String(tab?.tabId ?? ''), tab?.state, people);
  const key = open?.record && recordKey(open.record.ref);
  const isShown = open !== undefined;
  useLayoutEffect(() => {
    if (isShown) onShown?.();
  }, [isShown, onShown]);
  const chosen = key === undefined ? undefined : people[key];
  const { query: fresh, askAgain } = useFresh(tab?.tabId ?? -1, tab && open?.record?.ref, chosen);
  const allDrafts = useLiveQuery(() => drafts(), []) ?? [];
  const actions = useLiveQuery(() => outbox(), []) ?? [];

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      setPalette(true);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [setPalette]);

  const shownName = open?.dossier && open.opening ? shorten(open.opening.people[0]?.name ?? '') : '';
  const here = open?.record && composerKey({ ...open, record: open.record }, chosen);
  const writing = visiting?.record ?? (here !== undefined && composers[here] ? here : undefined);
  return (
    <div className="@container flex h-dvh flex-col bg-surface">
      <Live text={shownName} />
      <main data-scroll className="min-h-0 flex-1 overflow-y-auto px-4 pt-3 pb-4 @max-narrow:px-3 @wide:px-5">
        {open && tab?.state?.via === 'preview' && open.record && (
          <p className="mb-2 text-1 text-text-muted">{t('preview.open', { name: shownName })}</p>
        )}
        {open && visiting ? (
          <Visiting record={visiting.record} kind={visiting.kind} connections={open.connections} settings={open.settings} />
        ) : (
          <Content
            open={open}
            tab={tab}
            error={fresh.data?.error ?? (fresh.isError ? LOST : undefined)}
            isAsking={fresh.isFetching}
            onAskAgain={askAgain}
          />
        )}
      </main>
      <Suspense>
        <ReceiptBar actions={actions} connections={open?.connections ?? []} />
      </Suspense>
      <DraftLines drafts={allDrafts} current={here} writing={writing} />
      <Suspense>
        <Waiting actions={actions} connections={open?.connections ?? []} />
      </Suspense>
      <FootBar />
      {paletteOpen && open && (
        <Suspense>
          <Palette open={open} />
        </Suspense>
      )}
    </div>
  );
}

interface ContentProps {
  open: Open | undefined;
  tab: ShownTab | undefined;
  error: Parameters<typeof errorWords>[0] | undefined;
  isAsking: boolean;
  onAskAgain: () => void;
}

function Content({ open, tab, error, isAsking, onAskAgain }: ContentProps) {
  const { t } = useWords();
  if (!open || !tab) return <Loading />;
  const { record, dossier, opening, connections } = open;
  if (tab.state?.unconnected)
    return (
      <>
        <Unconnected about={tab.state.unconnected} />
        {connections.length > 0 && <NoRecord connections={connections} />}
      </>
    );
  if (connections.length === 0) return <FirstRun />;
  if (!record)
    return (
      <>
        <h1 className="sr-only">{t('find.label')}</h1>
        <NoRecord connections={connections} />
      </>
    );
  if (dossier)
    return (
      <ChangeScope record={recordKey(record.ref)} customerName={open.opening?.people[0]?.name ?? ''} connections={connections}>
        <CustomerView open={{ ...open, record, dossier }} isAsking={isAsking} onAskAgain={onAskAgain} />
      </ChangeScope>
    );
  const system = connections.find((connection) => connection.id === record.connectionId)?.systemName ?? '';
  if (error && !isAsking)
    return (
      <section className="flex flex-col items-start gap-2 py-2">
        <h1 className="text-3">{t('customer.not-shown')}</h1>
        <p role="alert" className="text-text-muted">
          {t(errorWords(error).sentence, { system, field: error.field ?? '' })}
        </p>
        <WayOutButton error={error} systemName={system} connectionId={record.connectionId} onRetry={onAskAgain} />
      </section>
    );
  if (opening && opening.dossier === undefined && !isAsking) return <NoPerson open={{ ...open, record, opening }} />;
  return <Loading />;
}

/** Boxes where facts will be, after 150 ms. */
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
