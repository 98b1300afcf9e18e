import { healthOf, saveHealth } from '../store/health.ts';
import { keyedPrint } from '../store/prints.ts';
import { type Credentials, SystemError } from '../systems/contract.ts';
import { ask } from './ask.ts';
import type { Engine, Live } from './context.ts';
import { isYoung } from './young.ts';

/** A check this young is good enough for the next write. */
const CHECKED_MS = 5 * 60_000;

/**
 * Do the credentials still belong to the account and user they were saved for? "Login as" and a replaced token change that
 * without a word, and a note must never be written as somebody else or into another account.
 * @throws SystemError `conflict` `user-changed`, or why it could not be checked
 */
export async function requireSameUser(engine: Engine, live: Live): Promise<void> {
  const { id, account, userId, credentials } = live.connection;
  const [{ verified }, by] = await Promise.all([healthOf(id), keyedPrint(ownerOf(credentials))]);
  // Whoever holds the browser's own session may change between two requests: it is never taken on trust.
  const isKnown = verified?.by === by && credentials.kind !== 'session' && isYoung(verified.at, engine.now(), CHECKED_MS);
  const now = isKnown ? verified : await checkedOnce(engine, live, by);
  if (now.account !== account || (userId !== undefined && now.userId !== userId))
    throw new SystemError('conflict', { code: 'user-changed' });
}

/** Several writes that start together ask once. */
function checkedOnce(engine: Engine, live: Live, by: string): Promise<{ account: string; userId: string }> {
  const { checks } = engine.memory;
  const key = `${live.connection.id} ${by}`;
  const running = checks.get(key);
  if (running) return running;
  const asked = check(engine, live, by).finally(() => checks.delete(key));
  checks.set(key, asked);
  return asked;
}

async function check(engine: Engine, live: Live, by: string): Promise<{ account: string; userId: string }> {
  const { account, userId } = await ask(engine, live, (system, io) => system.verify(io));
  const { id } = live.connection;
  await saveHealth(id, { verified: { account, userId, at: engine.now(), by } }, () => engine.memory.gone.has(id));
  return { account, userId };
}

/** What changes when somebody else signs in; a renewed access token is still the same person's. */
function ownerOf(credentials: Credentials): unknown {
  return credentials.kind === 'oauth' ? (credentials.refreshToken ?? credentials.accessToken) : credentials;
}
