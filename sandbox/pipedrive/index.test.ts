import { describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from '../cast.ts';
import type { Effect } from '../vendor.ts';
import { createPipedrive } from './index.ts';
import { sanitise } from './sanitise.ts';
import { HOST, TOKEN } from './tables.ts';

const cast = makeCast();

function aVendor() {
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const state = { now: CAST_AS_OF };
  const vendor = createPipedrive({
    cast,
    now: () => state.now,
    random: () => 0.5,
    record: (effect) => effects.push(effect),
    searchLagMs: () => 0,
  });
  const ask = (path: string, init: RequestInit & { host?: string; token?: string } = {}) => {
    const { host = HOST, token = TOKEN, ...rest } = init;
    return vendor.handle(new Request(`https://${host}${path}`, { ...rest, headers: { ...(token && { 'x-api-token': token }) } }));
  };
  const post = (path: string, body: unknown, method = 'POST') => ask(path, { method, body: JSON.stringify(body) });
  return { vendor, ask, post, effects, state };
}

describe('pipedrive sandbox', () => {
  it('answers v1 on both hosts, and v2 under /api/v2 alone', async () => {
    const { ask } = aVendor();
    expect((await ask('/api/v1/users/me')).status).toBe(200);
    expect((await ask('/v1/users/me', { host: 'api.pipedrive.com' })).status).toBe(200);
    expect((await ask('/api/v2/deals')).status).toBe(200);
    expect((await ask('/v2/deals')).status).toBe(404);
  });

  it.each(['/api/v1/persons/1', '/api/v1/deals', '/api/v1/activities', '/api/v1/itemSearch?term=ana', '/v1/pipelines'])(
    'knows no %s, which has a v2 twin',
    async (path) => {
      expect((await aVendor().ask(path)).status).toBe(404);
    },
  );

  it('refuses a wrong token in the vendor’s words, and takes one in the query', async () => {
    const { ask } = aVendor();
    const refused = await ask('/api/v2/persons/1', { token: 'wrong' });
    expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ success: false, errorCode: 401 })]);
    expect((await ask(`/api/v2/persons/1?api_token=${TOKEN}`, { token: '' })).status).toBe(200);
  });

  it('never sends CORS headers, and always those of the rate limit', async () => {
    const answer = await aVendor().ask('/api/v2/persons/1');
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(answer.headers.get('x-ratelimit-reset')).toBe('2');
  });

  it('answers 429 when too much is asked within two seconds, and not after', async () => {
    const { ask, state } = aVendor();
    const answers = await Promise.all(Array.from({ length: 500 }, () => ask('/api/v1/users/me')));
    expect(answers.filter(({ status }) => status === 429).length).toBe(20);
    state.now += 2_001;
    expect((await ask('/api/v1/users/me')).status).toBe(200);
  });

  it.each([
    { subject: 7 },
    { owner_id: '1' },
    { done: 1 },
    { person_id: 1 },
    { participants: [{ person_id: '1', primary: true }] },
    { deal_id: 999_999 },
    { due_time: '9' },
    { unknown: true },
  ])('refuses an activity with %j, because v2 is strict', async (wish) => {
    const { post, effects } = aVendor();
    const answer = await post('/api/v2/activities', { subject: 'x', type: 'task', ...wish });
    expect([answer.status, await answer.json()]).toEqual([400, expect.objectContaining({ code: 'ERR_SCHEMA_VALIDATION_FAILED' })]);
    expect(effects).toEqual([]);
  });

  it.each([{}, { content: '' }, { content: 'x' }, { content: 'x', person_id: 999_999 }])('refuses a note with %j', async (wish) => {
    const { post, effects } = aVendor();
    expect((await post('/api/v1/notes', wish)).ok).toBe(false);
    expect(effects).toEqual([]);
  });

  it('changes a deal’s stage and status, and says so once', async () => {
    const { ask, post, effects } = aVendor();
    expect((await post('/api/v2/deals/1', { stage_id: 6 }, 'PATCH')).status).toBe(200);
    expect((await post('/api/v2/deals/1', { status: 'won' }, 'PATCH')).status).toBe(200);
    expect((await post('/api/v2/deals/1', { stage_id: '2' }, 'PATCH')).status).toBe(400);
    const { data } = await (await ask('/api/v2/deals/1')).json();
    expect(data).toMatchObject({ stage_id: 6, pipeline_id: 2, status: 'won', won_time: expect.any(String) });
    expect(effects.map(({ actionKind }) => actionKind)).toEqual(['stage', 'stage']);
  });

  it('pages notes by offset and persons by cursor, whole and without doubles', async () => {
    const { ask } = aVendor();
    const seen: number[] = [];
    let cursor = '';
    do {
      const body = await (await ask(`/api/v2/persons?limit=7&cursor=${cursor}`)).json();
      seen.push(...body.data.map(({ id }: { id: number }) => id));
      cursor = encodeURIComponent(body.additional_data.next_cursor ?? '');
    } while (cursor !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe([...aVendor().vendor.people().values()].flat().length);
    const page = await (await ask('/api/v1/notes?limit=3')).json();
    expect(page.additional_data.pagination).toEqual({ start: 0, limit: 3, more_items_in_collection: true, next_start: 3 });
  });

  it.each([
    '/api/v2/persons?limit=501',
    '/api/v2/persons?ids=a',
    '/api/v2/persons?cursor=x',
    '/api/v2/itemSearch?term=a',
    '/api/v2/deals?person_id=x',
  ])('refuses %s', async (path) => {
    expect((await aVendor().ask(path)).status).toBe(400);
  });

  it('app.pipedrive.com leads to the company’s host', async () => {
    const answer = await aVendor().ask('/deal/1', { host: 'app.pipedrive.com' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `https://${HOST}/deal/1`]);
  });

  it('a record page keeps an older view hidden, and opens activities in the hash', async () => {
    const text = await (await aVendor().ask('/person/1')).text();
    expect(text.match(/class="viewContainer"/g)?.length).toBe(2);
    expect(text).toContain('href="#dialog/activity/');
  });

  it.each([
    ['<p>a</p><script>x</script>', '<p>a</p>'],
    ['<!-- marker -->b<br/>c', 'b<br>c'],
    ['<p onclick="x">a</p><img src=x onerror=y>', '<p>a</p>'],
    ['a &lt;b&gt;', 'a &lt;b&gt;'],
  ])('the sanitiser turns %j into %j', (html, clean) => {
    expect(sanitise(html)).toBe(clean);
  });
});
