import { type Account, PORTAL } from './account.ts';
import { invalid, json } from './answers.ts';
import { iso, type Owner } from './seed.ts';
import { STAGES } from './stages.ts';

/** GET account-info details. */
export function accountDetails(account: Account) {
  return {
    portalId: Number(PORTAL),
    accountType: 'STANDARD',
    timeZone: 'Europe/Madrid',
    companyCurrency: 'EUR',
    additionalCurrencies: [...new Set(account.context.cast.deals.map((deal) => deal.currency))].filter((code) => code !== 'EUR'),
    utcOffset: '+01:00',
    utcOffsetMilliseconds: 3_600_000,
    uiDomain: 'app.hubspot.com',
    dataHostingLocation: 'na1',
  };
}

/** GET owners: the deactivated ones only when asked for. */
export function ownerList(account: Account, correlationId: string, url: URL): Response {
  const limit = Number(url.searchParams.get('limit') ?? 100);
  const after = Number(url.searchParams.get('after') ?? 0);
  if (!(limit >= 1 && limit <= 500) || !Number.isInteger(after)) return invalid(correlationId, 'limit must be between 1 and 500');
  const archived = url.searchParams.get('archived') === 'true';
  const email = url.searchParams.get('email')?.toLowerCase();
  const rows = account.owners.filter((owner) => owner.archived === archived && (!email || owner.email === email));
  const next = after + limit < rows.length ? { paging: { next: { after: String(after + limit), link: url.href } } } : {};
  return json({ results: rows.slice(after, after + limit).map(ownerOf), ...next });
}

/** An owner as the API shows one; who has left has no user id any more. */
export function ownerOf(owner: Owner) {
  const { archived, userId } = owner;
  const active = archived ? {} : { userId };
  const stamp = '2024-03-01T09:00:00.000Z';
  const { id, email, firstName, lastName } = owner;
  return {
    id,
    email,
    type: 'PERSON',
    firstName,
    lastName,
    ...active,
    userIdIncludingInactive: userId,
    createdAt: stamp,
    updatedAt: stamp,
    archived,
  };
}

/** The default pipeline, whose stamps are the beginning of time. */
export function salesPipeline() {
  const stamps = { createdAt: iso(0), updatedAt: iso(0), archived: false };
  const stages = STAGES.map((stage, displayOrder) => ({
    id: stage.id,
    label: stage.label,
    displayOrder,
    metadata: { isClosed: stage.isClosed, probability: stage.probability },
    writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
    ...stamps,
  }));
  return { id: 'default', label: 'Sales Pipeline', displayOrder: 0, stages, ...stamps };
}
