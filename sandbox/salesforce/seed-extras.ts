import { insertVersion } from './documents.ts';
import type { Org } from './org.ts';
import { DAY_MS, type Ids, stamps } from './seed.ts';
import type { Row } from './tables.ts';

/** A few people have asked for help: every ninth contact, and every other one of those is content by now. */
export function seedCases(org: Org, ids: Ids): void {
  const { asOf } = org.context.cast;
  const asking = org.tables.all('Contact').filter((_, at) => at % 9 === 0);
  asking.forEach((contact, at) => {
    const closed = at % 2 === 1;
    const changedAt = asOf - (at + 1) * 7 * DAY_MS;
    org.tables.insert('Case', {
      CaseNumber: String(at + 1001).padStart(8, '0'),
      Subject: closed ? 'Invoice copy requested' : 'Delivery arrived damaged',
      Description: 'Came in by e-mail.',
      Status: closed ? 'Closed' : 'New',
      Priority: closed ? 'Low' : 'High',
      Origin: 'Email',
      IsClosed: closed,
      ClosedDate: closed ? org.stamp(changedAt) : null,
      ContactId: contact.Id,
      AccountId: contact.AccountId,
      CurrencyIsoCode: 'EUR',
      ...stamps(org, ids, { createdAt: changedAt - DAY_MS, changedAt, ownerIndex: 0 }),
    });
  });
}

/** Two products on every deal with an amount. */
export function seedProducts(org: Org, deal: Row): void {
  const total = Number(deal.Amount ?? 0);
  if (total <= 0) return;
  const half = Math.floor(total / 20) * 10;
  const lines = [
    { Name: `${deal.Name} Licence`, ProductCode: 'LIC-10', Quantity: 10, TotalPrice: half },
    { Name: `${deal.Name} Onboarding`, ProductCode: 'ONB', Quantity: 1, TotalPrice: total - half },
  ];
  const { CurrencyIsoCode, CreatedDate, SystemModstamp } = deal;
  for (const line of lines) {
    const UnitPrice = line.TotalPrice / line.Quantity;
    org.tables.insert('OpportunityLineItem', { ...line, UnitPrice, OpportunityId: deal.Id, CurrencyIsoCode, CreatedDate, SystemModstamp });
  }
}

/** Every seventh contact has an offer as a file and a scan as an attachment of the old kind. */
export function seedFiles(org: Org, ids: Ids): void {
  const { asOf } = org.context.cast;
  org.tables.all('Contact').forEach((contact, at) => {
    if (at % 7 !== 0) return;
    const common = stamps(org, ids, { createdAt: asOf - (at + 1) * DAY_MS, changedAt: asOf - at * DAY_MS, ownerIndex: 0 });
    const VersionData = btoa(`offer ${at}`);
    insertVersion(org, { Title: `Offer ${at + 1}`, PathOnClient: 'offer.pdf', VersionData, FirstPublishLocationId: contact.Id, ...common });
    const scan = { Name: 'scan.png', ContentType: 'image/png', BodyLength: 2048, ParentId: contact.Id };
    org.tables.insert('Attachment', { ...scan, ...common });
  });
}
