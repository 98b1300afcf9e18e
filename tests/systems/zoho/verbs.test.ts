import { describe, expect, it } from 'vitest';
import type { Action, IdentityKeys, Io, RecordRef, SystemRecord } from '../../../lib/systems/contract.ts';
import { zoho } from '../../../lib/systems/zoho/index.ts';
import { CAST_AS_OF } from '../../../sandbox/cast.ts';
import { aSandbox } from './harness.ts';

const KEYS: IdentityKeys = { kind: 'person', emails: [], phones: [], names: [], companyNames: [], domains: [], externalIds: [] };
const MINUTE = 60_000;

function dealOf(records: readonly SystemRecord[], title: string) {
  const found = records.find((each) => each.kind === 'deal' && each.name.startsWith(title));
  if (found?.kind !== 'deal') throw new RangeError(title);
  return found;
}

describe('find', () => {
  it('find asks contacts and leads once each when it has several keys', async () => {
    const { io, requests, ref } = aSandbox();
    const keys = { ...KEYS, emails: ['ANA.PEREZ@llantasnorte.mx', 'x@y.example'], phones: ['+52 81 1234 5678'], names: ['Ana Pérez'] };
    expect((await zoho.find(keys, io())).map((each) => each.ref)).toEqual([ref('ana-perez')]);
    expect(requests.map(({ line }) => line.split('?')[0])).toEqual(['GET /crm/v8/Contacts/search', 'GET /crm/v8/Leads/search']);
    const criteria = requests[0]?.line ?? '';
    expect(criteria).toContain('(Email:in:ana.perez@llantasnorte.mx,x@y.example)');
    expect(criteria).toContain('(First_Name:in:Ana,Ana Pérez,Pérez)');
    expect(criteria.match(/:(equals|in|starts_with):/g)?.length).toBeLessThanOrEqual(15);
  });

  it('find asks key by key when the vendor refuses a field the customer has taken out', async () => {
    const { vendor, io, requests, ref } = aSandbox();
    const without: Io = {
      ...io(),
      fetch: (request) =>
        request.url.includes('Secondary_Email')
          ? Promise.resolve(Response.json({ code: 'INVALID_QUERY', status: 'error', message: '', details: {} }, { status: 400 }))
          : io().fetch(request),
    };
    const found = await zoho.find({ ...KEYS, emails: ['ana.perez@llantasnorte.mx'] }, without);
    expect(found.map((each) => each.ref)).toEqual([ref('ana-perez')]);
    expect(requests.map(({ line }) => line)).toContain('GET /crm/v8/Contacts/search?email=ana.perez@llantasnorte.mx');
    expect(vendor.system).toBe('zoho');
  });

  it('find keeps the criteria below what the vendor takes when there are many keys', async () => {
    const { io, requests } = aSandbox();
    const many = (make: (index: number) => string) => Array.from({ length: 30 }, (_, index) => make(index));
    const emails = many((index) => `somebody.with.a.long.name.${index}@a.very.long.domain.example`);
    const phones = many((index) => `+52 81 1234 56${String(index).padStart(2, '0')}`);
    const names = many((index) => `Maria del Carmen ${index} Fernandez`);
    expect(await zoho.find({ ...KEYS, emails, phones, names }, io())).toEqual([]);
    for (const { line } of requests) expect((/criteria=(.*)$/.exec(line)?.[1] ?? '').length, line).toBeLessThanOrEqual(3000);
  });

  it('find asks by parts of a number when the number is stored in a way nobody would guess', async () => {
    const { io, ref } = aSandbox();
    const on = [ref('zoe-rocket')];
    await zoho.perform({ kind: 'field', field: 'Phone', value: '+1-775/555.0177 ext', on, at: CAST_AS_OF }, 'k', io());
    expect((await zoho.find({ ...KEYS, phones: ['+1 775 555 0177'] }, io())).map((each) => each.ref.id)).toContain(ref('zoe-rocket').id);
  });

  it('find escapes what separates criteria', async () => {
    const { io, requests } = aSandbox();
    expect(await zoho.find({ ...KEYS, kind: 'company', companyNames: ['A, (B) \\ C'] }, io())).toEqual([]);
    expect(requests[0]?.line).toContain('A\\, \\(B\\) \\\\ C');
  });
});

