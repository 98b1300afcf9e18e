import { useCallback, useEffect, useRef } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { isSampleKey } from '../../lib/model/sample.ts';
import { useHost } from '../host.tsx';
import { useView } from '../panel/view-state.ts';
import { whileWriting } from './use-outbox.ts';

/** Not for the first frame, which enqueues nothing; there before the first click. */
const loadQueue = () => import('../../lib/store/queue.ts');

interface Request {
  record: string;
  customerName: string;
  action: Action;
  targets: string[];
}

/**
 * Puts what one click does into the outbox under an id of its own and wakes the worker: the same id twice is one action. Of several
 * requests (a call and its follow-up) each has its own id, so that trying again after a failure repeats none. Shows the receipt of all.
 * `onKept`: it is safe now; what it changes on the page is drawn together with the receipt.
 */
export function usePutOut(onKept?: () => void): (id: string, ...requests: [Request, ...Request[]]) => Promise<string> {
  const host = useHost();
  const showReceipt = useView((view) => view.showReceipt);
  useEffect(() => void loadQueue(), []);
  return useCallback(
    async (id, ...requests) => {
      const [first, ...others] = requests;
      if (isSampleKey(first.record)) {
        showReceipt(id, [{ ...queuedAs(id, first), deliveries: [] }]);
        onKept?.();
        return id;
      }
      const { enqueue } = await loadQueue();
      const [actionId, ...otherIds] = await whileWriting(async () => {
        const ids: [string, ...string[]] = [await enqueue({ ...first, id })];
        for (const [at, request] of others.entries()) ids.push(await enqueue({ ...request, id: `${id}.${at + 1}` }));
        return ids;
      });
      host.wake();
      const made = others.flatMap((request, at) => queuedAs(otherIds[at] ?? '', request));
      showReceipt(actionId, [queuedAs(actionId, first), ...made]);
      onKept?.();
      return actionId;
    },
    [host, showReceipt, onKept],
  );
}

/** The same for a composer, which puts out one thing at a time: its id is kept until that is safe, so a double click is one action. */
export function useAction(onKept?: () => void): (...requests: [Request, ...Request[]]) => Promise<string> {
  const putOut = usePutOut(onKept);
  const id = useRef(crypto.randomUUID() as string);
  return useCallback(
    async (...requests) => {
      const actionId = await putOut(id.current, ...requests);
      id.current = crypto.randomUUID();
      return actionId;
    },
    [putOut],
  );
}

/** What was just written, for the receipt's first frame. Its deliveries' ids are not known here, and nothing can be done to them yet. */
function queuedAs(id: string, { record, customerName, action, targets }: Request): QueuedAction {
  const deliveries = targets.map(
    (connectionId) => ({ id: '', actionId: id, connectionId, state: 'sending', attempts: 0, nextAt: 0 }) as const,
  );
  return { id, record, customerName, action, createdAt: action.at, deliveries };
}
