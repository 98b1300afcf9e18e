import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { wipe } from '../../tests/engine/bench.ts';
import { recordKey } from '../model/records.ts';
import type { SyncedRow } from '../model/sync.ts';
import { storePage } from './record-pages.ts';
import { syncedCustomer } from './synced.ts';

const ref = (object: 'contact' | 'company' | 'deal', id: string) =>
  ({ system: 'hubspot', account: '7', object, native: object, id }) as const;
const [ana, acme, deal] = [ref('contact', '1'), ref('company', '2'), ref('deal', '3')];
const base = { emails: [], phones: [], custom: {} };
const rows: SyncedRow[] = [
  { kind: 'person', ref: ana, name: 'Ana', title: 'CFO', links: [{ role: 'company', ref: acme }], ...base },
  { kind: 'company', ref: acme, name: 'Acme', domains: [], links: [], ...base },
  {
    kind: 'deal',
    ref: deal,
    name: 'Big',
    status: 'open',
    custom: {},
    links: [
      { role: 'contact', ref: ref('contact', '9') },
      { role: 'primary-contact', ref: ana },
    ],
  },
];

beforeEach(async () => {
  await wipe();
  for (const row of rows) await storePage({ connectionId: 'c', object: row.ref.object as 'deal', rows: [row], at: 5 });
});

describe('syncedCustomer', () => {
  it('makes a customer of a person who was never opened, with what she is linked to', async () => {
    const found = await syncedCustomer(recordKey(ana));
    expect(found?.opening).toEqual({
      record: recordKey(ana),
      dossier: recordKey(ana),
      people: [{ ref: ana, name: 'Ana', title: 'CFO' }],
      at: 5,
    });
    expect(found?.customer).toMatchObject({
      kind: 'person',
      anchor: ana,
      parts: [{ connectionId: 'c', state: 'answered', answeredAt: 5 }],
    });
    expect(found?.customer?.parts[0]?.records.map(({ record, link }) => [record.name, link])).toEqual([
      ['Ana', 'anchor'],
      ['Acme', 'related'],
    ]);
  });

  it('leads from a deal to its primary contact', async () => {
    const found = await syncedCustomer(recordKey(deal));
    expect(found?.opening).toMatchObject({ dossier: recordKey(ana), focus: { name: 'Big' } });
    expect(found?.customer?.parts[0]?.records.map(({ record }) => record.name)).toEqual(['Ana', 'Big', 'Acme']);
  });

  it('leads from a company without known people to itself, and from nothing to nothing', async () => {
    expect((await syncedCustomer(recordKey(acme)))?.customer).toMatchObject({ kind: 'company', anchor: acme });
    await storePage({ connectionId: 'c', object: 'contact', rows: [{ ref: ana }], at: 6 });
    expect(await syncedCustomer(recordKey(ana))).toBeUndefined();
  });
});
