import { describe, expect, it } from 'vitest';
import type { RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { answering, aSandbox } from './harness.ts';

const CONNECTION = answering(() => new Response()).connection;

function refs(box: ReturnType<typeof aSandbox>) {
  return (object: RecordRef['object'], native: string, id: string): RecordRef => ({
    system: 'pipedrive',
    account: box.vendor.connection.account,
    object,
    native,
    id,
  });
}
const kindsOf = (records: readonly SystemRecord[]) => new Set(records.map(({ kind }) => kind));

describe('what hangs on a record', () => {
  it('related of a deal has its products with quantity and sum, and its files', async () => {
    const box = aSandbox();
    const ref = refs(box);
    const around = await pipedrive.related(ref('deal', 'deal', '3'), box.io());
    expect(kindsOf(around)).toEqual(new Set(['person', 'company', 'product', 'file']));
    const product = around.find(({ kind }) => kind === 'product');
    expect(product).toMatchObject({
      ref: ref('product', 'product', '1'),
      name: 'Winter tyre 205/55 R16',
      amount: { amountMinor: 338_000, currency: 'KWD' },
      links: [{ role: 'deal', ref: ref('deal', 'deal', '3') }],
      custom: { quantity: 4, item_price: 84.5 },
    });
    const file = around.find(({ kind }) => kind === 'file');
    expect(file).toMatchObject({ name: 'Offer 3.pdf', custom: { file_type: 'pdf', file_size: 20_481 } });
    expect(Object.keys(file?.custom ?? {})).not.toContain('url');
    if (product)
      expect(await pipedrive.read(product.ref, box.io())).toMatchObject({
        kind: 'product',
        amount: { amountMinor: 8_450, currency: 'EUR' },
      });
    if (file) expect(await pipedrive.read(file.ref, box.io())).toMatchObject({ kind: 'file', name: 'Offer 3.pdf' });
  });

  it('related asks for files and products only where the record counts some', async () => {
    const box = aSandbox();
    await pipedrive.related(refs(box)('deal', 'deal', '2'), box.io());
    expect(box.requests.filter((line) => /(files|products)\?/.test(line))).toEqual([]);
    await pipedrive.related(refs(box)('contact', 'person', '5'), box.io());
    expect(box.requests.filter((line) => line.includes('/persons/5/files'))).toHaveLength(1);
  });

  it('a line whose product was deleted for good keeps an id of its own', () => {
    const line = { id: 3, deal_id: 1, product_id: null, name: 'Pencil', sum: 90, currency: 'USD' };
    expect(pipedrive.toRecord('dealproduct', line, CONNECTION)).toMatchObject({
      kind: 'product',
      ref: { id: 'line-3' },
      amount: { amountMinor: 9_000 },
    });
  });

  it('a deleted file is gone', async () => {
    const gone = answering(() => Response.json({ success: true, data: { id: 4, name: 'x.pdf', active_flag: false } }));
    const ref: RecordRef = { system: 'pipedrive', account: 'acme', object: 'file', native: 'file', id: '4' };
    await expect(pipedrive.read(ref, gone)).rejects.toMatchObject({ kind: 'not-found', code: 'deleted' });
  });

  it('timeline asks for calls where the flow knows them', async () => {
    const box = aSandbox();
    await pipedrive.timeline(box.ref('ana-perez'), { limit: 5 }, box.io());
    await pipedrive.timeline(refs(box)('company', 'organization', '1'), { limit: 5 }, box.io());
    const items = box.requests.map((line) => new URLSearchParams(line.split('?')[1]).get('items')?.split(','));
    expect(items.map((each) => each?.includes('call'))).toEqual([true, false]);
  });
});
