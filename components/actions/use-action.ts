import { useCallback, useRef } from 'react';
import type { Action } from '../../lib/model/actions.ts';
import { enqueue } from '../../lib/store/queue.ts';
import { useHost } from '../host.tsx';
import { useView } from '../panel/view-state.ts';

interface Request {
  record: string;
  customerName: string;
  action: Action;
  targets: string[];
}

/** Puts an action into the outbox and wakes the worker. One id per composer, so a double click is one action. */
export function useAction(): (request: Request) => Promise<string> {
  const host = useHost();
  const showReceipt = useView((view) => view.showReceipt);
  const id = useRef(crypto.randomUUID() as string);
  return useCallback(
    async (request) => {
      const actionId = await enqueue({ ...request, id: id.current });
      id.current = crypto.randomUUID();
      showReceipt(actionId);
      host.wake();
      return actionId;
    },
    [host, showReceipt],
  );
}
