import { type StoredError, SystemError } from '../model/errors.ts';
import { sendToWorker } from '../platform/runtime.ts';
import type { MessageName, Requests, Responses } from './protocol.ts';

/**
 * Says something to the worker and waits for its answer.
 * @throws SystemError `unknown-outcome` with code `channel-closed` when the worker stopped before it answered: look at the
 * stored state again, never send again on your own; code `refused` (kind `permission`) when the worker does not take it from here.
 */
export async function send<N extends MessageName>(name: N, request: Requests[N]): Promise<Responses[N]> {
  const reply = await sendToWorker({ type: name, ...request }).catch((cause: unknown) => {
    throw new SystemError('unknown-outcome', { code: 'channel-closed', cause });
  });
  if (typeof reply !== 'object' || reply === null) throw new SystemError('permission', { code: 'refused' });
  if ('error' in reply) throw fromStored(reply.error as StoredError);
  return (reply as unknown as { ok: Responses[N] }).ok;
}

function fromStored({ kind, ...details }: StoredError): SystemError {
  return new SystemError(kind, details);
}