describe('read and related', () => {
  it('related of a contact takes two round trips and finds the case', async () => {
    const { io, requests, vendor } = aSandbox();
    const people = [...vendor.people().values()].flat().filter((each) => each.object === 'contact');
    for (const person of people) {
      requests.length = 0;
      const around = await zoho.related(person, io());
      expect(requests.length).toBeLessThanOrEqual(5);
      const ticket = around.find((each) => each.kind === 'ticket');
      if (!ticket) continue;
      expect(await zoho.read(ticket.ref, io())).toMatchObject({ kind: 'ticket', name: 'Delivery note is missing', status: 'Escalated' });
      expect((await zoho.related(ticket.ref, io())).map((each) => each.ref.id)).toContain(person.id);
      return;
    }
    throw new RangeError('nobody has a case');
  });

  it.each([
    ['another account', { account: 'org8' }, 'other-account'],
    ['no id', { id: 'abc' }, 'bad-id'],
    ['another system', { system: 'hubspot' }, 'unsupported'],
    ['an activity', { object: 'activity' }, 'unsupported'],
  ])('read, related and timeline ask nobody when the ref is of %s', async (_name, change, code) => {
    const { io, requests, ref } = aSandbox();
    const wrong = { ...ref('ana-perez'), ...change } as RecordRef;
    for (const run of [() => zoho.read(wrong, io()), () => zoho.related(wrong, io()), () => zoho.timeline(wrong, { limit: 10 }, io())])
      await expect(run()).rejects.toMatchObject({ kind: 'invalid', code });
    expect(requests).toEqual([]);
  });

  it('timeline reads the five sources side by side, each from where it was left', async () => {
    const { io, requests, ref } = aSandbox();
    const first = await zoho.timeline(ref('ana-perez'), { limit: 20 }, io());
    expect(requests.map(({ line }) => line.split('?')[0]).sort()).toEqual([
      `GET /crm/v8/Contacts/${ref('ana-perez').id}/Emails`,
      `GET /crm/v8/Contacts/${ref('ana-perez').id}/Notes`,
      'POST /crm/v8/coql',
      'POST /crm/v8/coql',
      'POST /crm/v8/coql',
    ]);
    expect(new Set(first.rows.map(({ kind }) => kind))).toEqual(new Set(['note', 'task', 'call', 'meeting', 'email']));
    requests.length = 0;
    await zoho.timeline(ref('ana-perez'), { limit: 20, next: first.next ?? '' }, io());
    const queries = requests
      .map(({ body }) => (body as { select_query?: string } | undefined)?.select_query)
      .filter((each) => each !== undefined);
    expect(queries.every((each) => /where Who_Id = '\d{19}' order by \w+ desc limit 20 offset [1-9]\d*$/.test(each))).toBe(true);
  });
});

