import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { makeCast } from '../../../sandbox/cast.ts';
import type { Cast } from '../../../sandbox/cast-types.ts';
import { failure } from '../../failure.ts';
import { LIMITED, standIn } from './stand-in.ts';

describe('read and related', () => {
  it('related takes two round trips: the links, then one batch per type', async () => {
    const box = standIn();
    await hubspot.related(box.person('ana-perez'), box.io());
    expect(box.requests[0]).toMatch(/^GET \/crm\/objects\/2026-09\/contacts\//);
    expect([...new Set(box.requests.slice(1).map((each) => each.replace(/\d{5,}/, 'N')))].sort()).toEqual([
      'GET /files/2026-03/files/N',
      'POST /crm/objects/2026-09/companies/batch/read',
      'POST /crm/objects/2026-09/deals/batch/read',
      'POST /crm/objects/2026-09/leads/batch/read',
      'POST /crm/objects/2026-09/notes/search',
    ]);
  });

  it('related asks for the currency of the account when the connection does not know it', async () => {
    const box = standIn();
    const { currency: _, ...connection } = box.vendor.connection;
    await hubspot.related(box.person('ana-perez'), { ...box.io(), connection });
    expect(box.requests).toContain('GET /account-info/2026-09/details');
  });

  it('related shows what a key may see when it lacks rights', async () => {
    const box = standIn();
    const found = await hubspot.related(box.person('ana-perez'), box.io(LIMITED));
    expect(found.map((each) => each.kind)).toEqual(['company']);
  });

  it('read throws forbidden with the scope when the key may not read the record itself', async () => {
    const box = standIn();
    const deal = (await hubspot.related(box.person('ana-perez'), box.io())).find((each) => each.kind === 'deal');
    const error = await failure(hubspot.read(deal?.ref ?? box.person('ana-perez'), box.io(LIMITED)));
    expect(error).toMatchObject({ kind: 'forbidden', code: 'MISSING_SCOPES', field: 'crm.objects.deals.read' });
  });

  it('read of a deal knows stage and currency', async () => {
    const box = standIn();
    const deal = (await hubspot.related(box.person('ana-perez'), box.io())).find((each) => each.kind === 'deal');
    const read = await hubspot.read(deal?.ref ?? box.person('ana-perez'), box.io());
    expect(read).toMatchObject({ kind: 'deal', stageName: 'Presentation Scheduled', amount: { currency: 'MXN' } });
  });

  it('read throws not-found when the record was deleted', async () => {
    const box = standIn();
    const ref = box.person('ana-perez');
    const url = `https://api.hubapi.com/crm/objects/2026-09/contacts/${ref.id}`;
    const headers = { authorization: 'Bearer pat-na1-00000000-sandbox-full' };
    expect((await box.vendor.handle(new Request(url, { method: 'DELETE', headers }))).status).toBe(204);
    expect((await failure(hubspot.read(ref, box.io()))).kind).toBe('not-found');
  });

  it.each([
    { object: 'custom' as const, native: '2-1' },
    { object: 'invoice' as const, native: '0-53' },
  ])('read refuses a $object', async (part) => {
    const box = standIn();
    const error = await failure(hubspot.read({ ...box.person('ana-perez'), ...part }, box.io()));
    expect(error).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    expect(box.requests).toEqual([]);
  });

  it('read asks for mapped fields too', async () => {
    const box = standIn();
    const record = await hubspot.read(box.person('ana-perez'), box.io({ fieldMap: { '0-1': { source: 'lead_source_detail' } } }));
    expect(record.custom).toMatchObject({ lead_source_detail: 'Trade fair' });
  });
});

describe('timeline', () => {
  const long = (count: number): Cast => {
    const cast = makeCast();
    const [sample] = cast.activities.filter((each) => each.system === 'hubspot' && each.kind === 'note' && each.personKey === 'ana-perez');
    if (!sample) throw new RangeError('no note');
    const activities = Array.from({ length: count }, (_, n) => ({
      ...sample,
      key: `n${n}`,
      text: `Note ${n}`,
      at: cast.asOf - ((n * 7919) % count) * 60_000,
    }));
    return { ...cast, activities };
  };

  it('timeline shows every note in order when there are more than one answer holds', async () => {
    const box = standIn(long(730));
    const seen: string[] = [];
    const times: number[] = [];
    let next: string | undefined;
    do {
      const page = await hubspot.timeline(box.person('ana-perez'), { limit: 100, ...(next && { next }) }, box.io());
      seen.push(...page.rows.map((row) => row.text ?? ''));
      times.push(...page.rows.map((row) => row.at));
      next = page.next;
    } while (next);
    expect(new Set(seen).size).toBe(730);
    expect(seen.length).toBe(730);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('timeline neither skips nor repeats when something is logged between two pages', async () => {
    const box = standIn(long(60));
    const ref = box.person('ana-perez');
    const first = await hubspot.timeline(ref, { limit: 20 }, box.io());
    await hubspot.perform({ kind: 'note', text: 'In between', on: [ref], at: box.now }, 'k', box.io());
    const second = await hubspot.timeline(ref, { limit: 100, ...(first.next && { next: first.next }) }, box.io());
    const texts = [...first.rows, ...second.rows].map((row) => row.text);
    expect([texts.length, new Set(texts).size, second.next]).toEqual([60, 60, undefined]);
  });

  it.each(['', 'null', '[1]', '["x"]', '{"a":1}', '["9123"'])('timeline refuses the cursor %s', async (next) => {
    const box = standIn();
    const page = hubspot.timeline(box.person('ana-perez'), { limit: 5, next }, box.io());
    expect((await failure(page)).kind).toBe('invalid');
  });
});

describe('lists', () => {
  it('owners include those who have left, fields say which are custom and fixed', async () => {
    const box = standIn();
    const owners = await hubspot.owners(box.io());
    expect(owners.filter((owner) => !owner.active).map((owner) => owner.name)).toEqual(['Nora Lind']);
    const fields = await hubspot.fields('contact', box.io());
    const byKey = new Map(fields.map((field) => [field.key, field]));
    expect(byKey.get('utm_campaign')).toMatchObject({ custom: true, readOnly: false, label: 'UTM campaign' });
    expect(byKey.get('hs_object_id')).toMatchObject({ custom: false, readOnly: true });
    expect(byKey.get('lifecyclestage')?.options).toHaveLength(4);
    expect(byKey.has('hs_searchable_calculated_phone_number')).toBe(false);
    expect(await failure(hubspot.fields('custom', box.io()))).toMatchObject({ code: 'unsupported' });
  });
});
