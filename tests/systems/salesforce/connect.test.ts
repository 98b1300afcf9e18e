import { describe, expect, it } from 'vitest';
import type { SystemError } from '../../../lib/model/errors.ts';
import { detectRecord } from '../../../lib/systems/detect.ts';
import { salesforce } from '../../../lib/systems/salesforce/index.ts';
import { parseOrg } from '../../../lib/systems/salesforce/org.ts';
import { salesforceOAuth } from '../../../sandbox/salesforce/index.ts';
import { setUp } from './stage.ts';

const method = (id: string) => salesforce.auth.find((each) => each.id === id) ?? expect.fail(id);

describe('parseOrg', () => {
  it.each([
    ['acme', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
    ['Acme', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
    ['acme--uat', 'acme--uat.sandbox.my.salesforce.com', 'acme--uat.sandbox.lightning.force.com'],
    ['acme.my.salesforce.com', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
    ['https://acme.lightning.force.com/lightning/r/Account/0015i00000lhLC3AAM/view', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
    ['acme-dev-ed.develop.lightning.force.com', 'acme-dev-ed.develop.my.salesforce.com', 'acme-dev-ed.develop.lightning.force.com'],
    ['acme.lightning.force.com.mcas.ms', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
    ['acme.my.salesforce-setup.com', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
    ['acme.lightning.crmforce.mil', 'acme.my.salesforce.mil', 'acme.lightning.crmforce.mil'],
    [' https://ACME.my.salesforce.com/ ', 'acme.my.salesforce.com', 'acme.lightning.force.com'],
  ])('understands %s', (text, apiHost, pageHost) => {
    expect(parseOrg(text)).toMatchObject({ apiHost, pageHost });
  });

  it.each([
    '',
    ' ',
    'login.salesforce.com',
    'test.salesforce.com',
    'http://acme.my.salesforce.com',
    'https://acme.my.salesforce.com.evil.test',
    'https://user@acme.my.salesforce.com',
    'https://acme.my.salesforce.com:8443',
    'a.b.c.my.salesforce.com',
    'acme.pipedrive.com',
    'javascript:alert(1)',
    'acme me',
  ])('refuses %j', (text) => {
    expect(parseOrg(text)).toBeUndefined();
  });
});

describe('salesforce auth', () => {
  it('oauth asks the org’s own endpoints, without a secret', () => {
    const values = { address: 'acme--uat', clientId: ' 3MVG9abc ' };
    expect(method('oauth').oauth?.(values)).toEqual({
      authorizeUrl: 'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize',
      tokenUrl: 'https://acme--uat.sandbox.my.salesforce.com/services/oauth2/token',
      clientId: '3MVG9abc',
      scope: 'api refresh_token openid',
    });
    expect(method('oauth').toConnection(values)).toMatchObject({
      baseUrl: 'https://acme--uat.sandbox.my.salesforce.com',
      credentials: { kind: 'oauth', accessToken: '', clientId: '3MVG9abc' },
    });
  });

  it.each([
    ['oauth', { address: 'login.salesforce.com', clientId: 'x' }, 'address'],
    ['oauth', { address: 'acme' }, 'clientId'],
    ['token', { address: '', token: 'x' }, 'address'],
    ['token', { address: 'acme', token: ' ' }, 'token'],
    ['token', { address: 'acme', token: 'a\nb' }, 'token'],
  ])('%s names the field when the form is %j', (id, values, field) => {
    const thrown = (() => {
      try {
        return method(id).toConnection(values as Record<string, string>);
      } catch (error) {
        return error as SystemError;
      }
    })();
    expect(thrown).toMatchObject({ kind: 'invalid', field });
  });

  it('oauth leads to the consent page of the org’s own app, and to nobody else’s redirect', async () => {
    const { vendor } = setUp();
    const values = { address: salesforceOAuth.address, clientId: salesforceOAuth.consumerKey };
    const { authorizeUrl, clientId, scope } = method('oauth').oauth?.(values) ?? expect.fail('no oauth');
    const ask = (redirect: string, challenge: string) => {
      const parameters = { response_type: 'code', client_id: clientId, scope, redirect_uri: redirect, code_challenge: challenge };
      const query = new URLSearchParams({ ...parameters, code_challenge_method: 'S256', state: 's' });
      return vendor.handle(new Request(`${authorizeUrl}?${query}`));
    };
    const own = `https://${'b'.repeat(32)}.chromiumapp.org/`;
    expect(await (await ask(own, 'x'.repeat(43))).text()).toContain('id="oaapprove"');
    expect((await ask('https://evil.test/', 'x'.repeat(43))).status).toBe(400);
    expect((await ask(own, 'short')).headers.get('location')).toContain('error=invalid_request');
  });

  it('hosts are the two of the org, and none without an address', () => {
    expect(salesforce.hosts({ baseUrl: 'https://acme--uat.sandbox.my.salesforce.com' })).toEqual({
      pages: ['https://acme--uat.sandbox.lightning.force.com/*', 'https://acme--uat.sandbox.my.salesforce.com/*'],
      api: ['https://acme--uat.sandbox.my.salesforce.com/*'],
    });
    expect(salesforce.hosts({})).toEqual({ pages: [], api: [] });
    expect(salesforce.hosts({ baseUrl: 'https://evil.test' })).toEqual({ pages: [], api: [] });
  });

  it('record URLs are what detection reads back', () => {
    const { io, person } = setUp();
    const ref = person('james-oneil');
    const { host: _, ...found } = detectRecord(salesforce.recordUrl(ref, io.connection) ?? '') ?? expect.fail('no record');
    expect(found).toEqual(ref);
    expect(salesforce.recordUrl({ ...ref, id: 'javascript:1' }, io.connection)).toBeUndefined();
    expect(salesforce.recordUrl(ref, { ...io.connection, baseUrl: 'https://evil.test' })).toBeUndefined();
  });
});

describe('salesforce verify', () => {
  const composite = (request: Request) => request.url.endsWith('/composite');
  const refuse = (status: number, errorCode: string) =>
    new Response(JSON.stringify([{ message: '', errorCode }]), { status, headers: { 'content-type': 'application/json' } });

  it('reports the API as missing when it is off for the org', async () => {
    const { io } = setUp({ answer: (request) => (composite(request) ? refuse(403, 'API_DISABLED_FOR_ORG') : undefined) });
    expect(await salesforce.verify(io)).toMatchObject({ can: [], missing: [{ what: 'API', code: 'API_DISABLED_FOR_ORG' }] });
  });

  it('reports an org that does not speak our version', async () => {
    const old = () => new Response('[{"version":"60.0"}]', { headers: { 'content-type': 'application/json' } });
    const { io } = setUp({ answer: (request) => (request.url.endsWith('/services/data') ? old() : undefined) });
    expect(await salesforce.verify(io)).toMatchObject({ can: [], missing: [{ code: 'api-version' }] });
  });

  it('names what the user may not do', async () => {
    const info = (createable: boolean, updateable: boolean) => ({ objectDescribe: { createable, updateable, queryable: true } });
    const parts = ['Contact', 'Account', 'Opportunity', 'Case', 'Task', 'Event', 'ContentNote', 'ContentVersion'].map((referenceId) => ({
      referenceId,
      httpStatusCode: 200,
      body: info(referenceId !== 'ContentNote', referenceId !== 'Opportunity'),
    }));
    const lead = { referenceId: 'Lead', httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND', message: '' }] };
    const json = JSON.stringify({ compositeResponse: [...parts, lead] });
    const { io } = setUp({
      answer: (request) => (composite(request) ? new Response(json, { headers: { 'content-type': 'application/json' } }) : undefined),
    });
    const report = await salesforce.verify(io);
    expect(report.missing).toEqual([
      { what: 'Lead', code: 'no-read' },
      { what: 'ContentNote', code: 'no-create' },
      { what: 'Opportunity', code: 'no-right' },
    ]);
    expect(report.can).not.toContain('write:stage');
    expect(report.can).toContain('write:field');
    expect(report.can).not.toContain('write:note');
    expect(report.can).not.toContain('read:lead');
    expect(report.can).toContain('write:task');
  });

  it('takes Chatter’s word for who is asking when the token has no right to userinfo', async () => {
    const { io } = setUp({
      answer: (request) => (request.url.endsWith('/userinfo') ? new Response('Bad_OAuth_Token', { status: 403 }) : undefined),
    });
    expect(await salesforce.verify(io)).toMatchObject({ userId: io.connection.userId, userName: 'Marta Ruiz' });
  });

  it('learns the currency of an org with one', async () => {
    const soap = '<e><orgDefaultCurrencyIsoCode>CHF</orgDefaultCurrencyIsoCode></e>';
    const { io } = setUp({ answer: (request) => (request.url.includes('/Soap/') ? new Response(soap) : undefined) });
    expect(await salesforce.verify(io)).toMatchObject({ currency: 'CHF', timeZone: 'Europe/Madrid' });
    expect(await salesforce.verify(setUp().io)).not.toHaveProperty('currency');
  });

  it('throws auth when the token is nobody’s, and asks nothing without one', async () => {
    const { io, requests } = setUp();
    const stranger = { ...io, connection: { ...io.connection, credentials: { kind: 'token', token: 'nobody' } as const } };
    await expect(salesforce.verify(stranger)).rejects.toMatchObject({ kind: 'auth' });
    const before = requests.length;
    const empty = { ...io, connection: { ...io.connection, credentials: { kind: 'token', token: 'a\nb' } as const } };
    await expect(salesforce.verify(empty)).rejects.toMatchObject({ kind: 'auth', code: 'no-token' });
    expect(requests).toHaveLength(before);
  });
});