describe('writes', () => {
  const write = async (action: Action, box: ReturnType<typeof aSandbox>) => {
    const before = box.effects.length;
    box.state.now += MINUTE;
    const receipt = await zoho.perform({ ...action, at: box.state.now }, 'k', box.io());
    return { receipt, body: box.requests.at(-1)?.body, kinds: box.effects.slice(before).map(({ actionKind }) => actionKind) };
  };

  it('perform sends notes, tasks and calls in the vendor’s columns', async () => {
    const box = aSandbox();
    const ana = box.ref('ana-perez');
    const deal = dealOf(await zoho.related(ana, box.io()), 'Fleet').ref;
    const at = CAST_AS_OF;
    const note = await write({ kind: 'note', text: 'Hello', on: [deal, ana], at }, box);
    expect(note.body).toEqual({ data: [{ Note_Content: 'Hello', Parent_Id: { module: { api_name: 'Deals' }, id: deal.id } }] });
    const task = await write(
      { kind: 'task', title: 'Send', dueAt: Date.UTC(2026, 10, 20, 23, 30), priority: 'high', on: [ana, deal], at },
      box,
    );
    expect(task.body).toEqual({
      data: [
        {
          Subject: 'Send',
          Status: 'Not Started',
          Who_Id: { id: ana.id },
          What_Id: { id: deal.id },
          $se_module: 'Deals',
          Due_Date: '2026-11-21',
          Priority: 'High',
          Owner: { id: '5725767000000411001' },
        },
      ],
    });
    const call = await write(
      { kind: 'call', direction: 'out', durationMs: 330_000, outcome: 'Left a message', text: 'Will ring back', on: [ana], at },
      box,
    );
    expect(call.body).toMatchObject({
      data: [
        {
          Subject: 'Will ring back',
          Call_Type: 'Outbound',
          Call_Duration: '05:30',
          Call_Start_Time: expect.stringMatching(/^2026-11-16T14:57:30\+00:00$/),
          Outgoing_Call_Status: 'Completed',
          Description: 'Left a message\nWill ring back',
        },
      ],
    });
    expect([...note.kinds, ...task.kinds, ...call.kinds]).toEqual(['note', 'task', 'call']);
    expect(task.receipt.url).toBe(`https://crm.zoho.eu/crm/org20093847562/tab/Tasks/${task.receipt.refs[0]?.id}`);
    expect(note.receipt.url).toContain(`/tab/Potentials/${deal.id}`);
  });

  it('perform lets a lead stand alone', async () => {
    const box = aSandbox();
    const lead = box.ref('lucia-lead');
    const { body } = await write({ kind: 'task', title: 'Ring', on: [lead, box.ref('ana-perez')], at: CAST_AS_OF }, box);
    expect(body).toMatchObject({ data: [{ What_Id: { id: lead.id }, $se_module: 'Leads' }] });
    expect(JSON.stringify(body)).not.toContain('Who_Id');
  });

  it('confirm finds a call, and no older one that looks the same', async () => {
    const box = aSandbox();
    const action: Action = { kind: 'call', direction: 'in', text: 'Asked for a price', on: [box.ref('ana-perez')], at: CAST_AS_OF };
    expect(await zoho.confirm(action, 'k', box.io())).toBeUndefined();
    const receipt = await zoho.perform(action, 'k', box.io());
    expect((await zoho.confirm(action, 'k', box.io()))?.refs).toEqual(receipt.refs);
    box.state.now += 60 * MINUTE;
    expect(await zoho.confirm({ ...action, at: box.state.now }, 'k', box.io())).toBeUndefined();
  });

  it.each(['note', 'task', 'call'] as const)('undo of a %s takes it away, and is content when it is gone', async (kind) => {
    const box = aSandbox();
    const on = [box.ref('ana-perez')];
    const facts = { note: { text: 'x' }, task: { title: 'x' }, call: { direction: 'out' as const } }[kind];
    const { receipt } = await write({ kind, on, at: CAST_AS_OF, ...facts } as Action, box);
    await zoho.undo?.(receipt, box.io());
    expect((await zoho.timeline(on[0] as RecordRef, { limit: 50 }, box.io())).rows.map((row) => row.ref.id)).not.toContain(
      receipt.refs[0]?.id,
    );
    await expect(zoho.undo?.(receipt, box.io())).resolves.toBeUndefined();
  });

  it('perform completes a task and moves it, confirm sees it, undo puts it back', async () => {
    const box = aSandbox();
    const { receipt } = await write({ kind: 'task', title: 'x', dueAt: CAST_AS_OF, on: [box.ref('ana-perez')], at: CAST_AS_OF }, box);
    const [task] = receipt.refs;
    if (!task) throw new RangeError('no task');
    const change: Action = { kind: 'task-change', task, done: true, dueAt: CAST_AS_OF + 48 * 60 * MINUTE, on: [], at: CAST_AS_OF };
    const undone = await zoho.confirm(change, 'k', box.io());
    expect(undone).toBeUndefined();
    const { receipt: changed, body } = await write(change, box);
    expect(body).toEqual({ data: [{ Status: 'Completed', Due_Date: '2026-11-18' }] });
    expect(await zoho.confirm(change, 'k', box.io())).toBeDefined();
    await zoho.undo?.(changed, box.io());
    expect(await zoho.confirm(change, 'k', box.io())).toBeUndefined();
  });

  it('perform moves a deal to another stage and undo moves it back', async () => {
    const box = aSandbox();
    const deal = dealOf(await zoho.related(box.ref('ana-perez'), box.io()), 'Fleet');
    const pipelines = await zoho.pipelines(box.io());
    expect(pipelines[0]).toMatchObject({
      id: deal.pipelineId,
      stages: expect.arrayContaining([{ id: 'Closed Won', name: 'Closed Won', status: 'won', probabilityPct: 100 }]),
    });
    const action: Action = {
      kind: 'stage',
      stageId: 'Closed Won',
      ...(deal.pipelineId !== undefined && { pipelineId: deal.pipelineId }),
      on: [deal.ref],
      at: CAST_AS_OF,
    };
    const { receipt, kinds } = await write(action, box);
    expect(kinds).toEqual(['stage']);
    expect(await zoho.read(deal.ref, box.io())).toMatchObject({ status: 'won', stageId: 'Closed Won' });
    expect(await zoho.confirm(action, 'k', box.io())).toBeDefined();
    await zoho.undo?.(receipt, box.io());
    expect(await zoho.read(deal.ref, box.io())).toMatchObject({ status: 'open', stageId: deal.stageId });
  });

  it('confirm and undo of a stage know a pipeline that is answered as an object', async () => {
    const box = aSandbox();
    const deal = dealOf(await zoho.related(box.ref('ana-perez'), box.io()), 'Fleet');
    const io: Io = {
      ...box.io(),
      fetch: async (request) => {
        const answer = await box.io().fetch(request);
        const text = (await answer.text()).replace(
          '"Pipeline":"Standard (Standard)"',
          '"Pipeline":{"name":"Standard (Standard)","id":"1"}',
        );
        return new Response(text, { status: answer.status });
      },
    };
    const action: Action = { kind: 'stage', stageId: 'Closed Lost', pipelineId: deal.pipelineId ?? '', on: [deal.ref], at: CAST_AS_OF };
    const receipt = await zoho.perform(action, 'k', io);
    expect(receipt.before).toMatchObject({ from: { Pipeline: 'Standard (Standard)' } });
    expect(await zoho.confirm(action, 'k', io)).toBeDefined();
    expect(await zoho.read(deal.ref, io)).toMatchObject({ status: 'lost', pipelineId: 'Standard (Standard)' });
  });

  it('perform writes a field unless somebody has changed it meanwhile', async () => {
    const box = aSandbox();
    const on = [box.ref('ana-perez')];
    const field = (value: string, seen?: unknown): Action => ({
      kind: 'field',
      field: 'Title',
      value,
      on,
      at: CAST_AS_OF,
      ...(seen !== undefined && { seen }),
    });
    await expect(zoho.perform(field('CEO', 'Nobody wrote this'), 'k', box.io())).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changed',
      field: 'Title',
    });
    expect(box.effects).toEqual([]);
    const { receipt } = await write(field('CEO', 'Head of Purchasing'), box);
    expect(receipt.before).toMatchObject({ from: { Title: 'Head of Purchasing' } });
    expect(await zoho.read(on[0] as RecordRef, box.io())).toMatchObject({ title: 'CEO' });
    await zoho.undo?.(receipt, box.io());
    expect(await zoho.read(on[0] as RecordRef, box.io())).toMatchObject({ title: 'Head of Purchasing' });
    await expect(zoho.perform({ ...field('x'), field: 'a b' } as Action, 'k', box.io())).rejects.toMatchObject({ code: 'bad-field' });
  });
});

