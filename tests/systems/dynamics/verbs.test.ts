import { beforeEach, describe, expect, it } from 'vitest';
import { type Action, type Io, type RecordRef, SystemError, type SystemRecord } from '../../../lib/systems/contract.ts';
import { dynamics } from '../../../lib/systems/dynamics/index.ts';
import { aSandbox } from './harness.ts';

let sandbox: ReturnType<typeof aSandbox>;
let io: Io;
beforeEach(() => {
  sandbox = aSandbox();
  io = sandbox.io();
});

const keys = { kind: 'person' as const, emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };
const failure = async (promise: Promise<unknown>): Promise<SystemError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SystemError)) throw new TypeError(`not a SystemError: ${String(error)}`);
  return error;
};
const related = (key: string) => dynamics.related(sandbox.ref(key), io);
const dealOf = async (key: string): Promise<Extract<SystemRecord, { kind: 'deal' }>> => {
  const found = (await related(key)).find((each) => each.kind === 'deal');
  if (found?.kind !== 'deal') throw new RangeError('no deal');
  return found;
};

describe('find', () => {
  it('finds by the second and third address when the first is another', async () => {
    const found = await dynamics.find({ ...keys, emails: ['ANA.PEREZ.GOMEZ@gmail.com'] }, io);
    expect(found.map(({ name }) => name)).toEqual(['Ana Pérez Gómez']);
  });

  it('finds a lead beside contacts, and says so', async () => {
    const [lead] = await dynamics.find({ ...keys, emails: ['lucia@floreslucia.es'] }, io);
    expect(lead?.ref).toMatchObject({ object: 'lead', native: 'lead' });
  });

  it('finds somebody of the same company when only the telling word of the name agrees', async () => {
    const found = await dynamics.find({ ...keys, names: ['Dr. Ana Gómez'], companyNames: ['Llantas Norte SA de CV'] }, io);
    expect(found.map(({ name }) => name)).toContain('Ana Pérez Gómez');
  });

  it('asks once for everything and quotes as OData does', async () => {
    await dynamics.find({ ...keys, emails: ["o'hara@best-co.example"], names: ["James O'Neil"] }, io);
    expect(sandbox.sent.map(({ path }) => path.split('?')[0])).toEqual(['/api/data/v9.2/contacts', '/api/data/v9.2/leads']);
    expect(sandbox.sent[0]?.path).toContain("emailaddress1 eq 'o''hara@best-co.example'");
  });

  it('leaves out records merged into another', async () => {
    const row = { contactid: sandbox.ref('twin').id, fullname: 'Tina', merged: true, _masterid_value: sandbox.ref('ana-perez').id };
    const spoilt: Io = { ...io, fetch: async () => Response.json({ value: [{ ...row, emailaddress1: 'tina@twin.example' }] }) };
    expect(await dynamics.find({ ...keys, emails: ['tina@twin.example'] }, spoilt)).toEqual([]);
  });
});

describe('reading', () => {
  it.each(['read', 'related', 'timeline'] as const)('%s takes one round trip', async (verb) => {
    const ref = sandbox.ref('ana-perez');
    await (verb === 'timeline' ? dynamics.timeline(ref, { limit: 50 }, io) : dynamics[verb](ref, io));
    expect(sandbox.sent).toHaveLength(1);
  });

  it('a deal says where it stands in its process, and in which currency', async () => {
    const deal = await dealOf('ana-perez');
    const pipelines = await dynamics.pipelines(io);
    expect(deal).toMatchObject({ stageName: 'Propose', status: 'open', amount: { amountMinor: 7_450_050, currency: 'MXN' } });
    expect(pipelines[0]?.stages.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'Qualify open',
      'Develop open',
      'Propose open',
      'Negotiate open',
      'Close open',
      'Won won',
      'Canceled lost',
      'Out-Sold lost',
    ]);
    expect(await dynamics.read(deal.ref, io)).toEqual(deal);
  });

  it('a stakeholder sees the deal, and the deal the stakeholder', async () => {
    const ofStakeholder = (await related('percent')).find(({ kind }) => kind === 'deal');
    expect(ofStakeholder?.name).toBe('50% off "deal" *dynamics*');
    const people = await dynamics.related(ofStakeholder?.ref as RecordRef, io);
    expect(people.map(({ ref }) => ref.id)).toContain(sandbox.ref('percent').id);
  });

  it('reads a record without the columns that security hides', async () => {
    const bare: Io = { ...io, fetch: async () => Response.json({ contactid: sandbox.ref('ana-perez').id, fullname: 'Ana' }) };
    expect(await dynamics.read(sandbox.ref('ana-perez'), bare)).toMatchObject({ name: 'Ana', emails: [], phones: [] });
  });

  it('asks nobody when the id is no GUID', async () => {
    expect(await failure(dynamics.read({ ...sandbox.ref('ana-perez'), id: "1) or (1 eq 1'" }, io))).toMatchObject({ kind: 'not-found' });
    expect(sandbox.sent).toEqual([]);
  });

  it('fields name custom columns, choices and what cannot be written', async () => {
    const fields = await dynamics.fields('deal', io);
    expect(fields.find(({ key }) => key === 'statuscode')).toMatchObject({
      type: 'StatusType',
      options: expect.arrayContaining([{ value: '3', label: 'Won' }]),
    });
    expect(fields.some(({ key }) => key === 'owneridname')).toBe(false);
    const contact = await dynamics.fields('contact', io);
    expect(contact.find(({ key }) => key === 'new_pageviews')).toMatchObject({ custom: true, readOnly: false, label: 'Page views' });
    expect(contact.find(({ key }) => key === 'createdon')).toMatchObject({ readOnly: true, custom: false });
    expect(contact.find(({ key }) => key === 'donotemail')?.options).toEqual([
      { value: '1', label: 'Yes' },
      { value: '0', label: 'No' },
    ]);
  });
});

