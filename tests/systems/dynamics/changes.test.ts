import { beforeEach, describe, expect, it } from 'vitest';
import type { Io, RecordRef } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { failure } from '../../failure.ts';
import { aSandbox, dealOf } from './harness.ts';

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

describe('changes', () => {
  const all = async (object: RecordRef['object'], cursor?: string) => {
    const rows: { ref: RecordRef }[] = [];
    let from = cursor;
    for (let page = 0; page < 20; page++) {
      const answer = await dynamics.changes(object, from, io);
      rows.push(...answer.rows);
      from = answer.cursor;
      if (!answer.more) return { rows, cursor: from };
    }
    throw new RangeError('no end');
  };

  it('tells everything first, then only what was changed or deleted since', async () => {
    const first = await all('deal');
    expect(first.rows).toHaveLength(sandbox.cast.deals.filter(({ system }) => system === 'dynamics').length);
    expect(first.rows.every((row) => !('amount' in row) || JSON.stringify(row).includes('"currency":"'))).toBe(true);
    expect((await all('deal', first.cursor)).rows).toEqual([]);
    const deal = await dealOf(sandbox, 'ana-perez');
    await dynamics.perform({ kind: 'field', field: 'name', value: 'Renamed', on: [deal.ref], at: 0 }, 'k', io);
    const request = (id: string) => new Request(`${io.connection.baseUrl}/api/data/v9.2/opportunities(${id})`, { method: 'DELETE' });
    const other = first.rows.find(({ ref }) => ref.id !== deal.ref.id)?.ref as RecordRef;
    const token = io.connection.credentials.kind === 'token' ? io.connection.credentials.token : '';
    const gone = request(other.id);
    gone.headers.set('authorization', `Bearer ${token}`);
    await io.fetch(gone);
    const next = await all('deal', first.cursor);
    expect(next.rows).toMatchObject([{ name: 'Renamed', amount: { currency: 'MXN' } }, { ref: other }]);
  });

  it('goes on by modifiedon when change tracking is refused, with an overlap', async () => {
    const refusing: Io = {
      ...io,
      fetch: async (request) =>
        request.headers.get('prefer')?.includes('track-changes')
          ? Response.json({ error: { code: '0x80040220', message: 'SecLib::AccessCheckEx failed.' } }, { status: 403 })
          : io.fetch(request),
    };
    const first = await dynamics.changes('contact', undefined, refusing);
    expect(first.rows.length).toBeGreaterThan(40);
    expect(first.more).toBe(false);
    sandbox.sent.length = 0;
    const next = await dynamics.changes('contact', first.cursor, refusing);
    expect(sandbox.sent[0]?.path).toMatch(/\$filter=modifiedon ge 2026-11-\S+Z&\$orderby=modifiedon asc,contactid asc/);
    expect(next.rows).toEqual([]);
    await dynamics.perform({ kind: 'field', field: 'jobtitle', value: 'CEO', on: [sandbox.ref('ana-perez')], at: 0 }, 'k', io);
    expect((await dynamics.changes('contact', next.cursor, refusing)).rows).toMatchObject([{ title: 'CEO' }]);
  });

  it('throws for what it cannot follow, and for a cursor that is none', async () => {
    expect(await failure(dynamics.changes('customer', undefined, io))).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    expect(await failure(dynamics.changes('contact', 'garbage', io))).toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    const states = [{ mode: 'track', link: 'https://evil.example/api/data/v9.2/contacts' }];
    const foreign = btoa(JSON.stringify({ at: 0, states }));
    sandbox.sent.length = 0;
    expect((await failure(dynamics.changes('contact', foreign, io))).code).toBe('foreign-link');
    expect(sandbox.sent).toEqual([]);
  });

  it('follows tasks, calls, e-mails, meetings and notes in one sweep, without the content of files', async () => {
    const first = await all('activity');
    const kinds = new Set(first.rows.map((row) => ('kind' in row ? row.kind : '')));
    expect([...kinds].sort()).toEqual(['call', 'email', 'meeting', 'note', 'task']);
    expect(
      sandbox.sent
        .filter(({ path }) => path.includes('/annotations'))
        .every(({ path }) => !/documentbody/.test(path) && /select/.test(path)),
    ).toBe(true);
    const receipt = await dynamics.perform({ kind: 'note', text: 'Fresh', on: [sandbox.ref('ana-perez')], at: 0 }, 'k-fresh', io);
    const second = await all('activity', first.cursor);
    expect(second.rows).toMatchObject([{ ref: { id: receipt.refs[0]?.id }, text: 'Fresh' }]);
    await dynamics.undo?.(receipt, io);
    expect((await all('activity', second.cursor)).rows).toEqual([{ ref: receipt.refs[0] }]);
  });

  it.each(['order', 'invoice', 'quote', 'product', 'ticket'] as const)('reads every %s there is', async (object) => {
    const { rows } = await all(object);
    expect(rows.every((row) => 'kind' in row && row.kind === object)).toBe(true);
    if (object !== 'ticket') expect(rows.length).toBeGreaterThan(5);
  });
});
