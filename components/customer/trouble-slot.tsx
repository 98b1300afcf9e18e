import { Suspense } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import { lazyPiece } from '../words/lazy-piece.ts';

// Nobody is in trouble before the first frame.
const TroubleNow = lazyPiece(() => import('./trouble.tsx').then((module) => module.TroubleNow));

/** Id of the place. */
export const SLOT = 'trouble';

/**
 * Where the lines stand, whichever view has them: above the foot bar, below all that scrolls, so that no fact moves when one comes or
 * goes. There from the start, for only what changes in a live region is told.
 */
export function TroubleSlot() {
  return <div id={SLOT} aria-live="polite" className="max-h-1/2 shrink-0 overflow-y-auto" />;
}

export interface TroubleProps {
  connections: readonly ConnectionInfo[];
  parts: readonly DossierPart[] | undefined;
  onRetry: () => void;
}

/** What troubles this customer's systems, told in that place. */
export function Trouble(props: TroubleProps) {
  return (
    <Suspense>
      <TroubleNow {...props} />
    </Suspense>
  );
}
