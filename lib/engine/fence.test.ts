import { describe, expect, it } from 'vitest';
import { TestClock, testEngine } from '../../tests/engine/bench.ts';
import { type Connection, type System, SystemError } from '../systems/contract.ts';
import { send } from '../systems/http.ts';
import type { Engine } from './context.ts';
import { ioFor } from './fence.ts';
import { matchesPattern } from './match-pattern.ts';

const connection: Connection = { id: 'c', system: 'x', account: 'a', credentials: { kind: 'token', token: 'canary-token' } };
const system = { hosts: () => ({ pages: [], api: ['https://api.vendor.example/*', 'https://*.pods.example/*'] }) } as unknown as System;
const NEVER = new AbortController().signal;

function ioOn(fetch: Engine['fetch'], more: Partial<Engine> = {}) {
  const engine = testEngine({ fetch }, new TestClock(), { timeout: () => NEVER, ...more });
  return ioFor(engine, { system, connection }, NEVER);
}

const answer = (body: string, init?: ResponseInit) => async () => new Response(body, init);

describe('matchesPattern', () => {
  const yes: [string, string][] = [
    ['https://api.vendor.example/*', 'https://api.vendor.example/v1?x=1'],
    ['https://*.pods.example/*', 'https://eu1.pods.example/'],
    ['https://*.pods.example/*', 'https://a.b.pods.example/'],
    ['https://*.pods.example/*', 'https://pods.example/'],
    ['http://localhost/*', 'http://localhost/x'],
    ['https://a.example/api/*', 'https://a.example/api/x'],
  ];
  const no: [string, string][] = [
    ['https://api.vendor.example/*', 'http://api.vendor.example/'],
    ['https://api.vendor.example/*', 'https://api.vendor.example.evil.test/'],
    ['https://api.vendor.example/*', 'https://evil.test/https://api.vendor.example/'],
    ['https://api.vendor.example/*', 'https://api.vendor.example:8443/'],
    ['https://api.vendor.example/*', 'https://api.vendor.example@evil.test/'],
    ['https://api.vendor.example/*', 'https://x:y@api.vendor.example/'],
    ['https://*.pods.example/*', 'https://evilpods.example/'],
    ['https://*/*', 'https://anything.example/'],
    ['<all_urls>', 'https://anything.example/'],
    ['https://a.example/api/*', 'https://a.example/other'],
    ['https://a.example/api.v1/*', 'https://a.example/apixv1/'],
    ['', 'https://a.example/'],
  ];
  it.each(yes)('%s covers %s', (pattern, url) => expect(matchesPattern(pattern, new URL(url))).toBe(true));
  it.each(no)('%s does not cover %s', (pattern, url) => expect(matchesPattern(pattern, new URL(url))).toBe(false));
});

describe('io.fetch', () => {
  it('lets a request to an API host through, without cookies, cache and referrer', async () => {
    let seen: Request | undefined;
    const io = ioOn(async (request) => {
      seen = request;
      return Response.json({ ok: 1 });
    });
    expect((await send(io, { method: 'POST', url: 'https://api.vendor.example/v1', json: { a: 1 } })).json).toEqual({ ok: 1 });
    expect(seen).toMatchObject({ redirect: 'manual', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' });
    expect(await seen?.text()).toBe('{"a":1}');
  });

  it('refuses every other host before anything is sent', async () => {
    let sent = 0;
    const io = ioOn(async () => {
      sent++;
      return Response.json({});
    });
    for (const url of [
      'https://evil.test/',
      'http://api.vendor.example/',
      'https://api.vendor.example.evil.test/',
      'https://api.vendor.example:8443/',
    ]) {
      await expect(send(io, { url, headers: { authorization: 'Bearer canary-token' } })).rejects.toMatchObject({
        kind: 'permission',
        code: 'foreign-host',
      });
    }
    expect(sent).toBe(0);
  });

  it.each([301, 302, 303, 307, 308])('refuses a redirect with %i instead of following it', async (status) => {
    const io = ioOn(answer('', { status, headers: { location: 'https://evil.test/' } }));
    await expect(send(io, { url: 'https://api.vendor.example/' })).rejects.toMatchObject({ kind: 'protocol', code: 'redirect' });
  });

  it('tells a withdrawn permission from a lost connection', async () => {
    const broken = async () => {
      throw new TypeError('Failed to fetch');
    };
    const url = 'https://api.vendor.example/';
    await expect(send(ioOn(broken), { url })).rejects.toMatchObject({ kind: 'unavailable', code: 'network' });
    await expect(send(ioOn(broken), { url, write: true })).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const withdrawn = { hasHosts: async () => false };
    await expect(send(ioOn(broken, withdrawn), { url, write: true })).rejects.toMatchObject({ kind: 'permission', code: 'host-access' });
  });

  it('cuts off an answer that never comes, and a body that never ends', async () => {
    const limit = new AbortController();
    const late = { timeout: () => limit.signal };
    const silent = send(
      ioOn(() => new Promise<Response>(() => undefined), late),
      { url: 'https://api.vendor.example/' },
    );
    const drip = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('{')) });
    const endless = send(
      ioOn(async () => new Response(drip), late),
      { url: 'https://api.vendor.example/', write: true },
    );
    limit.abort(new DOMException('20 s', 'TimeoutError'));
    await expect(silent).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(endless).rejects.toMatchObject({ kind: 'unknown-outcome' });
  });

  it('stops reading a body that is too large', async () => {
    let pulled = 0;
    const flood = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    await expect(
      send(
        ioOn(async () => new Response(flood)),
        { url: 'https://api.vendor.example/' },
      ),
    ).rejects.toMatchObject({ code: 'answer-too-large' });
    expect(pulled).toBeLessThan(40);
  });

  it('says nothing of what was sent in its errors', async () => {
    const io = ioOn(answer('', { status: 302 }));
    const error = await send(io, { url: 'https://api.vendor.example/', headers: { authorization: 'Bearer canary-token' } }).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(SystemError);
    expect(JSON.stringify([error.message, error.stack, error])).not.toContain('canary-token');
  });
});
