import { Activity, CircleQuestionMark, CloudOff, Search, SlidersHorizontal } from 'lucide-react';
import { Suspense } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { commandKeys } from '../actions/command-keys.ts';
import { useHost } from '../host.tsx';
import { IconButton } from '../shell/button.tsx';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useWords } from '../words/use-words.ts';
import { useOnline } from './use-online.ts';
import { useView } from './view-state.ts';

const LockButton = lazyPiece(() => import('../vault/lock-button.tsx').then((module) => module.LockButton));

/** Find, lock, status, help and settings, the same on every view. The dot: a connection needs the rep. */
export function FootBar({ connections }: { connections: readonly ConnectionInfo[] }) {
  const { t } = useWords();
  const host = useHost();
  const online = useOnline();
  const setPalette = useView((view) => view.setPalette);
  const needsRep = connections.some(({ state }) => state === 'signed-out' || state === 'no-permission');
  return (
    <footer className="border-line border-t bg-surface-sunken">
      {!online && (
        <p role="status" className="flex items-center gap-2 border-line border-b px-4 py-1.5 text-1 text-text-muted @max-narrow:px-3">
          <CloudOff className="size-4 shrink-0" strokeWidth={1.65} aria-hidden="true" />
          {t('foot.offline')}
        </p>
      )}
      <div className="flex items-center gap-1 px-2 py-1 @max-tiny:gap-0 @max-tiny:px-1">
        <button
          type="button"
          onClick={() => setPalette(true)}
          className="flex min-h-control flex-1 items-center gap-2 rounded px-2 text-text-muted hover:bg-surface-hover"
        >
          <Search className="size-4" strokeWidth={1.65} aria-hidden="true" />
          <span className="@max-tiny:sr-only">{t('foot.find')}</span>
          <kbd className="@max-narrow:hidden ms-auto rounded-1 bg-chip px-1.5 font-sans text-glyph">{commandKeys('K')}</kbd>
        </button>
        <Suspense>
          <LockButton />
        </Suspense>
        <span className="relative inline-flex">
          <IconButton
            name={t(needsRep ? 'foot.status-needs-you' : 'options.status')}
            className="size-8"
            onClick={() => host.openOptions('status')}
          >
            <Activity className="size-4" strokeWidth={1.65} />
          </IconButton>
          {needsRep && <span aria-hidden="true" className="absolute end-1 top-1 size-1.5 rounded-full border-3 border-warn" />}
        </span>
        <IconButton name={t('options.help')} className="size-8" onClick={() => host.openOptions('help')}>
          <CircleQuestionMark className="size-4" strokeWidth={1.65} />
        </IconButton>
        <IconButton name={t('foot.settings')} className="size-8" onClick={() => host.openOptions()}>
          <SlidersHorizontal className="size-4" strokeWidth={1.65} />
        </IconButton>
      </div>
    </footer>
  );
}
