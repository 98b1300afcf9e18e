import { Agent, type IncomingMessage, request as open } from 'node:http';

/**
 * A `fetch` that reaches a sandbox (without TLS) over a real connection, whatever host the request names: Node's own does not let the
 * Host header be set. A lost connection is a TypeError, as in a browser; nothing is sent twice.
 */
export function overHttp(port: number): { fetch(request: Request): Promise<Response>; close(): void } {
  const agent = new Agent({ keepAlive: true, maxSockets: 40 });
  return {
    fetch: async (request) => {
      request.signal.throwIfAborted();
      const { host, pathname, search } = new URL(request.url);
      const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
      const headers = {
        ...Object.fromEntries(request.headers),
        host,
        ...(body && { 'content-length': String(body.byteLength) }),
      };
      const answer = await new Promise<IncomingMessage>((resolve, reject) => {
        const lost = (cause: unknown) => reject(request.signal.aborted ? request.signal.reason : new TypeError('fetch failed', { cause }));
        open({ agent, host: '127.0.0.1', port, method: request.method, path: pathname + search, headers, signal: request.signal }, resolve)
          .on('error', lost)
          .end(body);
      });
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of answer) chunks.push(chunk as Buffer);
      } catch (cause) {
        throw new TypeError('fetch failed', { cause });
      }
      const status = answer.statusCode ?? 0;
      const answered = new Headers();
      for (const [name, value] of Object.entries(answer.headersDistinct)) for (const each of value ?? []) answered.append(name, each);
      return new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers: answered });
    },
    close: () => agent.destroy(),
  };
}
