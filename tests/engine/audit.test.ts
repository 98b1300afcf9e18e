import 'fake-indexeddb/auto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditCsv, auditJson } from '../../lib/model/audit-file.ts';
import { auditLines, checkAudit, dropAuditContent } from '../../lib/store/audit.ts';
import { outboxDb } from '../../lib/store/databases.ts';
import { undoAction } from '../../lib/store/queue.ts';
import type { AuditPayloadRow, AuditRow } from '../../lib/store/rows.ts';
import { deliveryOf, Stand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start();
});
afterAll(() => stand.close());
beforeEach(() => stand.reset(['hubspot', 'pipedrive']));

async function some(count = 8): Promise<void> {
  await stand.queueMany(count, 4, ['hubspot', 'pipedrive']);
  await stand.drainAll(stand.worker());
}

describe('the audit trail', () => {
  it('tells who did what where, what was before and after, and how it ended', async () => {
    const [on] = stand.records('hubspot', 1);
    if (!on) return expect.fail();
    const id = await stand.queue(on, { kind: 'field', field: 'jobtitle', value: 'Head of Tyres' });
    const refused = await stand.queue({ ...on, id: '999999999' }, { kind: 'note', text: 'x' });
    await stand.drainAll(stand.worker());
    await undoAction(id);
    await stand.drainAll(stand.worker());
    const lines = await auditLines(10);
    expect(lines.map(({ entry }) => entry?.result.state)).toEqual(expect.arrayContaining(['undone', 'written', 'refused']));
    const written = lines.find(({ entry }) => entry?.result.state === 'written')?.entry;
    expect(written).toMatchObject({
      who: { userId: stand.sandbox.connection('hubspot').userId ?? expect.any(String), userName: expect.any(String) },
      what: 'field',
      where: { system: 'hubspot', connectionId: stand.ids.hubspot, customerName: 'Somebody' },
      actionId: id,
      deliveryId: (await deliveryOf(id)).id,
      before: expect.anything(),
      after: { field: 'jobtitle', value: 'Head of Tyres' },
    });
    expect(lines.find(({ entry }) => entry?.actionId === refused)?.entry?.result).toMatchObject({
      state: 'refused',
      code: expect.any(String),
    });
    expect(await checkAudit()).toEqual({ entries: 3, dropped: 0 });
  });

  it('holds when contents are dropped, by age or by record', async () => {
    await some();
    const [line] = await auditLines(1);
    const dropped = await dropAuditContent({ record: line?.entry?.where.record ?? '' });
    expect(dropped).toBeGreaterThan(0);
    expect(await checkAudit()).toEqual({ entries: 8, dropped });
    await dropAuditContent({ before: stand.clock.at + 1 });
    expect(await checkAudit()).toEqual({ entries: 8, dropped: 8 });
    expect((await auditLines(8)).every(({ entry }) => entry === undefined)).toBe(true);
  });

  const bends: Record<string, () => Promise<unknown>> = {
    'an entry in the middle is removed': () => outboxDb.audit.delete(4),
    'the first entry is removed': () => outboxDb.audit.delete(1),
    'the last entry is removed': () => outboxDb.audit.delete(8),
    'an entry has another time': () => edit(4, (row) => ({ ...row, at: row.at + 1 })),
    'an entry names another content': () => edit(4, (row) => ({ ...row, payload: 'other' })),
    'an entry has another hash': () => edit(4, (row) => ({ ...row, hash: row.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) })),
    'two contents are exchanged': exchange,
    'one bit of a content is changed': () =>
      bend((row) => ({ ...row, sealed: row.sealed.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) })),
  };
  it.each(Object.keys(bends))('is found broken when %s', async (name) => {
    await some();
    expect(await checkAudit()).toEqual({ entries: 8, dropped: 0 });
    await bends[name]?.();
    expect((await checkAudit()).brokenAt).toBeGreaterThan(0);
  });

  it('is whole when many writes end at the same time', async () => {
    await some(60);
    expect(await checkAudit()).toEqual({ entries: 60, dropped: 0 });
  });

  it('exports without secrets, and no cell is a formula', async () => {
    const [on] = stand.records('hubspot', 1);
    if (!on) return expect.fail();
    for (const text of ['=cmd|calc!A1', '+1', '-1', '@SUM(A1)', '\t=1', 'a "quoted", cell\nsecond line'])
      await stand.queue(on, { kind: 'note', text });
    await stand.drainAll(stand.worker());
    const lines = (await auditLines(100)).map((line) => ({
      ...line,
      ...(line.entry && { entry: { ...line.entry, where: { ...line.entry.where, customerName: '=1+1' } } }),
    }));
    const csv = auditCsv(lines);
    expect(csv).toContain(",'=1+1,");
    for (const row of csv.split('\r\n'))
      for (const cell of row.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) expect(cell.replace(/^"/, '')).not.toMatch(/^\s*[=+@-]/);
    const { credentials } = stand.sandbox.connection('hubspot');
    if (credentials.kind !== 'token') return expect.fail();
    expect(csv + auditJson(lines)).not.toContain(credentials.token);
    expect(JSON.parse(auditJson(lines))).toMatchObject({ format: 'sidelight-audit', entries: expect.any(Array) });
  });
});

async function edit(seq: number, change: (row: AuditRow) => AuditRow): Promise<void> {
  const row = await outboxDb.audit.get(seq);
  if (row) await outboxDb.audit.put(change(row));
}

async function bend(change: (row: AuditPayloadRow) => AuditPayloadRow): Promise<void> {
  const row = await outboxDb.auditPayloads.toCollection().first();
  if (row) await outboxDb.auditPayloads.put(change(row));
}

async function exchange(): Promise<void> {
  const [one, two] = await outboxDb.auditPayloads.limit(2).toArray();
  if (one && two)
    await outboxDb.auditPayloads.bulkPut([
      { ...one, sealed: two.sealed },
      { ...two, sealed: one.sealed },
    ]);
}
