import { storeTrouble } from '../../model/errors.ts';
import type { Engine } from '../context.ts';
import { type SyncRound, syncRound } from './run.ts';
import { tidyRecords } from './tidy.ts';

/** A worker that is stopped in the midst of a fill goes on after this. */
const AGAIN_MS = 30_000;
/** Waits shorter than this are sat out by the worker; the alarm does the rest. */
const SOON_MS = 20_000;

/** What brings a worker back that was stopped. */
export interface Waker {
  /** Epoch ms; in the place of an earlier moment. */
  set(at: number): void;
  clear(): Promise<void>;
}

/**
 * The background reading: rounds while something is due, then the waker for the next one. What it answers is to be called whenever there may be
 * something to read; a call in the midst of a round, which may have been planned before whatever has changed, is one more round.
 */
export function syncPump(engine: Engine, waker: Waker, round: (engine: Engine) => Promise<SyncRound> = syncRound): () => void {
  let isRunning = false;
  let isWanted = false;
  let untidy = 0;
  /** Of several waits the last counts. */
  let turn = 0;

  async function run(): Promise<void> {
    do {
      isWanted = false;
      turn++;
      const { nextAt, news } = await round(engine).catch(
        (error: unknown): SyncRound => ({ news: 0, ...(storeTrouble(error) !== 'locked' && { nextAt: engine.now() + AGAIN_MS }) }),
      );
      untidy += news;
      if (!isWanted) await plan(nextAt);
    } while (isWanted);
  }

  async function plan(nextAt: number | undefined): Promise<void> {
    if (nextAt === undefined) return waker.clear();
    const waitMs = nextAt - engine.now();
    if (untidy > 0 && waitMs > 0) {
      untidy = 0;
      void tidyRecords(engine).catch(() => undefined);
    }
    const mine = turn;
    if (waitMs < SOON_MS) engine.later?.(Math.max(0, waitMs), () => mine === turn && sync());
    waker.set(Math.max(nextAt, engine.now() + AGAIN_MS));
  }

  function sync(): void {
    waker.set(engine.now() + AGAIN_MS);
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    void run()
      .catch(() => undefined)
      .finally(() => {
        isRunning = false;
      });
  }
  return sync;
}
