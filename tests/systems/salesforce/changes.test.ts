import { describe, expect, it } from 'vitest';
import type { RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { rest, setUp } from './stage.ts';

const MINUTE_MS = 60_000;

type Stage = ReturnType<typeof setUp>;
type Object = Parameters<typeof salesforce.changes>[0];

/** Every page from `cursor` to the end. */
async function all(stage: Stage, object: Object, cursor?: string) {
  const rows: { ref: RecordRef }[] = [];
  let from = cursor;
  for (let page = 0; page < 30; page++) {
    const answer = await salesforce.changes(object, from, stage.io);
    rows.push(...answer.rows);
    from = answer.cursor;
    if (!answer.more) return { rows, cursor: from };
  }
  throw new RangeError('no end');
}

const ids = (rows: { ref: RecordRef }[]) => rows.map(({ ref }) => ref.id);

describe('salesforce changes', () => {
  it.each(['contact', 'lead', 'company', 'deal', 'ticket', 'activity'] as const)(
    'tells every %s once at first, and nothing then',
    async (object) => {
      const stage = setUp();
      const first = await all(stage, object);
      expect(first.rows.length).toBeGreaterThan(5);
      expect(new Set(ids(first.rows)).size).toBe(first.rows.length);
      expect(first.rows.every(({ ref }) => ref.object === object)).toBe(true);
      expect((await all(stage, object, first.cursor)).rows).toEqual([]);
    },
  );

  it('tells what was written since, in the order of its stamps, and a second change within the same second', async () => {
    const stage = setUp();
    const { cursor } = await all(stage, 'contact');
    const contact = stage.person('james-oneil');
    const rename = (Title: string) => rest(stage, 'PATCH', `/sobjects/Contact/${contact.id}`, { Title });
    await rename('First');
    const second = await all(stage, 'contact', cursor);
    expect(second.rows).toMatchObject([{ ref: contact, title: 'First', companyName: "O'Neil & Sons Haulage, Inc." }]);
    await rename('Second');
    const third = await all(stage, 'contact', second.cursor);
    expect(third.rows).toMatchObject([{ ref: contact, title: 'Second' }]);
    expect((await all(stage, 'contact', third.cursor)).rows).toEqual([]);
  });

  it('finds a row that was committed behind the cursor', async () => {
    const stage = setUp();
    const { cursor } = await all(stage, 'lead');
    await rest(stage, 'POST', '/sobjects/Lead', { LastName: 'On time', Company: 'C' });
    const next = await all(stage, 'lead', cursor);
    stage.pass(-5 * MINUTE_MS);
    await rest(stage, 'POST', '/sobjects/Lead', { LastName: 'Late', Company: 'C' });
    stage.pass(5 * MINUTE_MS);
    expect((await all(stage, 'lead', next.cursor)).rows).toMatchObject([{ name: 'Late' }]);
  });

  it('goes on within equal stamps when a page ends between them', async () => {
    const stage = setUp();
    const { cursor } = await all(stage, 'lead');
    stage.pass(60 * MINUTE_MS);
    const records = Array.from({ length: 200 }, (_, n) => ({ attributes: { type: 'Lead' }, LastName: `Bulk ${n}`, Company: 'C' }));
    for (let batch = 0; batch < 3; batch++) await rest(stage, 'POST', '/composite/sobjects', { allOrNone: true, records });
    const { rows } = await all(stage, 'lead', cursor);
    expect(new Set(ids(rows)).size).toBe(600);
    expect(rows).toHaveLength(600);
  });

  it('tells deletes of records and activities as tombstones', async () => {
    const stage = setUp();
    for (const [object, native] of [
      ['lead', 'Lead'],
      ['activity', 'Task'],
      ['activity', 'Event'],
      ['deal', 'Opportunity'],
    ] as const) {
      const { rows, cursor } = await all(stage, object);
      const ref = rows.find((row) => row.ref.native === native)?.ref ?? expect.fail(native);
      await rest(stage, 'DELETE', `/sobjects/${native}/${ref.id}`);
      const gone = { ref, deletedAt: Math.floor(stage.io.now() / 1000) * 1000 };
      expect((await all(stage, object, cursor)).rows).toEqual([gone]);
    }
  });

  it('tells the loser of a merge as a tombstone that names its master', async () => {
    const loser = {
      Id: '003Nw0000000002IAA',
      IsDeleted: true,
      MasterRecordId: '003Nw0000000001',
      SystemModstamp: '2026-11-20T10:00:00.000+0000',
    };
    const body = { compositeResponse: [{ referenceId: 'Contact', httpStatusCode: 200, body: { done: true, records: [loser] } }] };
    const { io } = setUp({ answer: () => Response.json(body) });
    const { rows } = await salesforce.changes('contact', undefined, io);
    expect(rows).toMatchObject([
      {
        ref: { id: loser.Id },
        deletedAt: Date.UTC(2026, 10, 20, 10),
        mergedInto: { native: 'Contact', id: expect.stringMatching(/^003Nw0000000001.{3}$/) },
      },
    ]);
  });

  it('asks for one call a page and goes on when the server has split one', async () => {
    const stage = setUp();
    await salesforce.changes('activity', undefined, stage.io);
    expect(stage.requests.map(({ url }) => url.pathname.split('/').at(-1))).toEqual(['composite']);
    const row = { Id: '003Nw0000000001IAA', LastName: 'One', SystemModstamp: '2026-11-20T10:00:00.000+0000' };
    const answer = { done: false, nextRecordsUrl: '/services/data/v67.0/query/0r8-1', records: [row] };
    const split = setUp({
      answer: () => Response.json({ compositeResponse: [{ referenceId: 'Contact', httpStatusCode: 200, body: answer }] }),
    });
    expect(await salesforce.changes('contact', undefined, split.io)).toMatchObject({ rows: [{ name: 'One' }], more: true });
  });

  it('throws protocol, rather than to read for ever, when a full page does not say where it ends', async () => {
    const records = Array.from({ length: 200 }, (_, n) => ({ Id: `x${n}` }));
    const body = { compositeResponse: [{ referenceId: 'Lead', httpStatusCode: 200, body: { done: true, records } }] };
    const { io } = setUp({ answer: () => Response.json(body) });
    await expect(salesforce.changes('lead', undefined, io)).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('throws for what it cannot follow and for a cursor that is none, and asks nobody', async () => {
    const { io, requests } = setUp();
    await expect(salesforce.changes('order', undefined, io)).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
    const hostile = { Contact: { at: 0, id: "1' OR Id != '", told: [] } };
    for (const cursor of ['garbage', btoa(JSON.stringify(hostile)), btoa('{"Contact":{"at":1e300,"told":[]}}')])
      await expect(salesforce.changes('contact', cursor, io)).rejects.toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    expect(requests).toEqual([]);
  });
});
