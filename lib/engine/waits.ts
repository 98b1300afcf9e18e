import type { DossierPart } from '../model/dossier.ts';
import { cacheDb } from '../store/databases.ts';
import type { Engine } from './context.ts';
import type { Found } from './customer.ts';

/** Nobody sits before a panel for longer; then the rep asks. */
const LONGEST_MS = 3_600_000;

/** When the wait is over that a system has named instead of answering, epoch ms. */
export function waitEndsAt({ state, askedAt, error }: Pick<DossierPart, 'state' | 'askedAt' | 'error'>): number | undefined {
  return state === 'failed' && error?.retryAfterMs !== undefined ? askedAt + error.retryAfterMs : undefined;
}

/** After how long a look-up has reason to be repeated: the first wait that a system has named is over. `undefined`: none has. */
export async function againIn(engine: Pick<Engine, 'now'>, { dossier, error }: Found): Promise<number | undefined> {
  const now = engine.now();
  const parts = dossier === undefined ? [] : await cacheDb.parts.where('dossier').equals(dossier).toArray();
  const waiting = parts.flatMap((part) => ({ id: part.connectionId, endsAt: waitEndsAt(part) ?? 0 })).filter(({ endsAt }) => endsAt > now);
  // Asked and refused later than `askedAt` tells, or once more since.
  const rows = await cacheDb.health.bulkGet(waiting.map(({ id }) => id));
  const ends = waiting.map(({ endsAt }, at) => Math.max(endsAt, rows[at]?.notBefore ?? 0) - now);
  const own = dossier === undefined && error?.retryAfterMs ? [error.retryAfterMs] : [];
  const first = Math.min(...ends, ...own);
  return first <= LONGEST_MS ? first : undefined;
}
