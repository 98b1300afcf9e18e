import { SystemError } from '../systems/contract.ts';
import { ask, type Verb } from './ask.ts';
import { type Known, setConnectionState } from './connections.ts';
import type { Engine, Live } from './context.ts';

/**
 * Asks a connection, unless it is known to be of no use: signed out (tried again when the rep insists; an answer then makes it
 * signed in) or without host access. No request is made in those cases.
 * @throws SystemError
 */
export async function askKnown<T>(engine: Engine, known: Known, force: boolean, verb: Verb<T>): Promise<T> {
  const { info } = known;
  const answer = await ask(engine, usable(known, force), verb);
  if (info.state === 'signed-out') await setConnectionState(info.id, 'ok');
  return answer;
}

/** The connection, if it is of use now. @throws SystemError `auth` or `permission` */
export function usable({ info, live }: Known, force: boolean): Live {
  if (!live || (info.state === 'signed-out' && !force)) throw new SystemError('auth', { code: 'signed-out' });
  if (info.state === 'no-permission') throw new SystemError('permission', { code: 'host-access' });
  return live;
}
