import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activity, Io, RecordRef, SystemRecord, Tombstone } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { LIMITED_TOKEN } from '../../../sandbox/hubspot/index.ts';
import { failure } from '../../failure.ts';
import { type StandIn, standIn } from './stand-in.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const MINUTE = 60_000;
type Row = SystemRecord | Activity | Tombstone;

async function run(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<{ rows: Row[]; cursor: string }> {
  const rows: Row[] = [];
  for (let from = cursor, page = 0; page < 200; page++) {
    const answer = await hubspot.changes(object, from, io);
    rows.push(...answer.rows);
    from = answer.cursor;
    if (!answer.more) return { rows, cursor: from };
  }
  throw new RangeError('no end');
}
async function call(box: StandIn, method: string, path: string, body?: unknown) {
  const headers = { authorization: 'Bearer pat-na1-00000000-sandbox-full' };
  const url = `https://api.hubapi.com/crm/objects/2026-09/${path}`;
  return box.vendor.handle(new Request(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }));
}
const rename = (box: StandIn, ref: RecordRef, firstname: string) =>
  call(box, 'PATCH', `contacts/${ref.id}`, { properties: { firstname } }).then(() => undefined);
const names = (rows: readonly Row[]) => rows.map((row) => ('name' in row ? row.name : row));

