import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

/** A running server. `certificate`: PEM of what it shows, for clients that want to trust it. */
export interface RunningServer {
  port: number;
  certificate?: string;
  close(): Promise<void>;
}

/** The certificate is made at start, so that no key lies in the repository. */
async function certificateFor(hosts: readonly string[]): Promise<{ key: string; cert: string }> {
  const names = [...new Set(['localhost', ...hosts])].map((value) => ({ type: 2 as const, value }));
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Sidelight sandbox' }], {
    extensions: [{ name: 'subjectAltName', altNames: [...names, { type: 7, ip: '127.0.0.1' }] }],
  });
  return { key, cert };
}

/**
 * Serves `answer` on 127.0.0.1; the Host header says which host is meant, whatever the port. An answer that rejects with
 * a TypeError is a lost connection: the socket is destroyed.
 */
export async function serve(
  answer: (request: Request) => Promise<Response>,
  options: { port: number; tls: boolean; hosts: readonly string[] },
): Promise<RunningServer> {
  const listener: RequestListener = (incoming, outgoing) => {
    handle(answer, incoming, outgoing).catch((error: unknown) => fail(outgoing, error));
  };
  const pair = options.tls ? await certificateFor(options.hosts) : undefined;
  const server: Server = pair ? createHttpsServer(pair, listener) : createHttpServer(listener);
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
        server.closeAllConnections();
      }),
  };
}

async function handle(answer: (request: Request) => Promise<Response>, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const response = await answer(await toRequest(incoming, gone.signal));
  const body = response.body === null ? undefined : Buffer.from(await response.arrayBuffer());
  if (outgoing.destroyed) return;
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader('set-cookie', cookies);
  if (!response.headers.has('date')) outgoing.setHeader('date', new Date().toUTCString());
  outgoing.writeHead(response.status);
  outgoing.end(incoming.method === 'HEAD' ? undefined : body);
}

async function toRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (let index = 0; index < incoming.rawHeaders.length; index += 2) {
    const name = incoming.rawHeaders[index] ?? '';
    if (!/^(connection|transfer-encoding|upgrade|keep-alive|expect)$/i.test(name))
      headers.append(name, incoming.rawHeaders[index + 1] ?? '');
  }
  const host = (incoming.headers.host ?? 'localhost').replace(/:\d+$/, '').toLowerCase();
  const method = incoming.method ?? 'GET';
  const body = chunks.length > 0 && method !== 'GET' && method !== 'HEAD' ? { body: Buffer.concat(chunks) } : {};
  return new Request(new URL(incoming.url ?? '/', `https://${host}`), { method, headers, signal, ...body });
}

/** A lost or abandoned connection ends without a word; anything else is a bug of the sandbox and must not look like a vendor's error. */
function fail(outgoing: ServerResponse, error: unknown): void {
  const lost = error instanceof TypeError && error.message === 'fetch failed';
  if (!lost && !outgoing.destroyed) process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
  outgoing.destroy();
}
