import { enqueue } from '../../lib/store/queue.ts';
import { outbox } from '../../lib/store/reading.ts';
import { uncover } from './uncover.ts';

/** Puts what a panel uses to write and to show receipts where a test's script finds it, and what shows that such a test can fail. */
export function openDoor(): void {
  Object.assign(globalThis, { sidelightDoor: { enqueue, outbox, uncover } });
}
