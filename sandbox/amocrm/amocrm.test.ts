import { describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from '../cast.ts';
import type { Effect } from '../vendor.ts';
import { createAmocrm } from './index.ts';

const API = 'https://vektordemo.amocrm.ru/api/v4';

function open() {
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const clock = { now: CAST_AS_OF, lag: 0 };
  const context = { cast: makeCast(), now: () => clock.now, random: () => 0.5, searchLagMs: () => clock.lag };
  const vendor = createAmocrm({ ...context, record: (effect) => effects.push(effect) });
  const { credentials } = vendor.connection;
  const authorization = `Bearer ${credentials.kind === 'token' ? credentials.token : ''}`;
  const ask = async (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
    const init = { method, headers: { authorization }, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await vendor.handle(new Request(API + path, init));
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      body: answer.status === 204 ? undefined : await answer.json(),
      headers: answer.headers,
    };
  };
  const page = async (path: string) => (await vendor.handle(new Request(`https://vektordemo.amocrm.ru${path}`))).text();
  const ivan = Number(vendor.people().get('ivan-petrov')?.[0]?.id);
  return { vendor, ask, page, effects, clock, ivan };
}

describe('amoCRM stand-in', () => {
  it('answers 204 without a body when there is nothing', async () => {
    const { ask } = open();
    for (const path of ['/contacts/1', '/contacts?query=nobody-at-all', '/leads?filter[id][]=1', '/tasks/1', '/users/1'])
      expect(await ask(path), path).toMatchObject({ status: 204, type: null });
  });

  it('words successes as hal and refusals as problems', async () => {
    const { ask, vendor } = open();
    expect(await ask('/account')).toMatchObject({
      status: 200,
      type: 'application/hal+json',
      body: { subdomain: 'vektordemo', currency: 'RUB' },
    });
    expect(await ask('/contacts?limit=251')).toMatchObject({ status: 422, type: 'application/problem+json' });
    expect(await ask('/events?limit=101')).toMatchObject({ status: 422 });
    expect(await ask('/customers')).toMatchObject({ status: 402, body: { title: 'Payment Required' } });
    expect(await ask('/nothing')).toMatchObject({ status: 404 });
    expect((await vendor.handle(new Request(`${API}/account`))).status).toBe(401);
  });

  it('never sends CORS headers', async () => {
    const { ask, vendor } = open();
    const pages = await vendor.handle(new Request('https://vektordemo.amocrm.ru/leads/list/'));
    for (const headers of [(await ask('/account')).headers, pages.headers])
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('follows _links.next to the end without repeating a row', async () => {
    const { ask, ivan } = open();
    const ids: number[] = [];
    let next: string | undefined = `/contacts/${ivan}/notes?limit=50&order[updated_at]=desc`;
    while (next !== undefined) {
      const { body } = await ask(next);
      ids.push(...body._embedded.notes.map(({ id }: { id: number }) => id));
      next = body._links.next?.href.slice(API.length);
    }
    expect(ids.length).toBeGreaterThan(150);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('embeds linked ids only when asked with `with`', async () => {
    const { ask, ivan } = open();
    expect(Object.keys((await ask(`/contacts/${ivan}`)).body._embedded).sort()).toEqual(['companies', 'tags']);
    expect((await ask(`/contacts/${ivan}?with=leads,customers`)).body._embedded).toMatchObject({
      leads: [{ id: expect.any(Number) }],
      customers: [],
    });
  });

  it('hides fresh writes from search but not from reads while the index lags', async () => {
    const { ask, clock } = open();
    const id = (await ask('/contacts', [{ name: 'Свежий Контакт' }])).body._embedded.contacts[0].id;
    clock.lag = 5000;
    expect((await ask(`/contacts?query=${encodeURIComponent('свежий')}`)).status).toBe(204);
    expect((await ask(`/contacts/${id}`)).body.name).toBe('Свежий Контакт');
    clock.now += 5000;
    expect((await ask(`/contacts?query=${encodeURIComponent('свежий')}`)).body._embedded.contacts).toHaveLength(1);
  });

  it('takes a batch as a whole or not at all', async () => {
    const { ask, effects, ivan } = open();
    const good = { entity_id: ivan, note_type: 'common', params: { text: 'a' }, request_id: 'r1' };
    expect(await ask('/contacts/notes', [good, { ...good, params: {}, request_id: 'r2' }])).toMatchObject({
      status: 400,
      body: { 'validation-errors': [{ request_id: 'r2', errors: [{ path: 'params.text' }] }] },
    });
    expect(effects).toEqual([]);
    await ask('/contacts/notes', [good, { ...good, request_id: 'r3' }]);
    expect(effects.map(({ key, actionKind }) => [key, actionKind])).toEqual([
      ['r1', 'note'],
      ['r3', 'note'],
    ]);
  });

  it('refuses what is no list, no record and no stage of this account', async () => {
    const { ask, effects, ivan } = open();
    expect((await ask('/tasks', { text: 'x' })).status).toBe(400);
    expect((await ask('/contacts/1/notes', [{ note_type: 'common', params: { text: 'x' } }])).status).toBe(404);
    expect((await ask(`/contacts/${ivan}`, { custom_fields_values: [{ field_id: 1, values: [] }] }, 'PATCH')).status).toBe(400);
    expect((await ask('/leads', [{ name: 'x', status_id: 5 }])).status).toBe(400);
    expect(effects).toEqual([]);
  });

  it('keeps no more than ten records of one kind in a question for events', async () => {
    const { ask } = open();
    const ids = Array.from({ length: 11 }, (_, index) => `filter[entity_id][]=${index}`).join('&');
    expect((await ask(`/events?filter[entity]=lead&${ids}`)).status).toBe(400);
    expect((await ask('/events?filter[entity_id][]=1')).status).toBe(400);
  });

  it('draws a card over the list it was opened from, and the board by stages', async () => {
    const { page, ivan } = open();
    const card = await page(`/contacts/detail/${ivan}`);
    expect(card).toContain('class="card-holder"');
    expect(card).toContain('Иван Петров');
    expect(card).toContain('Контакты');
    expect(await page('/leads/pipeline/7104455/?skip_filter=Y')).toContain('Согласование договора');
    expect(await page('/contacts/detail/1')).toContain('не найдена');
  });

  it('leaves traces of advertising and telephony on some leads', async () => {
    const { ask } = open();
    const { body } = await ask('/leads?limit=250');
    const codes = body._embedded.leads.flatMap(
      (lead: { custom_fields_values: { field_code: string }[] | null }) => lead.custom_fields_values ?? [],
    );
    expect(new Set(codes.map(({ field_code }: { field_code: string }) => field_code))).toEqual(
      new Set(['UTM_SOURCE', 'UTM_MEDIUM', 'UTM_CAMPAIGN', 'UTM_TERM', 'YCLID']),
    );
    expect((await ask('/leads/notes?filter[note_type][]=call_in')).body._embedded.notes[0].params).toMatchObject({
      link: expect.stringMatching(/^https:/),
      call_responsible: 'Ольга Смирнова',
    });
  });
});
