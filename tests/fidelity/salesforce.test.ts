import { createHash, randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Connection, OAuth2 } from 'jsforce';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST_AS_OF, makeCast } from '../../sandbox/cast.ts';
import { createSalesforce, salesforceOAuth } from '../../sandbox/salesforce/index.ts';

/**
 * jsforce, the client most of the ecosystem uses, against the stand-in over real HTTP. It takes any instance URL, so it
 * talks to a plain local port; only the host name is put back before the org sees the request.
 */
const vendor = createSalesforce({
  cast: makeCast(),
  now: () => CAST_AS_OF,
  random: Math.random,
  record: () => undefined,
  searchLagMs: () => 0,
});
const host = vendor.hosts.api[0] ?? '';
const { credentials } = vendor.connection;
const accessToken = credentials.kind === 'token' ? credentials.token : '';
let server: ReturnType<typeof serve>;
let origin: string;
let org: Connection;

beforeAll(async () => {
  const fetch = (request: Request) => {
    const url = new URL(request.url);
    url.protocol = 'https:';
    url.host = host;
    url.port = '';
    return vendor.handle(new Request(url, request));
  };
  await new Promise<void>((ready) => {
    server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, () => ready());
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  org = new Connection({ instanceUrl: origin, accessToken, version: '67.0' });
});

afterAll(() => new Promise((done) => server.close(done)));

const james = () => vendor.people().get('james-oneil')?.[0]?.id ?? expect.fail('no james-oneil');

describe('jsforce against the Salesforce stand-in', () => {
  it('reads a record, its parent and its children', async () => {
    const row = await org.sobject('Contact').retrieve(james());
    expect(row).toMatchObject({ attributes: { type: 'Contact' }, LastName: "O'Neil", Email: 'james.oneil@oneilhaulage.com' });
    const { records } = await org.query(
      `SELECT Id, Name, Account.Name, (SELECT Id, Subject FROM Tasks ORDER BY CreatedDate DESC LIMIT 3) FROM Contact WHERE Id = '${james()}'`,
    );
    expect(records[0]).toMatchObject({ Account: { Name: "O'Neil & Sons Haulage, Inc." }, Tasks: { totalSize: 3, done: true } });
  });

  it('builds queries with its own escaping and gets the literal meant', async () => {
    const found = await org.sobject('Contact').find({ LastName: "O'Neil" }, ['Id', 'Name']).sort({ CreatedDate: -1 }).limit(5);
    expect(found.map(({ Id }) => Id)).toContain(james());
    const like = (Email: string | null) => org.sobject('Contact').find({ LastName: { $like: "o'%" }, Email }, ['Id']);
    expect((await like('JAMES.ONEIL@oneilhaulage.com')).map(({ Id }) => Id)).toEqual([james()]);
    expect((await like(null)).map(({ Id }) => Id)).not.toContain(james());
  });

  it('pages through a long query', async () => {
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await org.query('SELECT Id FROM Task', { headers });
    expect(first).toMatchObject({ done: false });
    expect(first.records).toHaveLength(200);
    const all = await org.query('SELECT Id FROM Task', { headers, autoFetch: true, maxFetch: 10_000 });
    expect(all.records).toHaveLength(first.totalSize);
    expect(new Set(all.records.map(({ Id }) => Id)).size).toBe(first.totalSize);
  });

  it('searches across types', async () => {
    const { searchRecords } = await org.search('FIND {james.oneil@oneilhaulage.com} IN EMAIL FIELDS RETURNING Contact(Id, Name), Lead(Id)');
    expect(searchRecords.map(({ Id }) => Id)).toContain(james());
  });

  it('creates, changes and deletes a task', async () => {
    const tasks = org.sobject('Task');
    const made = await tasks.create({ Subject: 'From jsforce', WhoId: james(), ActivityDate: '2026-12-01' });
    expect(made).toMatchObject({ success: true, errors: [] });
    const id = made.id ?? expect.fail('no id');
    expect(await tasks.retrieve(id)).toMatchObject({ Status: 'Not Started', IsClosed: false, AccountId: expect.stringMatching(/^001/) });
    expect(await tasks.update({ Id: id, Status: 'Completed' })).toMatchObject({ id, success: true });
    expect(await tasks.retrieve(id)).toMatchObject({ IsClosed: true });
    expect(await tasks.destroy(id)).toMatchObject({ id, success: true });
    await expect(tasks.retrieve(id)).rejects.toMatchObject({ errorCode: 'ENTITY_IS_DELETED' });
  });

  it('sees deleted rows only when it asks for all, and refuses a write on what has changed', async () => {
    const leads = org.sobject('Lead');
    const { id } = await leads.create({ LastName: 'Soon gone', Company: 'C' });
    await expect(
      org.request({
        method: 'PATCH',
        url: `/services/data/v67.0/sobjects/Lead/${id}`,
        body: JSON.stringify({ Title: 'Late' }),
        headers: { 'content-type': 'application/json', 'if-unmodified-since': new Date(0).toUTCString() },
      }),
    ).rejects.toThrow();
    await leads.destroy(id ?? '');
    const soql = `SELECT Id, IsDeleted, Title, SystemModstamp FROM Lead WHERE Id = '${id}'`;
    expect((await org.query(soql)).records).toEqual([]);
    expect((await org.query(soql, { scanAll: true })).records).toMatchObject([{ Id: id, IsDeleted: true, Title: null }]);
  });

  it('creates several records with a fate each', async () => {
    const results = await org.sobject('Contact').create([{ LastName: 'One' }, { FirstName: 'Nobody' }]);
    expect(results).toMatchObject([
      { success: true },
      { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING', fields: ['LastName'] }] },
    ]);
  });

  it('writes a note with its link in one composite, and nothing of it when a part fails', async () => {
    const compositeRequest = (linked: string) => [
      {
        method: 'POST',
        url: '/services/data/v67.0/sobjects/ContentNote',
        referenceId: 'n',
        body: { Title: 'T', Content: btoa('<p>Hi</p>') },
      },
      {
        method: 'POST',
        url: '/services/data/v67.0/sobjects/ContentDocumentLink',
        referenceId: 'l',
        body: { ContentDocumentId: '@{n.id}', LinkedEntityId: linked, ShareType: 'V' },
      },
    ];
    const post = (linked: string) =>
      org.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>('/services/data/v67.0/composite', {
        allOrNone: true,
        compositeRequest: compositeRequest(linked),
      });
    const notes = async () => (await org.query('SELECT Id FROM ContentNote')).totalSize;
    const before = await notes();
    expect((await post(james())).compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 201]);
    expect((await post('003Nw0000099999')).compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([400, 400]);
    expect(await notes()).toBe(before + 1);
  });

  it('describes types and reports what the day has cost', async () => {
    const { sobjects } = await org.describeGlobal();
    expect(sobjects.map(({ name }) => name)).toContain('Opportunity');
    const contact = await org.sobject('Contact').describe();
    expect(contact.fields.find(({ name }) => name === 'AccountId')).toMatchObject({
      type: 'reference',
      referenceTo: ['Account'],
      relationshipName: 'Account',
    });
    expect(org.limitInfo.apiUsage?.used).toBeGreaterThan(0);
    expect(await org.limits()).toHaveProperty('DailyApiRequests');
  });

  it('gets the vendor’s error codes', async () => {
    await expect(org.query('SELECT Nope FROM Contact')).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
    await expect(org.query('SELECT Id FROM Nope')).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
    await expect(org.query("SELECT Id FROM Contact WHERE Name = 'open")).rejects.toMatchObject({ errorCode: 'MALFORMED_QUERY' });
    const stranger = new Connection({ instanceUrl: origin, accessToken: 'nobody', version: '67.0' });
    await expect(stranger.query('SELECT Id FROM Contact')).rejects.toMatchObject({ errorCode: 'INVALID_SESSION_ID' });
  });

  it('signs in with PKCE, renews with rotation and revokes', async () => {
    const redirectUri = `https://${'a'.repeat(32)}.chromiumapp.org/`;
    const oauth2 = new OAuth2({ loginUrl: origin, clientId: salesforceOAuth.consumerKey, redirectUri, useVerifier: true });
    const code = await allow(oauth2.getAuthorizationUrl({ scope: 'api refresh_token openid', state: 's1' }));
    const granted = await oauth2.requestToken(code);
    expect(granted).toMatchObject({ instance_url: `https://${host}`, refresh_token: expect.any(String) });
    const signedIn = new Connection({ instanceUrl: origin, accessToken: granted.access_token, version: '67.0' });
    expect((await signedIn.query('SELECT Id FROM User')).totalSize).toBe(4);
    const first = granted.refresh_token ?? '';
    const renewed = await oauth2.refreshToken(first);
    expect(renewed.refresh_token).not.toBe(first);
    await expect(oauth2.refreshToken(first)).rejects.toThrow();
    await expect(oauth2.refreshToken(renewed.refresh_token ?? '')).rejects.toThrow();
    await oauth2.revokeToken(granted.access_token);
    await expect(signedIn.query('SELECT Id FROM User')).rejects.toMatchObject({ errorCode: 'INVALID_SESSION_ID' });
  });

  it('refuses a code whose verifier is another’s', async () => {
    const redirectUri = `https://${'a'.repeat(32)}.chromiumapp.org/`;
    const oauth2 = new OAuth2({ loginUrl: origin, clientId: salesforceOAuth.consumerKey, redirectUri });
    const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
    const url = oauth2.getAuthorizationUrl({ scope: 'api', code_challenge: challenge, code_challenge_method: 'S256' });
    await expect(oauth2.requestToken(await allow(url), { code_verifier: 'x'.repeat(43) })).rejects.toThrow();
  });
});

/** What a rep does on the consent page: presses Allow. */
async function allow(url: string): Promise<string> {
  const asked = new URL(url);
  if (!asked.searchParams.has('code_challenge_method')) asked.searchParams.set('code_challenge_method', 'S256');
  const page = await (await fetch(asked)).text();
  expect(page).toContain('id="oaapprove"');
  const fields = [...page.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
    name,
    value.replaceAll('&amp;', '&'),
  ]);
  const body = new URLSearchParams(fields.filter(([name]) => name !== 'cancel'));
  const answer = await fetch(`${origin}/setup/secur/RemoteAccessAuthorizationPage.apexp`, { method: 'POST', body, redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
}
