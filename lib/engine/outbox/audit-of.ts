import type { AuditEntry } from '../../model/audit.ts';
import { auditedValues } from '../../model/audit.ts';
import type { ConnectionInfo } from '../../model/connection.ts';
import type { Action, Receipt } from '../../systems/contract.ts';
import type { Engine } from '../context.ts';
import type { Job } from './jobs.ts';

/** What became of a delivery, as the trail tells it. `action`: as it was really sent. */
export function auditOf(
  engine: Engine,
  { row, stored, info }: Job & { info?: ConnectionInfo },
  result: AuditEntry['result'],
  sent: { action?: Action; receipt?: Receipt } = {},
): AuditEntry {
  const action = sent.action ?? stored.action;
  const { receipt } = sent;
  return {
    at: engine.now(),
    who: { ...(info && { userId: info.userId, userName: info.userName }) },
    what: action.kind,
    where: {
      system: info?.system ?? (action.kind === 'hand-off' ? 'workflow' : 'unknown'),
      ...(info && { account: info.account }),
      connectionId: row.connectionId,
      record: stored.record,
      customerName: stored.customerName,
    },
    actionId: row.actionId,
    deliveryId: row.id,
    ...(receipt?.before !== undefined && { before: receipt.before }),
    after: auditedValues(action),
    result: { ...result, ...(receipt?.url !== undefined && { url: receipt.url }) },
  };
}
