import { describe, expect, it } from 'vitest';
import type { Action, Connection, RecordRef } from '../../../lib/systems/contract.ts';
import { hubspot } from '../../../lib/systems/hubspot/index.ts';
import { failure } from '../../failure.ts';
import { aConnection, LIMITED, type StandIn, standIn } from './stand-in.ts';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const ana = (box: StandIn): RecordRef => box.person('ana-perez');
const ref = (box: StandIn, object: RecordRef['object'], native: string, id: string): RecordRef => ({ ...ana(box), object, native, id });
/** The stand-in, but for requests that `answer` takes. */
const but = (box: StandIn, answer: (request: Request) => Response | undefined, connection: Partial<Connection> = {}) =>
  box.answering((request) => answer(request) ?? box.vendor.handle(request), connection);
const path = (request: Request) => new URL(request.url).pathname;

describe('credentials', () => {
  it('an OAuth connection sends its access token, one without a token sends nothing', async () => {
    const box = standIn();
    const seen: (string | null)[] = [];
    const oauth = { kind: 'oauth', accessToken: 'abc', clientId: 'c', tokenUrl: 'https://x.invalid' } as const;
    const io = box.answering(
      (request) => {
        seen.push(request.headers.get('authorization'));
        return json({}, 401);
      },
      { credentials: oauth },
    );
    expect((await failure(hubspot.owners(io))).kind).toBe('auth');
    expect(seen[0]).toBe('Bearer abc');
    expect(await failure(hubspot.owners(box.io({ credentials: { kind: 'session' } })))).toMatchObject({ code: 'no-token' });
    expect(() => hubspot.auth[0]?.toConnection({})).toThrow();
  });
});

describe('lists', () => {
  it('owners are read to the last page, and no further when a page names itself', async () => {
    const box = standIn();
    const page = (id: string, after?: string) => json({ results: [{ id }], ...(after && { paging: { next: { after } } }) });
    const asked: string[] = [];
    const io = box.answering((request) => {
      const { searchParams } = new URL(request.url);
      asked.push(`${searchParams.get('archived')} ${searchParams.get('after')}`);
      if (searchParams.get('archived') === 'true') return page('9', 'same');
      return searchParams.get('after') ? page('2') : page('1', 'next');
    });
    expect((await hubspot.owners(io)).map(({ id }) => id)).toEqual(['1', '2', '9', '9']);
    expect(asked.sort()).toEqual(['false next', 'false null', 'true null', 'true same']);
  });

  it('pipelines live with stages that say nothing of themselves', async () => {
    const box = standIn();
    const stages = [{ id: 'b', displayOrder: 1, label: 'B', metadata: { isClosed: 'true', probability: '1.0' } }, { id: 'a' }];
    const io = box.answering(() =>
      json({
        results: [
          { id: 'p2', displayOrder: 2, stages: [] },
          { id: 'p1', stages },
        ],
      }),
    );
    expect(await hubspot.pipelines(io)).toEqual([
      {
        ...{ id: 'p1', name: 'p1' },
        stages: [
          { id: 'a', name: 'a', status: 'open' },
          { id: 'b', name: 'B', status: 'won', probabilityPct: 100 },
        ],
      },
      { id: 'p2', name: 'p2', stages: [] },
    ]);
  });

  it('fields live with definitions that have no label, type or option text', async () => {
    const box = standIn();
    const options = [{ value: 'x' }, { label: 'no value' }];
    const io = box.answering(() => json({ results: [{ name: 'a', options }] }));
    expect(await hubspot.fields('lead', io)).toMatchObject([
      { key: 'a', label: 'a', type: 'string', options: [{ value: 'x', label: 'x' }] },
    ]);
  });
});