describe('changes', () => {
  async function all(object: RecordRef['object'], cursor: string | undefined, io: Io) {
    const rows = [];
    let place = cursor;
    for (let page = 0; page < 50; page += 1) {
      const answer = await zoho.changes(object, place, io);
      rows.push(...answer.rows);
      place = answer.cursor;
      if (!answer.more) return { rows, cursor: place };
    }
    throw new RangeError('no end');
  }

  it('changes gives everything first, then only what changed or went, over several pages', async () => {
    const box = aSandbox();
    const first = await all('contact', undefined, box.io());
    const contacts = [...box.vendor.people().values()].flat().filter((each) => each.object === 'contact');
    expect(new Set(first.rows.map(({ ref }) => ref.id))).toEqual(new Set(contacts.map(({ id }) => id)));
    box.state.now += 60 * MINUTE;
    await zoho.perform({ kind: 'field', field: 'Title', value: 'CEO', on: [box.ref('zoe-rocket')], at: box.state.now }, 'k', box.io());
    const second = await all('contact', first.cursor, box.io());
    expect(second.rows.map(({ ref }) => ref.id)).toContain(box.ref('zoe-rocket').id);
    expect(second.rows.length).toBeLessThan(first.rows.length / 2);
    const gone = await box.io().fetch(
      new Request(`https://www.zohoapis.eu/crm/v8/Contacts/${box.ref('percent').id}`, {
        method: 'DELETE',
        headers: { authorization: `Zoho-oauthtoken ${(box.vendor.connection.credentials as { token: string }).token}` },
      }),
    );
    expect(gone.status).toBe(200);
    const third = await all('contact', second.cursor, box.io());
    expect(third.rows).toContainEqual({ ref: box.ref('percent'), deletedAt: box.state.now });
    const header = box.requests.at(-1)?.headers.get('if-modified-since');
    expect(header).toMatch(/^2026-11-16T\d{2}:\d{2}:\d{2}\+00:00$/);
  });

  it('changes asks for the mapped columns too, and never for more than the vendor takes', async () => {
    const box = aSandbox();
    const mapped = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`f${index}`, `A_field_of_the_customers_own_with_a_long_name_${index}`]),
    );
    const io = box.io({ fieldMap: { Contacts: { first: 'Page_Views', bad: 'x y', ...mapped } } });
    const { rows } = await zoho.changes('contact', undefined, io);
    const fields = /fields=([^&]*)/.exec(box.requests[0]?.line ?? '')?.[1] ?? '';
    expect(fields.split(',')).toEqual(expect.arrayContaining(['Last_Name', 'Page_Views']));
    expect(fields).not.toContain('x y');
    expect([fields.length <= 1000, fields.split(',').length <= 50]).toEqual([true, true]);
    const ana = rows.find(({ ref }) => ref.id === box.ref('ana-perez').id);
    expect(ana).toMatchObject({ custom: { Page_Views: 34 } });
  });

  it('changes of activities goes through notes, tasks, calls and meetings in one round', async () => {
    const box = aSandbox();
    const first = await all('activity', undefined, box.io());
    expect(new Set(first.rows.map(({ ref }) => ref.native))).toEqual(new Set(['Notes', 'Tasks', 'Calls', 'Events']));
    box.state.now += 60 * MINUTE;
    const receipt = await zoho.perform({ kind: 'note', text: 'New', on: [box.ref('ana-perez')], at: box.state.now }, 'k', box.io());
    const second = await all('activity', first.cursor, box.io());
    expect(second.rows.map(({ ref }) => ref.id)).toEqual(receipt.refs.map(({ id }) => id));
  });

  it.each(['', 'x', '{}', '{"at":9}', '{"at":0,"since":"x"}'])('changes throws bad-cursor when it is %j', async (cursor) => {
    await expect(zoho.changes('contact', cursor, aSandbox().io())).rejects.toMatchObject({ kind: 'invalid', code: 'bad-cursor' });
  });

  it('changes throws unsupported for what has no list', async () => {
    await expect(zoho.changes('file', undefined, aSandbox().io())).rejects.toMatchObject({ kind: 'invalid', code: 'unsupported' });
  });
});