describe('changes', () => {
  it.each(['contact', 'company', 'deal'] as const)('changes tells every %s once and then nothing when nothing happens', async (object) => {
    const box = standIn();
    const first = await run(object, undefined, box.io());
    const ids = first.rows.map((row) => row.ref.id);
    expect(ids.length).toBeGreaterThan(5);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await run(object, first.cursor, box.io())).rows).toEqual([]);
    box.now += 60 * MINUTE;
    expect((await run(object, first.cursor, box.io())).rows).toEqual([]);
  });

  it('changes tells a record as whole as reading it does', async () => {
    const box = standIn();
    for (const object of ['contact', 'company', 'deal'] as const) {
      const { rows } = await run(object, undefined, box.io());
      for (const row of rows.slice(0, 12)) expect(row).toEqual(await hubspot.read(row.ref, box.io()));
    }
  });

  it('changes tells what is written, once, although runs overlap', async () => {
    const box = standIn();
    let { cursor } = await run('contact', undefined, box.io());
    for (const name of ['Anna', 'Anne', 'Ann']) {
      box.now += MINUTE;
      await rename(box, box.person('ana-perez'), name);
      const next = await run('contact', cursor, box.io());
      expect(names(next.rows)).toEqual([expect.stringMatching(`^${name} `)]);
      cursor = next.cursor;
    }
    expect((await run('contact', cursor, box.io())).rows).toEqual([]);
  });

  it('changes sees what the search index showed too late', async () => {
    const box = standIn();
    let { cursor } = await run('contact', undefined, box.io());
    box.searchLagMs = 90_000;
    await rename(box, box.person('ana-perez'), 'Late');
    box.now += MINUTE;
    const early = await run('contact', cursor, box.io());
    expect(early.rows).toEqual([]);
    box.now += MINUTE;
    ({ cursor } = early);
    expect(names((await run('contact', cursor, box.io())).rows)).toEqual([expect.stringMatching('^Late ')]);
  });

  it('changes goes by the clock of HubSpot when the rep’s is wrong', async () => {
    const box = standIn();
    const fast: Io = { ...box.io(), now: () => box.now + 86_400_000 };
    const { cursor } = await run('contact', undefined, fast);
    box.now += MINUTE;
    await rename(box, box.person('ana-perez'), 'Anna');
    expect((await run('contact', cursor, fast)).rows).toHaveLength(1);
  });

  it('changes never asks past 200 rows by offset, and goes on by id when thousands bear the same moment', async () => {
    const box = standIn();
    const count = 1_050;
    const bodies: { after?: unknown; filterGroups?: { filters: { propertyName: string; operator: string; value: string }[] }[] }[] = [];
    const all = Array.from({ length: count }, (_, n) => String(9_007_199_254_740_993n + BigInt(n) * 3n));
    const stamp = new Date(box.now).toISOString();
    const io = box.answering(async (request) => {
      if (!request.url.endsWith('/search')) return Response.json({ results: [] });
      const body = await request.json();
      bodies.push(body);
      const from = BigInt(
        body.filterGroups?.[0]?.filters.find((each: { propertyName: string }) => each.propertyName === 'hs_object_id')?.value ?? 0,
      );
      const rest = all.filter((id) => BigInt(id) >= from);
      const results = rest.slice(0, body.limit).map((id) => ({ id, properties: { lastmodifieddate: stamp } }));
      return Response.json({
        total: rest.length,
        results,
        ...(rest.length > body.limit && { paging: { next: { after: String(body.limit) } } }),
      });
    });
    const { rows } = await run('contact', undefined, io);
    expect(rows.map((row) => row.ref.id)).toEqual(all);
    expect(bodies).toHaveLength(6);
    expect(bodies.every((body) => body.after === undefined)).toBe(true);
    expect(bodies.at(-1)?.filterGroups?.[0]?.filters.map((each) => `${each.propertyName} ${each.operator}`)).toEqual([
      'lastmodifieddate LTE',
      'hs_object_id GTE',
    ]);
  });

  it('changes stops instead of going round when an account ignores the ids', async () => {
    const io = standIn().answering((request) =>
      Response.json(
        request.url.endsWith('/search') ? { results: [{ id: '5', properties: {} }], paging: { next: { after: '1' } } } : { results: [] },
      ),
    );
    const first = await hubspot.changes('contact', undefined, io);
    expect(await failure(hubspot.changes('contact', first.cursor, io))).toMatchObject({ kind: 'protocol', code: 'no-progress' });
  });

  it('changes tells a delete once, with its moment, after the first run', async () => {
    const box = standIn();
    const ref = box.person('ana-perez');
    const [other] = (await run('contact', undefined, box.io())).rows.filter((row) => row.ref.id !== ref.id);
    await call(box, 'DELETE', `contacts/${other?.ref.id}`);
    box.now += 20 * MINUTE;
    const { cursor } = await run('contact', undefined, box.io());
    box.now += 20 * MINUTE;
    await call(box, 'DELETE', `contacts/${ref.id}`);
    const next = await run('contact', cursor, box.io());
    expect(next.rows).toEqual([{ ref, deletedAt: box.now }]);
    expect((await run('contact', next.cursor, box.io())).rows).toEqual([]);
  });

  it('changes does not bring back what was deleted when the index still shows its last state', async () => {
    const box = standIn();
    const ref = box.person('ana-perez');
    let { cursor } = await run('contact', undefined, box.io());
    box.searchLagMs = 20_000;
    await rename(box, ref, 'Last');
    box.now += 1_000;
    await call(box, 'DELETE', `contacts/${ref.id}`);
    const first = await run('contact', cursor, box.io());
    expect(first.rows).toEqual([{ ref, deletedAt: box.now }]);
    ({ cursor } = first);
    box.now += 19_500;
    expect((await run('contact', cursor, box.io())).rows).toEqual([]);
  });

  it('changes leaves a full recycling bin alone for a while', async () => {
    const box = standIn();
    let reads = 0;
    const io = box.answering((request) => {
      const url = new URL(request.url);
      if (url.searchParams.get('archived') !== 'true') return box.vendor.handle(request);
      reads += 1;
      const at = Number(url.searchParams.get('after') ?? 0);
      return Response.json({ results: [], ...(at < 9 && { paging: { next: { after: String(at + 1) } } }) });
    });
    let { cursor } = await run('contact', undefined, io);
    expect(reads).toBe(0);
    for (const [wait, expected] of [
      [MINUTE, 10],
      [MINUTE, 10],
      [10 * MINUTE, 20],
    ] as const) {
      box.now += wait;
      ({ cursor } = await run('contact', cursor, io));
      expect(reads).toBe(expected);
    }
  });

  it('changes says into whom a contact was merged', async () => {
    const box = standIn();
    const [winner, loser] = [box.person('ana-perez'), box.person('zoe-rocket')];
    const { cursor } = await run('contact', undefined, box.io());
    box.now += MINUTE;
    expect((await call(box, 'POST', 'contacts/merge', { primaryObjectId: winner.id, objectIdToMerge: loser.id })).status).toBe(200);
    const { rows } = await run('contact', cursor, box.io());
    expect(rows.find((row) => row.ref.id === winner.id)).toMatchObject({ kind: 'person' });
    expect(rows.filter((row) => row.ref.id === loser.id)).toEqual([{ ref: loser, mergedInto: winner }]);
    expect(await hubspot.read(loser, box.io())).toMatchObject({ ref: loser, mergedInto: winner });
  });

  it('changes of activities tells all five kinds with what they are about', async () => {
    const box = standIn();
    const first = await run('activity', undefined, box.io());
    const rows = first.rows as Activity[];
    expect(new Set(rows.map((row) => row.kind))).toEqual(new Set(['note', 'task', 'call', 'meeting', 'email']));
    expect(rows.length).toBeGreaterThan(250);
    expect(rows.every((row) => row.on.length > 0)).toBe(true);
    expect(new Set(rows.map((row) => `${row.ref.native} ${row.ref.id}`)).size).toBe(rows.length);
    box.now += MINUTE;
    const on = [box.person('ana-perez')];
    const { refs } = await hubspot.perform({ kind: 'note', text: 'New', on, at: box.now }, 'k', box.io());
    const next = await run('activity', first.cursor, box.io());
    expect(next.rows).toMatchObject([{ ref: refs[0], kind: 'note', text: 'New', on }]);
    await call(box, 'DELETE', `notes/${refs[0]?.id}`);
    expect((await run('activity', next.cursor, box.io())).rows).toEqual([{ ref: refs[0], deletedAt: box.now }]);
  });

  it('changes shows what a key may see, and says so when it may not see the records themselves', async () => {
    const box = standIn();
    const limited = box.io({ credentials: { kind: 'token', token: LIMITED_TOKEN } });
    const kinds = new Set(((await run('activity', undefined, limited)).rows as Activity[]).map((row) => row.kind));
    expect(kinds).toEqual(new Set(['note', 'task', 'call', 'meeting']));
    expect((await failure(hubspot.changes('deal', undefined, limited))).kind).toBe('forbidden');
  });

  it('changes reads mapped fields beside when they do not fit into a search', async () => {
    const box = standIn();
    const many = Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`f${n}`, `a_property_with_a_very_long_name_indeed_${n}`]));
    const io = box.io({ fieldMap: { '0-1': { ...many, source: 'lead_source_detail' } } });
    const { rows } = await run('contact', undefined, io);
    expect(rows.find((row) => row.ref.id === box.person('ana-perez').id)).toMatchObject({ custom: { lead_source_detail: 'Trade fair' } });
    expect(box.requests).toContain('POST /crm/objects/2026-09/contacts/batch/read');
    box.requests.forEach((request, n) => {
      if (request.endsWith('/search')) expect(JSON.stringify(box.bodies[n]).length).toBeLessThanOrEqual(3_000);
    });
  });

  it.each(['', 'garbage', btoa('5'), btoa('{"last":"x"}'), btoa('{"type":9}')])('changes refuses the cursor "%s"', async (cursor) => {
    const box = standIn();
    expect(await failure(hubspot.changes('contact', cursor, box.io()))).toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    expect(box.requests).toEqual([]);
  });

  it('changes refuses what it cannot follow without asking', async () => {
    const box = standIn();
    expect(await failure(hubspot.changes('order', undefined, box.io()))).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    expect(box.requests).toEqual([]);
  });

  it(`changes brings a copy to the account's state whatever happens in between (seed ${SEED})`, async () => {
    const step = fc.record({
      what: fc.constantFrom('rename', 'delete', 'create', 'wait', 'run'),
      who: fc.nat(40),
      wait: fc.integer({ min: 1, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.constantFrom(0, 20_000), async (steps, lag) => {
        const box = standIn();
        box.searchLagMs = lag;
        const copy = new Map<string, string>();
        let cursor: string | undefined;
        const follow = async () => {
          const next = await run('contact', cursor, box.io());
          for (const row of next.rows) 'name' in row ? copy.set(row.ref.id, row.name) : copy.delete(row.ref.id);
          ({ cursor } = next);
        };
        await follow();
        const ids = [...copy.keys()];
        for (const { what, who, wait } of steps) {
          const id = ids[who % ids.length] ?? '';
          if (what === 'rename') await call(box, 'PATCH', `contacts/${id}`, { properties: { lastname: `N${wait}` } });
          if (what === 'delete') await call(box, 'DELETE', `contacts/${id}`);
          if (what === 'create') await call(box, 'POST', 'contacts', { properties: { firstname: `C${wait}` }, associations: [] });
          if (what === 'wait') box.now += wait * MINUTE;
          if (what === 'run') await follow();
        }
        box.now += MINUTE;
        await follow();
        const truth = await run('contact', undefined, box.io());
        expect(new Map([...copy].sort())).toEqual(
          new Map(truth.rows.map((row) => [row.ref.id, 'name' in row ? row.name : '']).sort() as [string, string][]),
        );
      }),
      { seed: SEED, numRuns: 25 },
    );
  });
});
