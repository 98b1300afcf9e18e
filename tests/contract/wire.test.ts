import { request as httpsRequest } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action, Io } from '../../lib/systems/contract.ts';
import { type Sandbox, startSandbox } from '../../sandbox/index.ts';
import { failure } from '../failure.ts';
import { READ_FAULTS } from './fault-kinds.ts';
import { watch, writesOf } from './network.ts';
import { keysOf, REGISTERED } from './stand.ts';

/** Polls end at once when it has happened; the limit is for a busy machine. */
const PATIENT = { timeout: 10_000 };

/** The same verbs over real HTTPS: headers, bodies, cut and lost connections as sockets make them. */
describe.each(REGISTERED)('$name over HTTPS', (system) => {
  let sandbox: Sandbox;
  let io: Io;
  beforeAll(async () => {
    sandbox = await startSandbox({ systems: [system.id] });
    io = {
      connection: sandbox.connection(system.id),
      fetch: (request) => overTheWire(request, sandbox.port),
      signal: new AbortController().signal,
      now: Date.now,
      random: () => 0.5,
    };
  });
  afterAll(() => sandbox.close());

  const ana = () => {
    const ref = sandbox.people().find((person) => person.key === 'ana-perez')?.records[0];
    if (!ref) throw new RangeError('no Ana');
    return ref;
  };

  it('verify, find, read, related and timeline answer when asked over the wire', async () => {
    expect((await system.verify(io)).account).toBe(io.connection.account);
    expect((await system.find(keysOf('person', { emails: ['ana.perez@llantasnorte.mx'] }), io)).map(({ ref }) => ref.id)).toContain(
      ana().id,
    );
    expect((await system.read(ana(), io)).name).toContain('Ana');
    expect((await system.related(ana(), io)).length).toBeGreaterThan(0);
    expect((await system.timeline(ana(), { limit: 20 }, io)).rows.length).toBeGreaterThan(0);
  });

  it.each(READ_FAULTS)('read meets %s with %s over the wire as in process', async (fault, kind) => {
    const stop = sandbox.faults.add({ kind: fault });
    const error = await failure(system.read(ana(), io));
    stop();
    expect(error.kind).toBe(kind);
  });

  it('read throws unavailable when the server hangs until the caller gives up', async () => {
    const stop = sandbox.faults.add({ kind: 'hang' });
    const patience = new AbortController();
    const seen = sandbox.requests().length;
    const outcome = failure(system.read(ana(), { ...io, signal: patience.signal }));
    await expect.poll(() => sandbox.requests().length, PATIENT).toBeGreaterThan(seen);
    patience.abort(new DOMException('gave up', 'TimeoutError'));
    expect((await outcome).kind).toBe('unavailable');
    stop();
  });

  it('perform leaves an open question that confirm settles when the socket dies after the commit', async () => {
    const action: Extract<Action, { kind: 'note' }> = { kind: 'note', text: 'Over the wire', on: [ana()], at: Date.now() };
    const network = watch(io.fetch, system.hosts(io.connection).api, () => sandbox.effects().length);
    await system.perform({ ...action, text: 'First over the wire' }, 'wire-0', { ...io, fetch: network.fetch });
    sandbox.faults.add({ kind: 'lost-answer', times: 1, match: writesOf(network) });
    expect((await failure(system.perform(action, 'wire-1', io))).kind).toBe('unknown-outcome');
    sandbox.faults.clear();
    expect(await system.confirm(action, 'wire-1', io)).toBeDefined();
  });

  it('read throws unavailable when the server is gone', async () => {
    const fetch = (request: Request) => overTheWire(request, 1);
    expect((await failure(system.read(ana(), { ...io, fetch }))).kind).toBe('unavailable');
  });
});

/** fetch with the host led to the sandbox's port, as a browser with mapped hosts does it. */
async function overTheWire(request: Request, port: number): Promise<Response> {
  const url = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const headers = { ...Object.fromEntries(request.headers), host: url.host, ...(body.length > 0 && { 'content-length': body.length }) };
  return new Promise((resolve, reject) => {
    const call = httpsRequest(
      {
        host: '127.0.0.1',
        port,
        path: url.pathname + url.search,
        method: request.method,
        headers,
        rejectUnauthorized: false,
        signal: request.signal,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
        answer.on('end', () => {
          const status = answer.statusCode ?? 500;
          const bodyless = status === 204 || status === 304;
          resolve(
            new Response(bodyless ? null : Buffer.concat(chunks), {
              status,
              headers: Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]),
            }),
          );
        });
      },
    );
    call.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
    call.end(body.length > 0 ? body : undefined);
  });
}