describe('refs of nothing', () => {
  it.each(['abc', '1/../2', ''])('read throws not-found for the id "%s" of a record or a file, and asks nobody', async (id) => {
    const box = standIn();
    expect(await failure(hubspot.read({ ...ana(box), id }, box.io()))).toMatchObject({ kind: 'not-found', code: 'bad-id' });
    expect(await failure(hubspot.read(ref(box, 'file', 'file', id), box.io()))).toMatchObject({ kind: 'not-found', code: 'bad-id' });
    const change: Action = { kind: 'task-change', task: ref(box, 'activity', '0-27', id), done: true, on: [], at: 0 };
    expect(await failure(hubspot.perform(change, 'k', box.io()))).toMatchObject({ kind: 'not-found', code: 'bad-id' });
    expect(box.requests).toEqual([]);
  });

  it('undo of a type nobody knows, or of another account, is refused', async () => {
    const box = standIn();
    const before = { kind: 'changed', was: { a: '1' }, set: { a: '2' } };
    const undo = (each: RecordRef) => failure(hubspot.undo?.({ refs: [each], at: 0, before }, box.io()));
    expect(await undo(ref(box, 'custom', '2-7', '5'))).toMatchObject({ code: 'unsupported' });
    expect(await undo({ ...ana(box), account: '9' })).toMatchObject({ code: 'cannot-undo' });
    const change: Action = { kind: 'task-change', task: { ...ana(box), account: '9' }, done: false, on: [], at: 0 };
    expect(await failure(hubspot.perform(change, 'k', box.io()))).toMatchObject({ code: 'wrong-account' });
  });

  it('read throws not-found for what was put into the bin', async () => {
    const box = standIn();
    const archived = but(box, (request) =>
      request.method === 'GET' ? json({ id: ana(box).id, archived: true, properties: {} }) : undefined,
    );
    expect(await failure(hubspot.read(ana(box), archived))).toMatchObject({ kind: 'not-found', code: 'archived' });
    expect(await failure(hubspot.read(ref(box, 'file', 'file', '5'), archived))).toMatchObject({ kind: 'not-found', code: 'archived' });
  });
});

describe('rights that are missing', () => {
  it('related leaves out records, files and links the key may not see', async () => {
    const box = standIn();
    const forbidden = () => json({ category: 'MISSING_SCOPES' }, 403);
    const io = but(box, (request) => (/batch\/read|search/.test(path(request)) ? forbidden() : undefined));
    expect(await hubspot.related(ana(box), io)).toEqual([]);
  });

  it('timeline leaves out entries the key may not read', async () => {
    const box = standIn();
    const io = but(box, (request) => (path(request).includes('/emails/batch') ? json({ category: 'MISSING_SCOPES' }, 403) : undefined));
    const { rows } = await hubspot.timeline(ana(box), { limit: Number.NaN }, io);
    expect(rows).toHaveLength(1);
  });

  it('changes of activities go on without a bin the key may not read, those of records say so', async () => {
    const box = standIn();
    const follow = async (object: 'activity' | 'contact', io = box.io()) => {
      let cursor: string | undefined;
      for (let step = 0; step < 200; step++) {
        const page = await hubspot.changes(object, cursor, cursor === undefined ? box.io() : io);
        cursor = page.cursor;
        if (!page.more) return cursor;
      }
      throw new RangeError('endless');
    };
    const noBin = but(box, (request) => (request.url.includes('archived=true') ? json({ category: 'MISSING_SCOPES' }, 403) : undefined));
    for (const object of ['activity', 'contact'] as const) {
      let cursor: string | undefined = await follow(object);
      box.now += 3_600_000;
      const run = async () => {
        for (let more = true; more; ) {
          const page = await hubspot.changes(object, cursor, noBin);
          cursor = page.cursor;
          more = page.more;
        }
      };
      if (object === 'activity') await run();
      else expect((await failure(run())).kind).toBe('forbidden');
    }
  });

  it('changes takes a deleted row for deleted when it was last touched, and by its own clock when HubSpot tells none', async () => {
    const box = standIn();
    const start = await hubspot.changes('ticket', undefined, box.io());
    expect(start.more).toBe(false);
    box.now += 3_600_000;
    const gone = { id: '77', properties: {}, archived: true, updatedAt: new Date(box.now).toISOString() };
    const io = but(box, (request) =>
      request.url.includes('archived=true') ? json({ results: [gone, { id: '78', properties: {} }] }) : json({ results: [] }),
    );
    const written = await hubspot.changes('ticket', start.cursor, io);
    const bin = await hubspot.changes('ticket', written.cursor, io);
    expect(bin.rows).toMatchObject([{ ref: { id: '77' }, deletedAt: box.now }]);
  });

  it('create passes on why HubSpot refuses', async () => {
    const box = standIn();
    const action: Action = { kind: 'create', object: 'contact', values: { name: 'Eva' }, on: [], at: box.now };
    expect((await failure(hubspot.perform(action, 'k', box.io(LIMITED)))).kind).toBe('forbidden');
    const deal: Action = { kind: 'create', object: 'deal', values: { name: 'D', stageId: 'contractsent' }, on: [], at: box.now };
    const [made] = (await hubspot.perform(deal, 'k', box.io())).refs;
    expect(made && (await hubspot.read(made, box.io()))).toMatchObject({ pipelineId: 'default', stageId: 'contractsent' });
    const whole: Action = { ...deal, values: { name: 'E', stageId: 'contractsent', pipelineId: 'default' } };
    box.requests.length = 0;
    await hubspot.perform(whole, 'k', box.io());
    expect(box.requests).toEqual(['POST /crm/objects/2026-09/deals']);
  });
});

