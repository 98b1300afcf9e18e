import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants, createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { generate } from 'selfsigned';

/** A running server. `certificate`: PEM of what it shows, for clients that want to trust it. */
export interface RunningServer {
  port: number;
  certificate?: string;
  close(): Promise<void>;
}

type Incoming = IncomingMessage | Http2ServerRequest;
type Outgoing = ServerResponse | Http2ServerResponse;

/** The certificate is made at start, so that no key lies in the repository. */
async function certificateFor(hosts: readonly string[]): Promise<{ key: string; cert: string }> {
  const names = [...new Set(['localhost', ...hosts])].map((value) => ({ type: 2 as const, value }));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Sidelight sandbox' }], {
    extensions: [{ name: 'subjectAltName', altNames: [...names, { type: 7, ip: '127.0.0.1' }] }],
  });
  return { key, cert };
}

/**
 * Serves `answer` on 127.0.0.1; the Host header says which host is meant, whatever the port. With TLS it speaks HTTP/2 as the
 * vendors' front ends do, and HTTP/1.1 to clients that ask for it. An answer that rejects with a TypeError is a lost one: the
 * request's stream is reset, over HTTP/1.1 the socket is destroyed. The two differ for a browser: it sends a POST again by itself
 * when a connection used before breaks without an answer, and does not when the stream was reset.
 */
export async function serve(
  answer: (request: Request) => Promise<Response>,
  options: { port: number; tls: boolean; hosts: readonly string[] },
): Promise<RunningServer> {
  const listener = (incoming: Incoming, outgoing: Outgoing) => {
    handle(answer, incoming, outgoing).catch((error: unknown) => fail(outgoing, error));
  };
  const pair = options.tls ? await certificateFor(options.hosts) : undefined;
  const server = pair ? createSecureServer({ ...pair, allowHTTP1: true }, listener) : createHttpServer(listener);
  const sockets = new Set<Socket>();
  server.on(pair ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    ...(pair && { certificate: pair.cert }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function handle(answer: (request: Request) => Promise<Response>, incoming: Incoming, outgoing: Outgoing): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const response = await answer(await toRequest(incoming, gone.signal));
  const body = response.body === null ? undefined : Buffer.from(await response.arrayBuffer());
  if (isGone(outgoing)) return;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  if (!response.headers.has('date')) outgoing.setHeader('date', new Date().toUTCString());
  outgoing.statusCode = response.status;
  if (body && incoming.method !== 'HEAD') outgoing.end(body);
  else outgoing.end();
}

async function toRequest(incoming: Incoming, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    const name = incoming.rawHeaders[index] ?? '';
    // Names with a colon in front are HTTP/2's own.
    if (!/^(:.*|connection|transfer-encoding|upgrade|keep-alive|expect)$/i.test(name))
      headers.append(name, incoming.rawHeaders[index + 1] ?? '');
  }
  const host = (incoming.headers[':authority']?.toString() ?? incoming.headers.host ?? 'localhost').replace(/:\d+$/, '').toLowerCase();
  const method = incoming.method ?? 'GET';
  const body = chunks.length > 0 && method !== 'GET' && method !== 'HEAD' ? { body: Buffer.concat(chunks) } : {};
  return new Request(new URL(incoming.url ?? '/', `https://${host}`), { method, headers, signal, ...body });
}

/** A lost or abandoned answer ends without a word; anything else is a bug of the sandbox and must not look like a vendor's error. */
function fail(outgoing: Outgoing, error: unknown): void {
  const lost = error instanceof TypeError && error.message === 'fetch failed';
  if (!lost && !isGone(outgoing)) process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  if ('stream' in outgoing) outgoing.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  else outgoing.destroy();
}

function isGone(outgoing: Outgoing): boolean {
  return 'stream' in outgoing ? outgoing.stream.destroyed : outgoing.destroyed;
}
