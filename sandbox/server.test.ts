import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { startProxy } from './proxy.ts';
import { type RunningServer, serve } from './server.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

async function aServer(answer: (request: Request) => Promise<Response>): Promise<RunningServer> {
  const server = await serve(answer, { port: 0, tls: true, hosts: ['api.stub.test'] });
  open.push(server);
  return server;
}

function ask(
  server: RunningServer,
  options: { path?: string; method?: string; body?: string } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const call = httpsRequest(
      {
        host: '127.0.0.1',
        port: server.port,
        servername: 'api.stub.test',
        ca: server.certificate,
        path: options.path ?? '/',
        method: options.method ?? 'GET',
        headers: { host: 'API.stub.test:443' },
        agent: new Agent(),
      },
      (answer) => {
        answer.setEncoding('utf8');
        let text = '';
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      },
    );
    call.on('error', reject);
    call.end(options.body);
  });
}

it('server hands over the real host, path and body and adds no CORS header', async () => {
  const server = await aServer(async (request) =>
    Response.json(
      { url: request.url, method: request.method, body: await request.text() },
      {
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      },
    ),
  );
  const answer = await ask(server, { path: '/x%20y?q=%D0%B6', method: 'POST', body: 'hé' });
  expect(JSON.parse(answer.text)).toEqual({ url: 'https://api.stub.test/x%20y?q=%D0%B6', method: 'POST', body: 'hé' });
  expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

it('server destroys the socket when an answer is lost over HTTP/1.1', async () => {
  const server = await aServer(() => Promise.reject(new TypeError('fetch failed')));
  await expect(ask(server)).rejects.toThrow(/hang up|ECONNRESET/);
});

it('server resets the stream and keeps the connection when an answer is lost over HTTP/2', async () => {
  let calls = 0;
  const server = await aServer(async (request) => {
    calls += 1;
    if (request.method === 'POST') throw new TypeError('fetch failed');
    return new Response(request.url);
  });
  const session = connectHttp2(`https://api.stub.test:${server.port}`, {
    ca: server.certificate,
    createConnection: () =>
      tlsConnect({ host: '127.0.0.1', port: server.port, servername: 'api.stub.test', ca: server.certificate, ALPNProtocols: ['h2'] }),
  });
  const over = (method: string) =>
    new Promise<string>((resolve, reject) => {
      let text = '';
      const stream = session.request({ ':method': method, ':path': '/deep?q=1' });
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      stream.on('error', reject).on('end', () => resolve(text));
      stream.end();
    });
  expect(await over('GET')).toBe('https://api.stub.test/deep?q=1');
  await expect(over('POST')).rejects.toMatchObject({ message: expect.stringContaining('NGHTTP2_INTERNAL_ERROR') });
  expect(await over('GET')).toBe('https://api.stub.test/deep?q=1');
  expect(calls).toBe(3);
  session.destroy();
});

it('server tells the answer when the client has gone', async () => {
  let gone: Promise<void> | undefined;
  const arrived = Promise.withResolvers<void>();
  const server = await aServer((request) => {
    gone = new Promise((resolve) => request.signal.addEventListener('abort', () => resolve()));
    arrived.resolve();
    return new Promise(() => undefined);
  });
  const call = httpsRequest({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false }).on('error', () => undefined);
  call.end();
  await arrived.promise;
  call.destroy();
  await gone;
});

it('proxy leads every host to the sandbox', async () => {
  const server = await aServer(async (request) => new Response(request.url));
  const proxy = await startProxy(server.port);
  open.push(proxy);
  const text = await new Promise<string>((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port: proxy.port, method: 'CONNECT', path: 'api.stub.test:443' })
      .on('connect', (_, socket) => {
        const secure = tlsConnect({ socket, servername: 'api.stub.test', ca: server.certificate }, () =>
          secure.write('GET /deep HTTP/1.1\r\nhost: api.stub.test\r\nconnection: close\r\n\r\n'),
        );
        let all = '';
        secure.setEncoding('utf8').on('data', (chunk: string) => {
          all += chunk;
        });
        secure.on('end', () => resolve(all)).on('error', reject);
      })
      .on('error', reject)
      .end();
  });
  expect(text).toContain('https://api.stub.test/deep');
});
