import { describe, expect, it } from 'vitest';
import { amocrm } from '../../../lib/systems/amocrm/index.ts';
import type { Action, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { aConnection, problem, type StandIn, standIn } from './stand-in.ts';

/** The first deal of the account that has products. */
async function sold(world: StandIn): Promise<{ ref: RecordRef; rows: SystemRecord[] }> {
  const { rows } = await amocrm.changes('deal', undefined, world.io());
  for (const row of rows) {
    const found = await amocrm.related(row.ref, world.io());
    if (found.some(({ kind }) => kind === 'product') && found.some(({ kind }) => kind === 'file')) return { ref: row.ref, rows: found };
  }
  throw new RangeError('no deal with products');
}

describe('products and files of a deal', () => {
  it('related brings products with price and quantity, and files, in two steps', async () => {
    const world = standIn();
    const { ref } = await sold(world);
    world.requests.length = 0;
    const rows = await amocrm.related(ref, world.io());
    expect(rows.filter(({ kind }) => kind === 'product')[0]).toMatchObject({
      name: 'Станок токарный',
      amount: { amountMinor: 85_000_000, currency: 'RUB' },
      custom: { quantity: 1, PRICE: '850000' },
      ref: { object: 'product', native: 'catalogs/4521', id: '525439' },
    });
    expect(rows.find(({ kind }) => kind === 'file')).toMatchObject({
      name: 'Коммерческое предложение.pdf',
      ref: { object: 'file', native: 'leads/notes' },
      links: [{ role: 'parent', ref }],
      url: `https://vektordemo.amocrm.ru/leads/detail/${ref.id}`,
    });
    expect(world.requests.slice(0, 2).sort()).toEqual([`GET /api/v4/leads/${ref.id}`, `GET /api/v4/leads/${ref.id}/notes`]);
    expect(world.requests).toContain('GET /api/v4/catalogs/4521/elements');
  });

  it('read answers for each of them, and nothing hangs on them', async () => {
    const world = standIn();
    const { rows } = await sold(world);
    for (const kind of ['product', 'file']) {
      const row = rows.find((each) => each.kind === kind) ?? expect.fail();
      expect(await amocrm.read(row.ref, world.io())).toMatchObject({ kind, name: row.name, ref: row.ref });
      expect(await amocrm.related(row.ref, world.io())).toEqual([]);
    }
  });

  it.each([
    { object: 'product', native: 'catalogs/../users', id: '1' },
    { object: 'file', native: 'leads/notes', id: '1/../2' },
    { object: 'file', native: 'users/notes', id: '1' },
  ] as const)('read asks nobody for %j', async (odd) => {
    const world = standIn();
    const ref: RecordRef = { ...world.person('ivan-petrov'), ...odd };
    await expect(amocrm.read(ref, world.io())).rejects.toMatchObject({ kind: 'invalid' });
    expect(world.requests).toEqual([]);
  });

  it('toRecord reads a thing of a list and an attachment from their documents', () => {
    const element = {
      id: 1,
      catalog_id: 7,
      name: 'Вал',
      custom_fields_values: [{ field_code: 'PRICE', field_type: 'price', values: [{ value: '12.50' }] }],
    };
    expect(amocrm.toRecord('catalogs/7/elements', element, aConnection())).toMatchObject({
      kind: 'product',
      name: 'Вал',
      amount: { amountMinor: 1250, currency: 'RUB' },
    });
    const note = { id: 5, entity_id: 9, note_type: 'attachment', params: { file_uuid: 'u', file_name: 'a.pdf' } };
    expect(amocrm.toRecord('contacts/notes', note, aConnection())).toMatchObject({
      kind: 'file',
      name: 'a.pdf',
      custom: { file_uuid: 'u' },
    });
  });
});

describe('the rep’s own sign-in', () => {
  const session = { kind: 'session' } as const;

  it('reads and writes with the browser’s cookies and no token', async () => {
    const world = standIn();
    const seen: (string | null)[] = [];
    const io = world.answering(
      (request) => {
        seen.push(request.headers.get('authorization'));
        const headers = new Headers(request.headers);
        headers.set('cookie', 'a=b; session_id=sandbox');
        return world.vendor.handle(new Request(request, { headers }));
      },
      { credentials: session },
    );
    expect(await amocrm.verify(io)).toMatchObject({ account: 'vektordemo', userId: '504101' });
    await amocrm.perform({ kind: 'note', text: 'Без ключа', on: [world.person('ivan-petrov')], at: world.now }, 'k', io);
    expect(world.effects).toHaveLength(1);
    expect(seen.every((header) => header === null)).toBe(true);
  });

  it('is over when the sign-in page answers', async () => {
    const world = standIn();
    const io = world.io({ credentials: session });
    await expect(amocrm.read(world.person('ivan-petrov'), io)).rejects.toMatchObject({ kind: 'auth' });
    const note: Action = { kind: 'note', text: 'x', on: [world.person('ivan-petrov')], at: 1 };
    await expect(amocrm.perform(note, 'k', io)).rejects.toMatchObject({ kind: 'auth' });
  });

  it('is told apart when the vendor refuses the write for its origin', async () => {
    const world = standIn();
    const io = world.answering((request) => (request.method === 'GET' ? world.vendor.handle(request) : problem(403)));
    const note: Action = { kind: 'note', text: 'x', on: [world.person('ivan-petrov')], at: 1 };
    await expect(amocrm.perform(note, 'k', io)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
