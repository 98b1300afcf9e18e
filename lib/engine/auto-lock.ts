import { keepingOf } from '../model/keeping.ts';
import { lockState } from '../store/lock-state.ts';
import { lock } from '../store/passphrase.ts';
import { settings } from '../store/reading.ts';
import type { Engine } from './context.ts';

/** What auto-lock needs of the browser. */
export interface Idle {
  /** Epoch ms of when the rep last did something with us, in this browser run. */
  lastUse(): Promise<number | undefined>;
  /** Looks again at this moment; `undefined` = not any more. */
  wakeAt(at: number | undefined): Promise<void>;
}

const MINUTE_MS = 60_000;

/**
 * Locks the store when nobody has used it for as long as the rep allows, else looks again when that could be. A use that lies as far ahead, by a
 * clock that was set back since, locks too.
 */
export async function lockWhenIdle(engine: Pick<Engine, 'now'>, idle: Idle): Promise<void> {
  const [{ hasPassphrase, isLocked }, set] = await Promise.all([lockState(), settings()]);
  const { lockAfterMin } = keepingOf(set);
  if (!hasPassphrase || isLocked || lockAfterMin === 0) return idle.wakeAt(undefined);
  const leftMs = lockAfterMin * MINUTE_MS - Math.abs(engine.now() - ((await idle.lastUse()) ?? 0));
  if (leftMs > 0) return idle.wakeAt(engine.now() + leftMs);
  await lock();
  await idle.wakeAt(undefined);
}
