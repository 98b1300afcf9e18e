import { describe, expect, it } from 'vitest';
import type { Action, Io, RecordRef } from '../../../lib/systems/contract.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { setUp } from './stage.ts';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const isComposite = (request: Request) => request.url.endsWith('/composite');
/** A composite whose every part answers like this. */
const parts = async (request: Request, answer: (id: string) => { status?: number; body: unknown }) => {
  const asked = ((await request.clone().json()) as { compositeRequest: { referenceId: string }[] }).compositeRequest;
  return json({
    compositeResponse: asked.map(({ referenceId }) => {
      const { status = 200, body } = answer(referenceId);
      return { referenceId, httpStatusCode: status, body };
    }),
  });
};
const answering = (answer: (request: Request) => Response | Promise<Response>, connection = {}): Io => {
  const { io } = setUp();
  return { ...io, connection: { ...io.connection, ...connection }, fetch: async (request) => answer(request) };
};
const rows = (records: unknown[]) => ({ body: { records } });
const contact = (io: Io): RecordRef => ({
  ...{ system: 'salesforce', account: io.connection.account, object: 'contact', native: 'Contact', id: '003Nw0000000001IAA' },
});
const note = (io: Io): Action => ({ kind: 'note', text: 'Hello', on: [contact(io)], at: io.now() });

describe('salesforce credentials', () => {
  it('are sent from an OAuth connection, and missed in one without a token', async () => {
    const { io, person } = setUp();
    const oauth = { kind: 'oauth', accessToken: 'abc', clientId: 'c', tokenUrl: 'https://x.invalid' } as const;
    const seen: (string | null)[] = [];
    const with_ = answering(
      (request) => {
        seen.push(request.headers.get('authorization'));
        return json([{ errorCode: 'INVALID_SESSION_ID', message: '' }], 401);
      },
      { credentials: oauth },
    );
    await expect(salesforce.read(person('james-oneil'), with_)).rejects.toMatchObject({ kind: 'auth' });
    expect(seen).toEqual(['Bearer abc']);
    const none: Io = { ...io, connection: { ...io.connection, credentials: { kind: 'session' } } };
    await expect(salesforce.read(person('james-oneil'), none)).rejects.toMatchObject({ kind: 'auth', code: 'no-token' });
  });

  it('lead nowhere when the instance is no My Domain host', async () => {
    const { io, person } = setUp();
    for (const baseUrl of [undefined, 'https://evil.example']) {
      const { baseUrl: _, ...rest } = io.connection;
      const connection = { ...rest, ...(baseUrl && { baseUrl }) };
      await expect(salesforce.read(person('james-oneil'), { ...io, connection })).rejects.toMatchObject({ code: 'bad-address' });
      expect(salesforce.recordUrl(person('james-oneil'), connection)).toBeUndefined();
    }
  });
});

