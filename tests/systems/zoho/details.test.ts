import { describe, expect, it } from 'vitest';
import type { IdentityKeys, SystemRecord } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { answering, aSandbox } from './harness.ts';

const CONNECTION = answering(() => new Response()).connection;
const NO_KEYS: IdentityKeys = { kind: 'person', emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };

async function everyDeal(box: ReturnType<typeof aSandbox>): Promise<SystemRecord[]> {
  const { rows } = await zoho.changes('deal', undefined, box.io());
  return rows.filter((row): row is SystemRecord => 'kind' in row && row.kind === 'deal');
}

describe('what hangs on a record', () => {
  it('related of a deal has products and files beside people and company', async () => {
    const box = aSandbox();
    const found = [];
    for (const deal of await everyDeal(box)) found.push(...(await zoho.related(deal.ref, box.io())));
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(['person', 'company', 'product', 'file']));
    const product = found.find(({ kind }) => kind === 'product');
    expect(product).toMatchObject({ ref: { object: 'product', native: 'Products' }, amount: { amountMinor: 8_450, currency: 'EUR' } });
    if (product) expect(await zoho.read(product.ref, box.io())).toMatchObject({ kind: 'product', name: 'Winter tyre 205/55 R16' });
    const file = found.find(({ kind }) => kind === 'file');
    if (file) expect(await zoho.read(file.ref, box.io())).toMatchObject({ kind: 'file', name: file.name, ref: file.ref });
    expect(file).toMatchObject({
      name: expect.stringMatching(/^Offer \d+\.pdf$/),
      custom: { Size: '20481' },
      links: [{ role: 'deal', ref: { native: 'Potentials' } }],
    });
  });
});

describe('a converted lead', () => {
  const convertedIn = async (box: ReturnType<typeof aSandbox>) => {
    const { rows } = await zoho.changes('lead', undefined, box.io());
    const lead = rows.find((row): row is SystemRecord => 'mergedInto' in row && 'kind' in row && row.mergedInto !== undefined);
    if (!lead) throw new RangeError('no converted lead');
    return lead;
  };

  it('is read and listed, and says what it became', async () => {
    const box = aSandbox();
    const lead = await convertedIn(box);
    expect(lead.mergedInto).toMatchObject({ object: 'contact', native: 'Contacts' });
    expect(await zoho.read(lead.ref, box.io())).toMatchObject({ kind: 'person', ref: lead.ref, mergedInto: lead.mergedInto });
    const around = await zoho.related(lead.ref, box.io());
    expect(around.map(({ ref }) => ref)).toContainEqual(lead.mergedInto);
  });

  it('is not found beside the contact it became, and found when that one is gone', async () => {
    const box = aSandbox();
    const lead = await convertedIn(box);
    const emails = lead.kind === 'person' ? lead.emails : [];
    expect(emails.length).toBeGreaterThan(0);
    const found = await zoho.find({ ...NO_KEYS, emails }, box.io());
    expect(found.map(({ ref }) => ref)).toContainEqual(lead.mergedInto);
    expect(found.map(({ ref }) => ref)).not.toContainEqual(lead.ref);
  });

  it('is told by the vendor’s older column too', () => {
    const raw = { id: '1', Last_Name: 'X', $converted_detail: { contact: '2', account: '3', deal: null } };
    expect(zoho.toRecord('Leads', raw, CONNECTION)).toMatchObject({
      mergedInto: { object: 'contact', id: '2' },
      links: [
        { role: 'company', ref: { id: '3' } },
        { role: 'contact', ref: { id: '2' } },
      ],
    });
  });
});
