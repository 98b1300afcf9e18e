import type { Capability, ConnectionReport, Io } from '../contract.ts';
import { words } from '../field-keys.ts';
import { unless } from '../refusals.ts';
import { findOwners, getAccount, getOwner, peek, peekFiles, probeWrite } from './api.ts';
import { uiBase } from './map.ts';
import { typeOfScope } from './objects.ts';
import type { HubspotOwner } from './schema.ts';

/** A right by its scope, and what cannot be done without it. */
const RIGHTS = [
  'crm.objects.contacts.read read:contact find timeline related changes',
  'crm.objects.contacts.write write:note write:task write:task-change write:call write:meeting write:field write:owner write:score write:file write:create write:field-definition',
  'crm.objects.companies.read read:company',
  'crm.objects.deals.read read:deal pipelines',
  'crm.objects.companies.write',
  'crm.objects.deals.write write:stage',
  'tickets read:ticket',
  'crm.objects.leads.read read:lead',
  'crm.objects.line_items.read read:product',
  'files read:file write:file',
  'sales-email-read',
].map(words);

/**
 * Checks a key: whose account it opens, which rights it has, and who the rep is. All questions are asked at once.
 *
 * A service key belongs to the account, not to a person, so the rep is who she says she is: the owner with the e-mail of the
 * connect form, the owner found before, or the only one there is. Otherwise `userId` is '' and entries stay without an owner.
 */
export async function verify(io: Io, capabilities: ReadonlySet<Capability>): Promise<ConnectionReport> {
  const [account, rep, ...lacking] = await Promise.all([getAccount(io), findRep(io), ...RIGHTS.map((right) => lacks(right, io))]);
  if (!rep.allowed) lacking.push(['crm.objects.owners.read', 'owners']);
  const lost = new Set<string>(lacking.flat());
  const missing = lacking.flatMap(([what]) => (what === undefined ? [] : [{ what, code: 'missing-scope' }]));
  if (rep.allowed && !rep.owner) missing.push({ what: io.connection.userId ?? '', code: 'owner-unknown' });
  const uiHost = account.uiDomain?.toLowerCase();
  if (uiHost && `https://${uiHost}` !== uiBase(io.connection)) missing.push({ what: uiHost, code: 'other-region' });
  return {
    account: String(account.portalId),
    userId: rep.owner?.id ?? '',
    userName: rep.owner ? ownerName(rep.owner) : '',
    can: [...capabilities].filter((capability) => !lost.has(capability)),
    missing,
    ...(account.companyCurrency && { currency: account.companyCurrency }),
    ...(account.timeZone && { timeZone: account.timeZone }),
  };
}

/** First and last name, else the e-mail, else the id. */
export function ownerName(owner: HubspotOwner): string {
  return [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email || owner.id;
}

/** The right, when the key has it not. */
async function lacks(right: string[], io: Io): Promise<string[]> {
  const [scope = ''] = right;
  const type = typeOfScope(scope);
  const probe = !type ? peekFiles(io) : scope.endsWith('.write') ? probeWrite(io, type) : peek(io, type);
  return unless(
    probe.then(() => []),
    'forbidden',
    right,
  );
}

async function findRep(io: Io): Promise<{ allowed: boolean; owner?: HubspotOwner | undefined }> {
  const known = io.connection.userId?.trim() ?? '';
  // Once nobody, always nobody: that colleagues have left meanwhile must not look like another user having signed in.
  if (!known && io.connection.account !== '') return { allowed: true };
  const isId = known !== '' && !known.includes('@');
  const asked = isId ? unless(getOwner(io, known), 'not-found', undefined).then((owner) => (owner ? [owner] : [])) : findOwners(io, known);
  const found = await unless(asked, 'forbidden', undefined);
  const isRep = ({ archived, type, email }: HubspotOwner) =>
    archived !== true && (isId || (type !== 'QUEUE' && (!known || email?.toLowerCase() === known.toLowerCase())));
  const [owner, another] = (found ?? []).filter(isRep);
  // Who said nothing is the only owner there is, or nobody.
  return { allowed: found !== undefined, owner: known || !another ? owner : undefined };
}