describe('salesforce answers that make no sense', () => {
  it.each([
    ['a list of parts that is none', json({ compositeResponse: 5 }), 'unknown-outcome'],
    ['a part without an id', undefined, 'unknown-outcome'],
  ])('leave a write open: %s', async (_, answer, kind) => {
    const io = answering(async (request) => answer?.clone() ?? (await parts(request, () => ({ body: {} }))));
    await expect(salesforce.perform(note(io), 'k', io)).rejects.toMatchObject({ kind });
  });

  it.each([
    [500, 'unavailable'],
    [418, 'protocol'],
  ])('are told apart by status when a part of %i says nothing', async (status, kind) => {
    const io = answering((request) => parts(request, () => ({ status, body: null })));
    await expect(salesforce.read(contact(io), io)).rejects.toMatchObject({ kind, status });
  });

  it('leave a created task open when there is no id, and a row unread when it is none', async () => {
    const io = answering((request) => (isComposite(request) ? parts(request, () => ({ body: 'text' })) : json({ ok: true })));
    const task: Action = { kind: 'task', title: 'T', on: [contact(io)], at: io.now() };
    await expect(salesforce.perform(task, 'k', io)).rejects.toMatchObject({ kind: 'unknown-outcome', code: 'unexpected-shape' });
    await expect(salesforce.read(contact(io), io)).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('are passed over in lists', async () => {
    const next = '/services/data/v67.0/query/0r8-2000';
    const io = answering(({ url }) => {
      if (url.includes('0r8')) return json({ records: [{ Id: '005B', IsActive: false }] });
      if (url.includes('FROM%20User'))
        return json({ records: [{ Name: 'No id' }, { Id: '005A', Name: 'A', Email: 'a@b.example' }], nextRecordsUrl: next });
      return json({
        records: [{ MasterLabel: 'No name' }, { ApiName: 'Won', IsWon: true, IsClosed: true }, { ApiName: 'Open', DefaultProbability: 5 }],
      });
    });
    expect(await salesforce.owners(io)).toEqual([
      { id: '005A', name: 'A', active: false, email: 'a@b.example' },
      { id: '005B', name: '005B', active: false },
    ]);
    const [pipeline] = await salesforce.pipelines(io);
    expect(pipeline?.stages).toEqual([
      { id: 'Won', name: 'Won', status: 'won' },
      { id: 'Open', name: 'Open', status: 'open', probabilityPct: 5 },
    ]);
  });

  it('leave options without a label their value', async () => {
    const field = { name: 'Rating', label: 'Rating', type: 'picklist', custom: false, updateable: true };
    const io = answering(() =>
      json({
        fields: [
          { ...field, picklistValues: [{ value: 'Hot', active: true }] },
          { ...field, name: 'Plain' },
        ],
      }),
    );
    expect((await salesforce.fields('lead', io)).map(({ options }) => options)).toEqual([[{ value: 'Hot', label: 'Hot' }], undefined]);
  });
});

describe('salesforce rights', () => {
  it('leave out what the user may not see around a record, and nothing else', async () => {
    const refusal = (errorCode: string) => ({ status: 400, body: [{ errorCode, message: '' }] });
    const io = answering((request) =>
      parts(request, (id) => (id === 'account' ? refusal('INVALID_FIELD') : id === 'files' ? refusal('INVALID_TYPE') : rows([]))),
    );
    expect(await salesforce.related(contact(io), io)).toEqual([]);
    const broken = answering((request) => parts(request, () => refusal('MALFORMED_QUERY')));
    await expect(salesforce.related(contact(broken), broken)).rejects.toMatchObject({ kind: 'protocol' });
  });

  it('show a timeline of an org without enhanced notes and messages', async () => {
    const task = { Id: '00TNw0000000001IAA', Subject: 'T', CreatedDate: '2026-11-01T00:00:00.000+0000' };
    const refusal = { status: 400, body: [{ errorCode: 'INVALID_TYPE', message: '' }] };
    const io = answering((request) => parts(request, (id) => (id === 'Task' ? rows([task]) : id === 'Event' ? rows([]) : refusal)));
    expect((await salesforce.timeline(contact(io), { limit: 5 }, io)).rows).toMatchObject([{ title: 'T' }]);
    const broken = answering((request) => parts(request, (id) => (id === 'Task' ? refusal : rows([]))));
    await expect(salesforce.timeline(contact(broken), { limit: 5 }, broken)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('keep the beginning of a long note whose text cannot be fetched', async () => {
    const TextPreview = 'word '.repeat(51);
    const document = { Title: 'N', CreatedDate: '2026-11-01T00:00:00.000+0000', LatestPublishedVersion: { TextPreview } };
    const link = (ContentDocumentId: string) => ({ ContentDocumentId, LinkedEntityId: '003Nw0000000001IAA', ContentDocument: document });
    const found = rows([link('069Nw0000000001IAA'), link('odd')]);
    const io = answering((request) =>
      isComposite(request)
        ? parts(request, (id) => (id === 'ContentDocumentLink' ? found : rows([{ ActivityId: 5 }].slice(id === 'emails' ? 0 : 1))))
        : new Response('', { status: 500 }),
    );
    const { rows: shown } = await salesforce.timeline(contact(io), { limit: 5 }, io);
    expect(shown.map(({ text }) => text)).toEqual([TextPreview.trim(), TextPreview.trim()]);
  });

  it('say what kept a stage from being read', async () => {
    const stages = rows([{ ApiName: 'Open', IsActive: true }]);
    const io = answering((request) => parts(request, (id) => (id === 'stages' ? stages : { body: {} })));
    const deal: RecordRef = { ...contact(io), object: 'deal', native: 'Opportunity', id: '006Nw0000000001IAA' };
    await expect(salesforce.perform({ kind: 'stage', stageId: 'Open', on: [deal], at: 0 }, 'k', io)).rejects.toMatchObject({
      ...{ kind: 'forbidden', code: 'no-stage' },
    });
  });
});

describe('salesforce verify', () => {
  const verifying = (composite: (request: Request) => Response | Promise<Response>) => {
    const { io, vendor } = setUp();
    return { ...io, fetch: async (request: Request) => (isComposite(request) ? composite(request) : vendor.handle(request)) };
  };

  it('reports an API that is switched off, and a version nobody knows, and throws the rest', async () => {
    const off = verifying(() => json([{ errorCode: 'API_DISABLED_FOR_ORG', message: '' }], 403));
    expect(await salesforce.verify(off)).toMatchObject({ can: [], missing: [{ what: 'API', code: 'API_DISABLED_FOR_ORG' }] });
    const old = verifying(() => json([{ errorCode: 'NOT_FOUND', message: '' }], 404));
    expect(await salesforce.verify(old)).toMatchObject({ can: [] });
    await expect(salesforce.verify(verifying(() => json([], 500)))).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('knows a user of Chatter by his id when he has no name', async () => {
    const { io, vendor } = setUp();
    const nameless: Io = {
      ...io,
      fetch: async (request) => {
        if (request.url.endsWith('/userinfo')) return new Response('Bad_OAuth_Token', { status: 403 });
        return request.url.endsWith('/chatter/users/me') ? json({ id: io.connection.userId }) : vendor.handle(request);
      },
    };
    expect(await salesforce.verify(nameless)).toMatchObject({ userName: io.connection.userId });
  });
});
