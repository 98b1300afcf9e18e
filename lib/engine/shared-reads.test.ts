import { describe, expect, it } from 'vitest';
import { sharedReads } from './shared-reads.ts';

const get = (url = 'https://a.test/1', token = 't') => new Request(url, { headers: { authorization: token } });

/** A network that answers when told to. */
function network() {
  const calls: { answer(response: Response): void; fail(error: Error): void }[] = [];
  const send = () => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    calls.push({ answer: resolve, fail: reject });
    return promise;
  };
  return { calls, send };
}

const settle = () => new Promise((done) => setImmediate(done));

describe('sharedReads', () => {
  it('sends equal reads once while the first is under way, and each gets a whole answer', async () => {
    const { calls, send } = network();
    const share = sharedReads();
    const both = [share(get(), send), share(get(), send), share(get(), send)];
    await settle();
    expect(calls).toHaveLength(1);
    calls[0]?.answer(Response.json({ a: 1 }));
    for (const each of await Promise.all(both)) expect(await each.json()).toEqual({ a: 1 });
    void share(get(), send);
    await settle();
    expect(calls).toHaveLength(2);
  });

  it('keeps apart what differs in address, credentials or method', async () => {
    const { calls, send } = network();
    const share = sharedReads();
    void share(get(), send);
    void share(get('https://a.test/2'), send);
    void share(get('https://a.test/1', 'other'), send);
    for (let write = 0; write < 2; write++) void share(new Request('https://a.test/1', { method: 'POST' }), send);
    await settle();
    expect(calls).toHaveLength(5);
  });

  it.each([
    ['a lost connection', (call?: { fail(error: Error): void }) => call?.fail(new TypeError('fetch failed'))],
    ['a 503', (call?: { answer(response: Response): void }) => call?.answer(new Response('', { status: 503 }))],
  ])('does not share %s', async (_name, hurt) => {
    const { calls, send } = network();
    const share = sharedReads();
    const first = share(get(), send).catch(() => undefined);
    const second = share(get(), send);
    await settle();
    hurt(calls[0] as never);
    await first;
    await settle();
    expect(calls).toHaveLength(2);
    calls[1]?.answer(new Response(null, { status: 204 }));
    expect((await second).status).toBe(204);
  });

  it('shares a 429: asking again would be too early', async () => {
    const { calls, send } = network();
    const share = sharedReads();
    const both = [share(get(), send), share(get(), send)];
    await settle();
    calls[0]?.answer(new Response('', { status: 429 }));
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([429, 429]);
    expect(calls).toHaveLength(1);
  });
});
