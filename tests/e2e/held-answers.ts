import { setTimeout as pause } from 'node:timers/promises';
import type { SystemId } from '../../lib/systems/contract.ts';
import type { Sandbox } from '../../sandbox/index.ts';

/** No test waits this long: what is delayed by as much is held until it is let go. */
const HELD_MS = 3_600_000;

/** Systems that are slow for as long as a test needs it, whatever the machine's pace. `wait` belongs into the sandbox's options. */
export class HeldAnswers {
  #held = Promise.withResolvers<void>();

  readonly wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
    if (ms < HELD_MS) return pause(ms, undefined, signal && { signal });
    signal?.throwIfAborted();
    const gone = Promise.withResolvers<never>();
    signal?.addEventListener('abort', () => gone.reject(signal.reason), { once: true });
    await Promise.race([this.#held.promise, gone.promise]);
  };

  /** From now on this system does not answer; what is returned lets it. */
  hold(sandbox: Sandbox, system: SystemId): () => void {
    const heal = sandbox.faults.add({ system, kind: 'latency', delayMs: HELD_MS });
    return () => {
      heal();
      this.#held.resolve();
      this.#held = Promise.withResolvers();
    };
  }
}