describe('writing', () => {
  const at = () => sandbox.state.now;
  const on = () => [sandbox.ref('ana-perez')];

  it.each([
    ['note', (): Action => ({ kind: 'note', text: 'Once', on: on(), at: at() })],
    ['task', (): Action => ({ kind: 'task', title: 'Once', on: on(), at: at(), priority: 'high' })],
    ['call', (): Action => ({ kind: 'call', direction: 'out', text: 'Once', durationMs: 61_000, on: on(), at: at() })],
  ] as const)('a %s is made once however often it is performed, confirmed by its key, and undone', async (kind, make) => {
    const receipt = await dynamics.perform(make(), 'k-1', io);
    expect((await dynamics.perform(make(), 'k-1', io)).refs).toEqual(receipt.refs);
    expect(sandbox.effects.filter(({ actionKind }) => actionKind === kind)).toHaveLength(1);
    expect((await dynamics.confirm(make(), 'k-1', io))?.refs).toEqual(receipt.refs);
    expect(await dynamics.confirm(make(), 'k-2', io)).toBeUndefined();
    await dynamics.undo?.(receipt, io);
    expect(await dynamics.confirm(make(), 'k-1', io)).toBeUndefined();
    await dynamics.undo?.(receipt, io);
  });

  it('writes a call as completed, with both sides and the deal it was about', async () => {
    const deal = await dealOf('ana-perez');
    const call: Action = {
      kind: 'call',
      direction: 'in',
      outcome: 'Connected',
      text: 'Line 1\nLine 2',
      durationMs: 372_000,
      on: [...on(), deal.ref],
      at: at(),
    };
    const { refs } = await dynamics.perform(call, 'k-call', io);
    for (const ref of [deal.ref, sandbox.ref('ana-perez')]) {
      const { rows } = await dynamics.timeline(ref, { limit: 20 }, io);
      expect(rows.find((row) => row.ref.id === refs[0]?.id)).toMatchObject({
        kind: 'call',
        at: at(),
        direction: 'in',
        durationMs: 360_000,
        done: true,
        title: 'Connected',
        text: 'Line 1\nLine 2',
      });
    }
    expect(sandbox.effects.filter(({ actionKind }) => actionKind === 'call')).toHaveLength(1);
  });

  it('leaves nothing behind when completing the call fails', async () => {
    const broken: Io = {
      ...io,
      fetch: async (request) =>
        io.fetch(new Request(request, { body: (await request.text()).replace('"statuscode":2', '"statuscode":99') })),
    };
    const call: Action = { kind: 'call', direction: 'out', on: on(), at: at() };
    expect((await failure(dynamics.perform(call, 'k-broken', broken))).kind).toBe('invalid');
    expect(sandbox.effects).toEqual([]);
    expect(await dynamics.confirm(call, 'k-broken', io)).toBeUndefined();
  });

  it('changes a task, confirms it and sets it back', async () => {
    const { refs } = await dynamics.perform({ kind: 'task', title: 'T', dueAt: at(), on: on(), at: at() }, 'k-t', io);
    const change: Action = { kind: 'task-change', task: refs[0] as RecordRef, done: true, dueAt: at() + 86_400_000, on: on(), at: at() };
    expect(await dynamics.confirm(change, 'k-c', io)).toBeUndefined();
    const receipt = await dynamics.perform(change, 'k-c', io);
    expect(await dynamics.confirm(change, 'k-c', io)).toBeDefined();
    await dynamics.undo?.(receipt, io);
    const { rows } = await dynamics.timeline(sandbox.ref('ana-perez'), { limit: 20 }, io);
    expect(rows.find(({ ref }) => ref.id === refs[0]?.id)).toMatchObject({ done: false, dueAt: at() });
  });

  it.each([
    ['forwards', 'Close'],
    ['backwards', 'Qualify'],
    ['won', 'Won'],
    ['lost', 'Out-Sold'],
  ])('moves a deal %s, confirms it and moves it back', async (_, name) => {
    const deal = await dealOf('ana-perez');
    const stage = (await dynamics.pipelines(io))[0]?.stages.find((each) => each.name === name);
    const move: Action = { kind: 'stage', stageId: stage?.id ?? '', on: [deal.ref], at: at() };
    expect(await dynamics.confirm(move, 'k', io)).toBeUndefined();
    const receipt = await dynamics.perform(move, 'k', io);
    expect(await dynamics.confirm(move, 'k', io)).toBeDefined();
    expect(await dynamics.read(deal.ref, io)).toMatchObject(stage?.status === 'open' ? { stageName: name } : { status: stage?.status });
    await dynamics.undo?.(receipt, io);
    expect(await dynamics.read(deal.ref, io)).toMatchObject({ stageName: 'Propose', status: 'open' });
  });

  it('does nothing when the deal is there already, and refuses a stage it does not know', async () => {
    const deal = await dealOf('ana-perez');
    await dynamics.perform({ kind: 'stage', stageId: deal.stageId ?? '', on: [deal.ref], at: at() }, 'k', io);
    expect(sandbox.effects).toEqual([]);
    const elsewhere: Action = { kind: 'stage', stageId: 'nowhere', on: [deal.ref], at: at() };
    expect(await failure(dynamics.perform(elsewhere, 'k', io))).toMatchObject({ kind: 'invalid', code: 'unknown-stage' });
  });

  it('writes a column, remembers what it was and sets it back', async () => {
    const field: Action = { kind: 'field', field: 'jobtitle', value: 'CEO', seen: 'Compras', on: on(), at: at() };
    const receipt = await dynamics.perform(field, 'k', io);
    expect(await dynamics.confirm(field, 'k', io)).toBeDefined();
    expect(await dynamics.read(sandbox.ref('ana-perez'), io)).toMatchObject({ title: 'CEO' });
    expect(sandbox.sent.find(({ method }) => method === 'PATCH')?.headers.get('if-match')).toMatch(/^W\//);
    await dynamics.undo?.(receipt, io);
    expect(await dynamics.read(sandbox.ref('ana-perez'), io)).toMatchObject({ title: 'Compras' });
  });

  it('throws conflict when the column is not as the rep saw it, or changes under the write', async () => {
    const stale: Action = { kind: 'field', field: 'jobtitle', value: 'CEO', seen: 'CFO', on: on(), at: at() };
    expect(await failure(dynamics.perform(stale, 'k', io))).toMatchObject({ kind: 'conflict', field: 'jobtitle' });
    const racing: Io = {
      ...io,
      fetch: async (request) => {
        const answer = await io.fetch(request);
        if (request.method !== 'GET') return answer;
        const other = { ...stale, value: 'COO', seen: 'Compras' } as Action;
        await dynamics.perform(other, 'k-other', io).catch(() => undefined);
        return answer;
      },
    };
    const mine = { ...stale, seen: 'Compras' } as Action;
    expect(await failure(dynamics.perform(mine, 'k', racing))).toMatchObject({ kind: 'conflict', status: 412 });
  });

  it('throws invalid when the column does not exist, and asks nobody when it cannot', async () => {
    const field = (name: string): Action => ({ kind: 'field', field: name, value: 1, on: on(), at: at() });
    expect((await failure(dynamics.perform(field('nonsense'), 'k', io))).kind).toBe('invalid');
    sandbox.sent.length = 0;
    expect((await failure(dynamics.perform(field('x)?$select=y'), 'k', io))).kind).toBe('invalid');
    expect(sandbox.sent).toEqual([]);
  });

  it('undo refuses a receipt that remembers nothing', async () => {
    const receipt = { refs: [sandbox.ref('ana-perez')], at: at() };
    expect(await failure(dynamics.undo?.(receipt, io) ?? Promise.resolve())).toMatchObject({ kind: 'invalid', code: 'cannot-undo' });
    const made = { ...receipt, before: { kind: 'created' } };
    expect(await failure(dynamics.undo?.(made, io) ?? Promise.resolve())).toMatchObject({ code: 'cannot-undo' });
    expect(sandbox.effects).toEqual([]);
  });
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
    const deal = await dealOf('ana-perez');
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
    expect(await failure(dynamics.changes('order', undefined, io))).toMatchObject({ kind: 'invalid', code: 'unsupported' });
    expect(await failure(dynamics.changes('contact', 'garbage', io))).toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
    const foreign = btoa(JSON.stringify({ mode: 'track', link: 'https://evil.example/api/data/v9.2/contacts' }));
    sandbox.sent.length = 0;
    expect((await failure(dynamics.changes('contact', foreign, io))).code).toBe('foreign-link');
    expect(sandbox.sent).toEqual([]);
  });
});
