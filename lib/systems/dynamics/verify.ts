import * as v from 'valibot';
import { type Capability, type ConnectionReport, type Io, SystemError } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { capabilitiesOf } from '../writes.ts';
import { dataverse, whoAmI } from './api.ts';
import { originOf } from './environment.ts';
import { privileges } from './schema.ts';
import { text } from './values.ts';
import { WRITERS } from './write.ts';

/** What this adapter can do with full rights. */
export const CAPABILITIES = capabilitiesOf(
  ['contact', 'lead', 'company', 'deal', 'ticket', 'product', 'order', 'invoice', 'quote', 'file'],
  WRITERS,
);

/**
 * Privilege (`prv…`) → what is missing without it (`no-read`, `no-create`, else `no-right`), and what is lost with it.
 * Source: "Security role and privilege reference".
 */
const NEEDS: readonly [privilege: string, what: string, ...lost: Capability[]][] = [
  ['ReadContact', 'contact', 'read:contact'],
  ['ReadLead', 'lead', 'read:lead'],
  ['ReadAccount', 'account', 'read:company'],
  ['ReadOpportunity', 'opportunity', 'read:deal', 'pipelines'],
  ['ReadIncident', 'incident', 'read:ticket'],
  ['ReadInvoice', 'invoice', 'read:invoice'],
  ['ReadOrder', 'salesorder', 'read:order'],
  ['ReadQuote', 'quote', 'read:quote'],
  ['ReadActivity', 'activitypointer', 'timeline'],
  ['CreateNote', 'annotation', 'write:note', 'write:file'],
  ['CreateActivity', 'activitypointer', 'write:task', 'write:call', 'write:meeting'],
  ['CreateContact', 'contact', 'write:create'],
  ['WriteActivity', 'prvWriteActivity', 'write:task-change'],
  ['WriteOpportunity', 'prvWriteOpportunity', 'write:stage'],
  ['WriteContact', 'prvWriteContact', 'write:field', 'write:score'],
  ['AssignContact', 'prvAssignContact', 'write:owner'],
];
const codeOf = (privilege: string) =>
  privilege.startsWith('Read') ? 'no-read' : privilege.startsWith('Create') ? 'no-create' : 'no-right';

/** Who the token is, and which privileges the user's roles hold. Account = the environment's host. */
export async function verify(io: Io): Promise<ConnectionReport> {
  const id = checkedUser(await whoAmI(io));
  const user = `/systemusers(${id})`;
  const [row, answers] = await Promise.all([
    dataverse.getRow(io, user, { select: 'fullname,internalemailaddress' }),
    dataverse.batchRead(
      io,
      NEEDS.map(([privilege]) =>
        dataverse.readPart(`${user}/Microsoft.Dynamics.CRM.RetrieveUserPrivilegeByPrivilegeName(PrivilegeName='prv${privilege}')`),
      ),
    ),
  ]);
  const lacking = NEEDS.filter((_, index) => !holds(answers[index]));
  const lost = new Set<string>(lacking.flatMap(([, , ...capabilities]) => capabilities));
  return {
    account: new URL(originOf(io.connection)).host,
    userId: id,
    userName: text(row.fullname) ?? text(row.internalemailaddress) ?? id,
    can: [...CAPABILITIES].filter((capability) => !lost.has(capability)),
    missing: lacking.map(([privilege, what]) => ({ what, code: codeOf(privilege) })),
  };
}

/** A table the environment does not have (cases without the service app) has no privileges either. */
function holds(answer: Parameters<typeof dataverse.partJson>[0]): boolean {
  try {
    const result = v.safeParse(privileges, dataverse.partJson(answer));
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
