import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { DossierPart } from '../../lib/model/dossier.ts';
import type { Freshness } from '../shell/mark.tsx';

/** An answer older than this is shown as stale. */
const STALE_AFTER_MS = 15 * 60_000;
/** From here on a system counts as slow and is named. */
export const SLOW_AFTER_MS = 4000;
const NEEDS_REP = new Set(['auth', 'forbidden', 'permission', 'invalid']);

/** The glyph of one system's mark. */
export function freshnessOf(
  connection: ConnectionInfo,
  part: DossierPart | undefined,
  now: number,
  online: boolean,
  isAsking: boolean,
): Freshness {
  if (connection.state === 'paused') return 'off';
  if (connection.state !== 'ok') return 'needs-you';
  if (part?.state === 'failed' && part.error && NEEDS_REP.has(part.error.kind)) return 'needs-you';
  if (!online) return 'off';
  if (!part) return isAsking ? 'asking' : 'off';
  if (part.state === 'asking') return 'asking';
  if (part.state === 'failed' || part.answeredAt === undefined) return 'stale';
  return now - part.answeredAt < STALE_AFTER_MS ? 'fresh' : 'stale';
}
