import { Suspense } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import { useOnline } from '../panel/use-online.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { partOf } from './context.ts';
import { SLOW_AFTER_MS } from './freshness.ts';
import type { TroubleLine } from './trouble-lines.tsx';
import { troubleOf } from './trouble-of.ts';

const TroubleLines = lazyPiece(() => import('./trouble-lines.tsx').then((module) => module.TroubleLines));

const SLOT = 'trouble';

/**
 * Where the lines stand, whichever view has them: above the foot bar, below all that scrolls, so that no fact moves when one comes or
 * goes. There from the start, for only what changes in a live region is told.
 */
export function TroubleSlot() {
  return <div id={SLOT} aria-live="polite" className="max-h-1/2 shrink-0 overflow-y-auto" />;
}

interface Props {
  connections: readonly ConnectionInfo[];
  parts: readonly DossierPart[] | undefined;
  onRetry: () => void;
}

/** Systems that are slow, signed out or failing: one calm line each, with the way out. Nobody waits for them. */
export function Trouble({ connections, parts, onRetry }: Props) {
  const now = useNow(2000);
  const online = useOnline();
  if (!online) return null;
  const lines = connections.flatMap((connection): TroubleLine[] => {
    const part = partOf(parts, connection.id);
    const error = troubleOf(connection, part);
    if (error) return [{ connection, part, error }];
    return part?.state === 'asking' && now - part.askedAt > SLOW_AFTER_MS ? [{ connection, part, error: undefined }] : [];
  });
  if (lines.length === 0) return null;
  return (
    <Suspense>
      <TroubleLines slot={document.getElementById(SLOT)} lines={lines} connections={connections} now={now} onRetry={onRetry} />
    </Suspense>
  );
}
