import { type StoredError, toStoredError } from '../model/errors.ts';
import { changeConnectionInfo } from '../store/connections.ts';
import { type ConnectionReport, SystemError } from '../systems/contract.ts';
import { ask } from './ask.ts';
import { knownConnection } from './connections.ts';
import type { Engine } from './context.ts';

/**
 * Asks the vendor again what a connection may do, with the credentials it has: an administrator may have given or taken rights.
 * What comes back is stored with the connection. Somebody else's sign-in changes nothing and is told as `user-changed`.
 */
export async function testConnection(engine: Engine, id: string): Promise<{ report: ConnectionReport } | { error: StoredError }> {
  try {
    const live = (await knownConnection(engine, id))?.live;
    if (!live) throw new SystemError('auth', { code: 'not-connected' });
    const report = await ask(engine, live, (system, io) => system.verify(io));
    const { account, userId } = live.connection;
    // A key that may no longer see users does not say whose it is; that is a right it lacks, not another user.
    const isOther = userId !== undefined && report.userId !== '' && report.userId !== userId;
    if (report.account !== account || isOther) throw new SystemError('conflict', { code: 'user-changed' });
    const { can, missing, userName } = report;
    await changeConnectionInfo(id, (info) => ({ ...info, can, missing, ...(userName && { userName }), checkedAt: engine.now() }));
    return { report };
  } catch (error) {
    return { error: toStoredError(error) };
  }
}