describe('answers that make no sense', () => {
  it('an upload without an id leaves the outcome open', async () => {
    const box = standIn();
    const action: Action = { kind: 'file', name: 'a.txt', type: 'text/plain', bytes: new Uint8Array([1]), on: [ana(box)], at: box.now };
    expect(
      (
        await failure(
          hubspot.perform(
            action,
            'k',
            but(box, () => json({ ok: true })),
          ),
        )
      ).kind,
    ).toBe('unknown-outcome');
  });

  it('an entry on a lead takes the only type of link there is, and none where there is none', async () => {
    const box = standIn();
    const lead = (await hubspot.related(ana(box), box.io())).find(({ ref: each }) => each.object === 'lead')?.ref ?? ana(box);
    const note: Action = { kind: 'note', text: 'x', on: [lead], at: box.now };
    const sent = async (results: unknown[]) => {
      let body: unknown;
      const io = box.answering(async (request) => {
        if (path(request).endsWith('/labels')) return json({ results });
        body = await request.json();
        return json({ id: '5', properties: {} }, 201);
      });
      await hubspot.perform(note, 'k', io);
      return (body as { associations: { types: { associationTypeId: number }[] }[] }).associations.map(
        ({ types }) => types[0]?.associationTypeId,
      );
    };
    expect(await sent([{ category: 'HUBSPOT_DEFINED', typeId: 9, label: 'Only' }])).toEqual([9]);
    expect(await sent([{ category: 'USER_DEFINED', typeId: 9, label: 'Own' }])).toEqual([]);
  });

  it('a rate limit without a policy has no wait of its own', async () => {
    const box = standIn();
    const error = await failure(hubspot.owners(box.answering(() => json({ category: 'RATE_LIMITS' }, 429))));
    expect([error.kind, error.code, error.retryAfterMs]).toEqual(['rate-limit', 'RATE_LIMITS', undefined]);
  });
});

describe('mapping', () => {
  const connection = aConnection();

  it('toRecord reads products and files that say little of themselves', () => {
    expect(hubspot.toRecord('line_items', { id: '5', properties: { amount: '12.5' } }, connection)).toMatchObject({
      ...{ kind: 'product', name: '5', amount: { currency: 'XXX' } },
    });
    expect(hubspot.toRecord('file', { id: '5', name: 'a.pdf', extension: 'pdf', url: 'ftp://x/a' }, connection)).toEqual({
      ...{ kind: 'file', name: 'a.pdf', links: [], custom: { type: 'pdf' } },
      ref: { system: 'hubspot', account: '111', object: 'file', native: 'file', id: '5' },
    });
    expect(hubspot.toRecord('file', null, connection)).toMatchObject({ kind: 'file', name: '' });
    expect(hubspot.toRecord('leads', { id: '5', properties: {} }, connection)).toMatchObject({ kind: 'person', name: '5', phones: [] });
  });

  it('recordUrl uses the account of the connection and the first host when nothing else is known', () => {
    const { baseUrl: _, ...plain } = connection;
    const of = { system: 'hubspot', account: '', object: 'lead', native: '0-136', id: '7' } as const;
    expect(hubspot.recordUrl(of, plain)).toBe('https://app.hubspot.com/contacts/111/record/0-136/7');
  });

  it('a product is read with its deal, and has nothing else around it', async () => {
    const box = standIn();
    const deal = (await hubspot.related(ana(box), box.io())).find(({ kind }) => kind === 'deal')?.ref ?? ana(box);
    const product = (await hubspot.related(deal, box.io())).find(({ kind }) => kind === 'product')?.ref ?? ana(box);
    expect(await hubspot.read(product, box.io())).toMatchObject({ kind: 'product', links: [{ role: 'deal', ref: deal }] });
    expect((await hubspot.related(product, box.io())).map((each) => each.ref)).toEqual([deal]);
  });
});
