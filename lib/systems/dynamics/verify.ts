import * as v from 'valibot';
import { SystemError } from '../../model/errors.ts';
import type { Capability, ConnectionReport, Io } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { writesOf } from '../writes.ts';
import { batchRead, getRow, partJson, readPart, whoAmI } from './api.ts';
import { originOf } from './environment.ts';
import { privileges } from './schema.ts';
import { text } from './values.ts';
import { WRITERS } from './write.ts';

/** What this adapter can do with full rights. */
export const CAPABILITIES: ReadonlySet<Capability> = new Set<Capability>([
  'find',
  'related',
  'timeline',
  'changes',
  'owners',
  'pipelines',
  'fields',
  'read:contact',
  'read:lead',
  'read:company',
  'read:deal',
  'read:ticket',
  'read:product',
  'read:order',
  'read:invoice',
  'read:quote',
  'read:file',
  ...writesOf(WRITERS),
]);

/** Privilege → what is lost without it. Source: "Security role and privilege reference". */
const NEEDS: readonly { privilege: string; what: string; code: string; lost: Capability[] }[] = [
  { privilege: 'prvReadContact', what: 'contact', code: 'no-read', lost: ['read:contact'] },
  { privilege: 'prvReadLead', what: 'lead', code: 'no-read', lost: ['read:lead'] },
  { privilege: 'prvReadAccount', what: 'account', code: 'no-read', lost: ['read:company'] },
  { privilege: 'prvReadOpportunity', what: 'opportunity', code: 'no-read', lost: ['read:deal', 'pipelines'] },
  { privilege: 'prvReadIncident', what: 'incident', code: 'no-read', lost: ['read:ticket'] },
  { privilege: 'prvReadActivity', what: 'activitypointer', code: 'no-read', lost: ['timeline'] },
  { privilege: 'prvCreateNote', what: 'annotation', code: 'no-create', lost: ['write:note', 'write:file'] },
  { privilege: 'prvCreateActivity', what: 'activitypointer', code: 'no-create', lost: ['write:task', 'write:call', 'write:meeting'] },
  { privilege: 'prvWriteActivity', what: 'prvWriteActivity', code: 'no-right', lost: ['write:task-change'] },
  { privilege: 'prvWriteOpportunity', what: 'prvWriteOpportunity', code: 'no-right', lost: ['write:stage'] },
  { privilege: 'prvWriteContact', what: 'prvWriteContact', code: 'no-right', lost: ['write:field', 'write:score'] },
  { privilege: 'prvAssignContact', what: 'prvAssignContact', code: 'no-right', lost: ['write:owner'] },
  { privilege: 'prvCreateContact', what: 'prvCreateContact', code: 'no-right', lost: ['write:create'] },
  { privilege: 'prvReadInvoice', what: 'invoice', code: 'no-read', lost: ['read:invoice'] },
  { privilege: 'prvReadOrder', what: 'salesorder', code: 'no-read', lost: ['read:order'] },
  { privilege: 'prvReadQuote', what: 'quote', code: 'no-read', lost: ['read:quote'] },
];

/** Who the token is, and which privileges the user's roles hold. Account = the environment's host. */
export async function verify(io: Io): Promise<ConnectionReport> {
  const id = checkedUser(await whoAmI(io));
  const user = `/systemusers(${id})`;
  const [row, answers] = await Promise.all([
    getRow(io, user, { select: 'fullname,internalemailaddress' }),
    batchRead(
      io,
      NEEDS.map(({ privilege }) =>
        readPart(`${user}/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='${privilege}')`),
      ),
    ),
  ]);
  const lacking = NEEDS.filter((_, index) => !holds(answers[index]));
  const lost = new Set(lacking.flatMap((need) => need.lost));
  return {
    account: new URL(originOf(io.connection)).host,
    userId: id,
    userName: text(row.fullname) ?? text(row.internalemailaddress) ?? id,
    can: [...CAPABILITIES].filter((capability) => !lost.has(capability)),
    missing: lacking.map(({ what, code }) => ({ what, code })),
  };
}

/** A table the environment does not have (cases without the service app) has no privileges either. */
function holds(answer: Parameters<typeof partJson>[0]): boolean {
  try {
    const result = v.safeParse(privileges, partJson(answer));
    return result.success && result.output.RolePrivileges.length > 0;
  } catch (error) {
    if (error instanceof SystemError && ['not-found', 'forbidden', 'invalid'].includes(error.kind)) return false;
    throw error;
  }
}

function checkedUser(id: string): string {
  try {
    return checkedGuid(id);
  } catch (cause) {
    throw new SystemError('protocol', { code: 'unexpected-shape', cause });
  }
}
