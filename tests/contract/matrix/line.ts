import { ask, askOnce } from '../../../lib/engine/ask.ts';
import type { Engine } from '../../../lib/engine/context.ts';
import { saveConnectionInfo } from '../../../lib/store/connections.ts';
import { cacheDb, settingsDb } from '../../../lib/store/databases.ts';
import { connections } from '../../../lib/store/reading.ts';
import { putSecret, vaultDb } from '../../../lib/store/vault.ts';
import type { Connection } from '../../../lib/systems/contract.ts';
import { type TestClock, testEngine } from '../../engine/bench.ts';
import { FACTS } from '../facts/index.ts';
import type { Words } from '../facts/types.ts';
import type { AnyStand } from '../stand.ts';
import type { Prepared, Verb } from './verbs.ts';

/**
 * What a request gets instead of the vendor's own answer; `undefined` leaves it that. `index` counts the requests of one `go`; `own` asks
 * the vendor, with another request if it is given one.
 */
export type Act = (
  request: Request,
  index: number,
  own: (instead?: Request) => Promise<Response>,
) => Promise<Response> | Response | undefined;

/** One request as it left the fence. */
export interface Sent {
  line: string;
  host: string;
  /** The value of every header, for the search for credentials on foreign hosts. */
  headers: string;
  wrote: boolean;
  /** By the engine's clock, epoch ms. */
  at: number;
  status?: number;
}

/** What came of running a verb through the engine. */
export interface Outcome {
  value?: unknown;
  error?: unknown;
  /** How often the engine ran the verb. */
  runs: number;
  sent: Sent[];
}

let made = 0;

/**
 * One connection and the engine in front of it, as a worker has them: guard, fence, renewal. Reads go through `ask`, writes through
 * `askOnce`. The clock is the stand's, `skewMs` off where the browser's clock is wrong.
 */
export class Line {
  readonly stand: AnyStand;
  readonly connection: Connection;
  skewMs = 0;
  hasHosts = true;
  readonly uploads: RegExp | undefined;
  #engine: Engine;
  #act: Act = () => undefined;
  #sent: Sent[] = [];
  #index = 0;
  #timeouts: { ms: number; controller: AbortController }[] = [];

  constructor(stand: AnyStand, connection: Partial<Connection> = {}) {
    made += 1;
    this.stand = stand;
    this.uploads = FACTS[stand.system.id]?.uploads;
    this.connection = { ...stand.connection, ...connection, id: `line-${made}` };
    this.#engine = this.#boot();
  }

  now = () => this.stand.now() + this.skewMs;

  /** The worker dies; the next one has the databases and nothing else. */
  restart(): void {
    this.#engine = this.#boot();
  }

  /** Saves the connection as connecting does: where a renewal looks for it, and where its state stands. */
  async store(): Promise<void> {
    const { id, system, account, userId = '' } = this.connection;
    // Those of other cells are done with, and who looks one up opens them all.
    await Promise.all([settingsDb.connections.clear(), vaultDb.secrets.clear(), vaultDb.renewals.clear(), cacheDb.health.clear()]);
    await putSecret(id, this.connection);
    const { name: systemName, capabilities } = this.stand.system;
    const info = { systemName, mark: 'Xx', userName: 'Rep', can: [...capabilities], missing: [], createdAt: 0, state: 'ok' as const };
    await saveConnectionInfo({ ...info, id, system, account, userId });
  }

  /** How the connection stands in the rep's list. */
  async state(): Promise<string | undefined> {
    return (await connections()).find(({ id }) => id === this.connection.id)?.state;
  }

  /** The longest the engine waits for an answer; passes at once. */
  runOut(): number {
    const longest = Math.max(0, ...this.#timeouts.map(({ ms }) => ms));
    this.stand.pass(longest);
    for (const { controller } of this.#timeouts.splice(0)) controller.abort(new DOMException('timed out', 'TimeoutError'));
    return longest;
  }

  /** Runs a verb, `copies` of it at the same time. */
  async go(verb: Verb, prepared: Prepared, act: Act = () => undefined, copies = 1): Promise<Outcome> {
    this.#act = act;
    this.#sent = [];
    this.#index = 0;
    let runs = 0;
    const live = { system: this.stand.system, connection: this.connection };
    const run = (_system: unknown, io: Parameters<Verb['run']>[0]) => {
      runs += 1;
      return verb.run(io, prepared);
    };
    const once = () => (verb.write ? askOnce(this.#engine, live, run) : ask(this.#engine, live, run));
    const outcome = await Promise.all(Array.from({ length: copies }, once)).then(
      ([value]) => ({ value }),
      (error: unknown) => ({ error }),
    );
    return { ...outcome, runs, sent: this.#sent };
  }

  #boot(): Engine {
    const clock = { now: this.now, wait: async (ms: number) => this.stand.pass(ms) } as TestClock;
    return testEngine({ fetch: (request) => this.#fetch(request) }, clock, {
      random: () => 0.5,
      hasHosts: async () => this.hasHosts,
      timeout: (ms) => {
        const controller = new AbortController();
        this.#timeouts.push({ ms, controller });
        return controller.signal;
      },
    });
  }

  async #fetch(request: Request): Promise<Response> {
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    const sent: Sent = {
      line: `${request.method} ${url.href}`,
      host: url.host,
      headers: [...request.headers.values()].join('\n'),
      wrote: false,
      at: this.now(),
    };
    this.#sent.push(sent);
    const index = this.#index++;
    const own = async (instead = request) => {
      const before = this.stand.written();
      const response = await this.stand.raw(instead);
      sent.wrote ||= this.stand.written() > before || (response.ok && this.uploads?.test(url.pathname) === true);
      return response;
    };
    const response = await (this.#act(request, index, own) ?? own());
    sent.status = response.status;
    // The network adds it to every answer; in process nobody does.
    if (!response.headers.has('date')) response.headers.set('date', new Date(this.stand.now()).toUTCString());
    return response;
  }
}

/** A vendor's words as an answer. */
export function say({ status, body, headers = {} }: Words, more: Record<string, string> = {}): Response {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const type = { 'content-type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8' };
  const bare = text === undefined || text === '' || status === 204;
  return new Response(bare ? null : text, { status, headers: { ...(bare ? {} : type), ...headers, ...more } });
}
