import type { Capability, ConnectionReport, Io } from '../contract.ts';
import { unless } from '../refusals.ts';
import { findOwners, getAccount, getOwner, peek, peekFiles, probeWrite } from './api.ts';
import { uiBase } from './map.ts';
import { COMPANY, CONTACT, DEAL, EMAIL, LEAD, LINE_ITEM, TICKET } from './objects.ts';
import type { HubspotOwner } from './schema.ts';

/** A right, how to find out about it, and what cannot be done without it. */
interface Probe {
  scope: string;
  ask(io: Io): Promise<void>;
  without: readonly Capability[];
}

const PROBES: readonly Probe[] = [
  {
    scope: 'crm.objects.contacts.read',
    ask: (io) => peek(io, CONTACT),
    without: ['read:contact', 'find', 'timeline', 'related', 'changes'],
  },
  {
    scope: 'crm.objects.contacts.write',
    ask: (io) => probeWrite(io, CONTACT),
    without: [
      ...(['write:note', 'write:task', 'write:task-change', 'write:call', 'write:meeting', 'write:field'] as const),
      ...(['write:owner', 'write:score', 'write:file', 'write:create'] as const),
    ],
  },
  { scope: 'crm.objects.companies.read', ask: (io) => peek(io, COMPANY), without: ['read:company'] },
  { scope: 'crm.objects.deals.read', ask: (io) => peek(io, DEAL), without: ['read:deal', 'pipelines'] },
  { scope: 'crm.objects.companies.write', ask: (io) => probeWrite(io, COMPANY), without: [] },
  { scope: 'crm.objects.deals.write', ask: (io) => probeWrite(io, DEAL), without: ['write:stage'] },
  { scope: 'tickets', ask: (io) => peek(io, TICKET), without: ['read:ticket'] },
  { scope: 'crm.objects.leads.read', ask: (io) => peek(io, LEAD), without: ['read:lead'] },
  { scope: 'crm.objects.line_items.read', ask: (io) => peek(io, LINE_ITEM), without: ['read:product'] },
  { scope: 'files', ask: peekFiles, without: ['read:file', 'write:file'] },
  { scope: 'sales-email-read', ask: (io) => peek(io, EMAIL), without: [] },
];

/**
 * Checks a key: whose account it opens, which rights it has, and who the rep is. All questions are asked at once.
 *
 * A service key belongs to the account, not to a person, so the rep is who she says she is: the owner with the e-mail of the
 * connect form, the owner found before, or the only one there is. Otherwise `userId` is '' and entries stay without an owner.
 */
export async function verify(io: Io, capabilities: ReadonlySet<Capability>): Promise<ConnectionReport> {
  const [account, rep, ...lacking] = await Promise.all([getAccount(io), findRep(io), ...PROBES.map((probe) => lacks(probe, io))]);
  const lost = new Set(lacking.flatMap((probe) => probe?.without ?? []));
  const missing = lacking.flatMap((probe) => (probe ? [{ what: probe.scope, code: 'missing-scope' }] : []));
  if (!rep.allowed) missing.push({ what: 'crm.objects.owners.read', code: 'missing-scope' });
  else if (!rep.owner) missing.push({ what: io.connection.userId ?? '', code: 'owner-unknown' });
  const uiHost = account.uiDomain?.toLowerCase();
  if (uiHost && `https://${uiHost}` !== uiBase(io.connection)) missing.push({ what: uiHost, code: 'other-region' });
  return {
    account: String(account.portalId),
    userId: rep.owner?.id ?? '',
    userName: rep.owner ? ownerName(rep.owner) : '',
    can: [...capabilities].filter((capability) => !lost.has(capability) && (rep.allowed || capability !== 'owners')),
    missing,
    ...(account.companyCurrency && { currency: account.companyCurrency }),
    ...(account.timeZone && { timeZone: account.timeZone }),
  };
}

/** First and last name, else the e-mail, else the id. */
export function ownerName(owner: HubspotOwner): string {
  return [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email || owner.id;
}

async function lacks(probe: Probe, io: Io): Promise<Probe | undefined> {
  return unless(
    probe.ask(io).then(() => undefined),
    'forbidden',
    probe,
  );
}

async function findRep(io: Io): Promise<{ allowed: boolean; owner?: HubspotOwner }> {
  const known = io.connection.userId?.trim();
  // Once nobody, always nobody: that colleagues have left meanwhile must not look like another user having signed in.
  if (!known && io.connection.account !== '') return { allowed: true };
  const asked = known && !known.includes('@') ? ownerById(io, known) : ownerByEmail(io, known);
  const owner = await unless(asked, 'forbidden', 'refused' as const);
  return owner === 'refused' ? { allowed: false } : { allowed: true, ...(owner && { owner }) };
}

async function ownerById(io: Io, id: string): Promise<HubspotOwner | undefined> {
  const owner = await unless(getOwner(io, id), 'not-found', undefined);
  return owner?.archived === true ? undefined : owner;
}

async function ownerByEmail(io: Io, email: string | undefined): Promise<HubspotOwner | undefined> {
  const owners = (await findOwners(io, email || undefined)).filter((owner) => owner.archived !== true && owner.type !== 'QUEUE');
  return email ? owners.find((owner) => owner.email?.toLowerCase() === email.toLowerCase()) : owners.length === 1 ? owners[0] : undefined;
}
