import type { CastDeal } from '../cast-types.ts';
import { guidFor, type Row, type Store, stamp } from './store.ts';
import { lookupOf } from './writes.ts';

const DAY_MS = 86_400_000;

/** What hangs on a deal: two lines of products, a quote while it is open, order and invoice once it is won, and the offer as a file. */
export function seedCommerce(
  store: Store,
  opportunity: string,
  deal: CastDeal,
  { owner, company }: { owner: string; company?: string },
): void {
  const row = store.get('opportunity', opportunity) ?? {};
  const total = typeof row.estimatedvalue === 'number' ? row.estimatedvalue : undefined;
  const own = lookupOf('opportunityid', 'opportunity', opportunity);
  const stamps = { createdon: stamp(deal.createdAt), modifiedon: stamp(deal.changedAt), ...lookupOf('ownerid', 'systemuser', owner) };
  const money = {
    _transactioncurrencyid_value: row._transactioncurrencyid_value ?? null,
    _transactioncurrencyid_type: 'transactioncurrency',
  };
  if (total === undefined || total <= 0) return;
  for (const [index, name] of ['Delivery', 'Service, first year'].entries())
    store.put('opportunityproduct', {
      opportunityproductid: guidFor(`product-${deal.key}-${index}`),
      opportunityproductname: name,
      productdescription: name,
      lineitemnumber: index + 1,
      quantity: 1 + index,
      priceperunit: total / 2,
      extendedamount: total / 2,
      ...stamps,
      ...money,
      ...own,
    });
  const customer = company === undefined ? {} : lookupOf('customerid', 'account', company);
  const paper = (native: string, number: string, more: Row) =>
    store.put(native, {
      [`${native}id`]: guidFor(`${native}-${deal.key}`),
      name: deal.title,
      [number]: `${native.slice(0, 3).toUpperCase()}-${guidFor(deal.key).slice(0, 5)}`,
      totalamount: total,
      ...stamps,
      ...money,
      ...own,
      ...customer,
      ...more,
    });
  if (deal.status === 'open')
    paper('quote', 'quotenumber', { statecode: 1, statuscode: 3, effectiveto: stamp(deal.createdAt + 30 * DAY_MS) });
  if (deal.status === 'won') {
    paper('salesorder', 'ordernumber', { statecode: 3, statuscode: 100001 });
    paper('invoice', 'invoicenumber', { statecode: 0, statuscode: 4, duedate: stamp(deal.changedAt + 14 * DAY_MS) });
  }
  store.put('annotation', {
    annotationid: guidFor(`file-${deal.key}`),
    subject: null,
    notetext: null,
    isdocument: true,
    filename: 'offer.pdf',
    mimetype: 'application/pdf',
    filesize: 9,
    documentbody: btoa('%PDF-demo'),
    ...stamps,
    ...lookupOf('objectid', 'opportunity', opportunity),
  });
}
