import { Suspense } from 'react';
import { useOnline } from '../panel/use-online.ts';
import { lazyPiece } from '../words/lazy-piece.ts';
import { useNow } from '../words/use-now.ts';
import { partOf } from './context.ts';
import { SLOW_AFTER_MS } from './freshness.ts';
import type { TroubleLine } from './trouble-lines.tsx';
import { troubleOf } from './trouble-of.ts';
import { SLOT, type TroubleProps } from './trouble-slot.tsx';

const TroubleLines = lazyPiece(() => import('./trouble-lines.tsx').then((module) => module.TroubleLines));

/** Systems that are slow, signed out or failing: one calm line each, with the way out. Nobody waits for them. */
export function TroubleNow({ connections, parts, onRetry }: TroubleProps) {
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
