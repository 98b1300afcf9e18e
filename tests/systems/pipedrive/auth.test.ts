import { describe, expect, it } from 'vitest';
import { type RecordRef, SystemError } from '../../../lib/systems/contract.ts';
import { detectRecord } from '../../../lib/systems/detect.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { answering } from './harness.ts';

const [method] = pipedrive.auth;
const connect = (domain: string, token = ' abc ') => method?.toConnection({ domain, token });

describe('auth', () => {
  it.each([
    'acme',
    'ACME',
    ' acme.pipedrive.com ',
    'https://acme.pipedrive.com',
    'https://Acme.Pipedrive.com/deal/4?x=1#y',
    'acme.pipedrive.com/pipeline',
  ])('toConnection finds the company when the rep types %j', (typed) => {
    expect(connect(typed)).toEqual({
      system: 'pipedrive',
      account: '',
      baseUrl: 'https://acme.pipedrive.com',
      credentials: { kind: 'token', token: 'abc' },
    });
  });

  it.each([
    ['', 'required'],
    ['   ', 'required'],
    ['app.pipedrive.com', 'address-format'],
    ['pipedrive.com', 'address-format'],
    ['acme.pipedrive.com.evil.test', 'address-format'],
    ['https://evil.test/acme.pipedrive.com', 'address-format'],
    ['https://acme.pipedrive.com@evil.test', 'address-format'],
    ['https://user:pass@acme.pipedrive.com', 'address-format'],
    ['ftp://acme.pipedrive.com', 'address-format'],
    ['a.b.pipedrive.com', 'address-format'],
    ['-acme', 'address-format'],
    ['ac me', 'address-format'],
  ])('toConnection names the field when the domain is %j', (typed, code) => {
    expect(caught(() => connect(typed))).toMatchObject({ kind: 'invalid', field: 'domain', code });
  });

  it.each([
    ['', 'required'],
    ['tök€n', 'malformed'],
    ['two words', 'malformed'],
  ])('toConnection names the field when the token is %j', (token, code) => {
    expect(caught(() => connect('acme', token))).toMatchObject({ kind: 'invalid', field: 'token', code });
  });

  it('hosts asks for the company’s host alone, and for app.pipedrive.com as a page', () => {
    const expected = { pages: ['https://acme.pipedrive.com/*', 'https://app.pipedrive.com/*'], api: ['https://acme.pipedrive.com/*'] };
    expect(pipedrive.hosts({ baseUrl: 'https://acme.pipedrive.com' })).toEqual(expected);
    expect(pipedrive.hosts({ account: 'acme' })).toEqual(expected);
    expect(caught(() => pipedrive.hosts({}))).toMatchObject({ kind: 'invalid', field: 'domain' });
  });

  it.each([
    ['contact', 'person', '12'],
    ['company', 'organization', '12'],
    ['deal', 'deal', '12'],
    ['lead', 'lead', 'adf21080-0e10-11eb-879b-05d71fb426ec'],
  ] as const)('recordUrl of a %s is a page that detection knows', (object, native, id) => {
    const ref: RecordRef = { system: 'pipedrive', account: 'acme', object, native, id };
    const { connection } = answering(() => new Response());
    expect(detectRecord(pipedrive.recordUrl(ref, connection) ?? '')).toEqual({ ...ref, host: 'acme.pipedrive.com' });
    expect(pipedrive.recordUrl({ ...ref, object: 'activity' }, connection)).toBeUndefined();
  });

  it('read sends the token in a header and nowhere else', async () => {
    const seen: Request[] = [];
    const io = answering((request) => {
      seen.push(request);
      return Response.json({ success: true, data: { id: 1, name: 'A' } });
    });
    await pipedrive.read({ system: 'pipedrive', account: 'acme', object: 'contact', native: 'person', id: '1' }, io);
    expect(seen.map((request) => request.headers.get('x-api-token'))).toEqual(['canary-token']);
    expect(seen.every((request) => !request.url.includes('canary'))).toBe(true);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (error instanceof SystemError) return error;
    throw error;
  }
  throw new Error('expected a SystemError');
}
