import { SystemError } from '../systems/contract.ts';
import { ask, type Verb } from './ask.ts';
import { type Known, setConnectionState } from './connections.ts';
import type { Engine } from './context.ts';

/**
 * Asks a connection, unless it is known to be of no use: signed out (tried again when the rep insists; an answer then makes it
 * signed in) or without host access. No request is made in those cases.
 * @throws SystemError
 */
export async function askKnown<T>(engine: Engine, { info, live }: Known, force: boolean, verb: Verb<T>): Promise<T> {
  if (!live || (info.state === 'signed-out' && !force)) throw new SystemError('auth', { code: 'signed-out' });
  if (info.state === 'no-permission') throw new SystemError('permission', { code: 'host-access' });
  const answer = await ask(engine, live, verb);
  if (info.state === 'signed-out') await setConnectionState(info.id, 'ok');
  return answer;
}
