import { describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from '../cast.ts';
import type { Effect } from '../vendor.ts';
import { createZoho } from './index.ts';
import { CLIENT_ID, REFRESH_TOKEN, TOKEN } from './tables.ts';

const cast = makeCast();

function aVendor() {
  const effects: Omit<Effect, 'at' | 'system'>[] = [];
  const state = { now: CAST_AS_OF, lag: 0 };
  const vendor = createZoho({
    cast,
    now: () => state.now,
    random: () => 0.5,
    record: (effect) => effects.push(effect),
    searchLagMs: () => state.lag,
  });
  const ask = async (path: string, init: RequestInit = {}, token = TOKEN) =>
    vendor.handle(
      new Request(`https://www.zohoapis.eu${path}`, { ...init, headers: { authorization: `Zoho-oauthtoken ${token}`, ...init.headers } }),
    );
  const send = (path: string, body: unknown, method = 'POST') => ask(path, { method, body: JSON.stringify(body) });
  const coql = async (select_query: string) => {
    const answer = await send('/crm/v8/coql', { select_query });
    return answer.status === 204 ? { data: [] } : ((await answer.json()) as Record<string, never>);
  };
  const ana = vendor.people().get('ana-perez')?.[0]?.id ?? '';
  return { vendor, ask, send, coql, effects, state, ana };
}

describe('zoho sandbox', () => {
  it('answers nothing with 204, unchanged with 304, and a wrong token or module in the vendor’s words', async () => {
    const { ask } = aVendor();
    expect((await ask('/crm/v8/Contacts/search?email=nobody@x.example')).status).toBe(204);
    expect((await ask('/crm/v8/Contacts/999999999')).status).toBe(204);
    const since = { 'if-modified-since': new Date(CAST_AS_OF + 1).toISOString() };
    expect((await ask('/crm/v8/Contacts?fields=Last_Name', { headers: since })).status).toBe(304);
    expect(await (await ask('/crm/v8/org', {}, 'wrong')).json()).toMatchObject({ code: 'INVALID_TOKEN', status: 'error' });
    expect(await (await ask('/crm/v8/arsenal')).json()).toEqual({
      code: 'INVALID_MODULE',
      details: { resource_path_index: 0 },
      message: 'the module name given seems to be invalid',
      status: 'error',
    });
  });

  it('refuses a list without fields, pages the rest, and gives ids of 19 digits as text', async () => {
    const { ask } = aVendor();
    expect(await (await ask('/crm/v8/Contacts')).json()).toMatchObject({
      code: 'REQUIRED_PARAM_MISSING',
      details: { param_name: 'fields' },
    });
    const first = (await (await ask('/crm/v8/Contacts?fields=Last_Name&per_page=20')).json()) as {
      data: { id: string }[];
      info: { next_page_token: string };
    };
    const second = (await (
      await ask(`/crm/v8/Contacts?fields=Last_Name&per_page=20&page_token=${first.info.next_page_token}`)
    ).json()) as typeof first;
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    expect(new Set(ids).size).toBe(40);
    expect(ids.every((id) => /^\d{19}$/.test(id))).toBe(true);
  });

  it('reads criteria with escapes, and refuses unknown fields and broken brackets', async () => {
    const { ask, ana } = aVendor();
    const search = async (criteria: string) => ask(`/crm/v8/Contacts/search?criteria=${encodeURIComponent(criteria)}`);
    const found = (await (await search('((Email:equals:ANA.PEREZ@llantasnorte.mx)and(Last_Name:starts_with:P))')).json()) as {
      data: { id: string }[];
    };
    expect(found.data.map(({ id }) => id)).toEqual([ana]);
    expect((await search('(Last_Name:in:a\\,b,_*\'"\\\\)')).status).toBe(200);
    for (const broken of ['(Nope:equals:x)', '(Email:equals:x', '(Email:equals:a(b)', '(Email:like:x)'])
      expect((await search(broken)).status, broken).toBe(400);
  });

  it('sees a fresh write in the database at once, and in the search index when the lag has passed', async () => {
    const { ask, send, coql, state, ana, effects } = aVendor();
    state.now += 60_000;
    state.lag = 30_000;
    expect((await send(`/crm/v8/Contacts/${ana}`, { data: [{ Email: 'new@llantasnorte.mx' }] }, 'PUT')).status).toBe(200);
    expect((await ask('/crm/v8/Contacts/search?email=new@llantasnorte.mx')).status).toBe(204);
    expect((await coql("select Email from Contacts where Email = 'new@llantasnorte.mx'")).data).toMatchObject([{ id: ana }]);
    state.now += 60_000;
    expect((await ask('/crm/v8/Contacts/search?email=new@llantasnorte.mx')).status).toBe(200);
    expect(effects.map(({ actionKind }) => actionKind)).toEqual(['field']);
  });

  it('refuses queries for notes, unknown columns and without where', async () => {
    const { coql } = aVendor();
    for (const query of [
      'select id from Notes where id is not null',
      "select Nope from Tasks where id = '1'",
      'select id from Tasks',
      'delete from Tasks',
    ])
      expect(await coql(query), query).toMatchObject({ code: 'INVALID_QUERY' });
    expect((await coql("select id from Tasks where Who_Id = '1'")).data).toEqual([]);
  });

  it('gives a verdict per row: made, refused, or both', async () => {
    const { send, ana, effects } = aVendor();
    const good = { Note_Content: 'x', Parent_Id: { module: { api_name: 'Contacts' }, id: ana } };
    const wrongModule = { Note_Content: 'x', Parent_Id: { module: { api_name: 'Deals' }, id: ana } };
    const mixed = await send('/crm/v8/Notes', { data: [good, { Note_Content: 'x' }, wrongModule] });
    expect(mixed.status).toBe(207);
    expect(await mixed.json()).toMatchObject({
      data: [
        { status: 'success', details: { id: expect.stringMatching(/^\d{19}$/) } },
        { code: 'MANDATORY_NOT_FOUND', details: { api_name: 'Parent_Id' } },
        { code: 'INVALID_DATA', details: { api_name: 'Parent_Id' } },
      ],
    });
    expect((await send('/crm/v8/Tasks', { data: [{ Subject: 'x', Due_Date: 'tomorrow' }] })).status).toBe(400);
    expect(
      (await send('/crm/v8/Calls', { data: [{ Subject: 'x', Call_Type: 'Outbound', Call_Start_Time: '2026-11-16T10:00:00.000Z' }] }))
        .status,
    ).toBe(400);
    expect(effects).toHaveLength(1);
  });

  it('the accounts server renews a token, and says what is wrong inside a 200', async () => {
    const { vendor } = aVendor();
    const renew = async (refresh_token: string, client_id = CLIENT_ID) => {
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id });
      const answer = await vendor.handle(new Request('https://accounts.zoho.eu/oauth/v2/token', { method: 'POST', body }));
      return [answer.status, await answer.json()];
    };
    expect(await renew(REFRESH_TOKEN)).toEqual([
      200,
      expect.objectContaining({ access_token: TOKEN, api_domain: 'https://www.zohoapis.eu' }),
    ]);
    expect(await renew('revoked')).toEqual([200, { error: 'invalid_code' }]);
    expect(await renew(REFRESH_TOKEN, 'x')).toEqual([200, { error: 'invalid_client' }]);
  });

  it('old links and links without an account lead to the record’s page', async () => {
    const { vendor, ana } = aVendor();
    for (const path of [`/crm/EntityInfo.do?module=Contacts&id=${ana}`, `/crm/tab/Contacts/${ana}`]) {
      const answer = await vendor.handle(new Request(`https://crm.zoho.eu${path}`));
      expect([answer.status, answer.headers.get('location')]).toEqual([302, `https://crm.zoho.eu/crm/org20093847562/tab/Contacts/${ana}`]);
    }
  });
});
