import { SystemError } from '../../lib/systems/contract.ts';

/** What went over the line in one verb. */
interface Exchange {
  method: string;
  url: string;
  status?: number;
  /** It changed something. */
  wrote?: boolean;
}

/** An `io.fetch` that keeps to the fence, remembers every exchange and can spoil what comes back. */
export interface Network {
  fetch(request: Request): Promise<Response>;
  exchanges: Exchange[];
  /** Applied to every JSON body until set to undefined. */
  spoil: ((body: unknown) => unknown) | undefined;
  /** Put as Retry-After on every 429. */
  retryAfter: string | undefined;
}

/** `written` counts what was really written so far, to tell which requests write. */
export function watch(fetch: (request: Request) => Promise<Response>, patterns: readonly string[], written: () => number): Network {
  const network: Network = {
    exchanges: [],
    spoil: undefined,
    retryAfter: undefined,
    fetch: async (request) => {
      if (!patterns.some((pattern) => covers(pattern, request.url))) throw new SystemError('permission', { code: 'foreign-host' });
      const exchange: Exchange = { method: request.method, url: request.url };
      network.exchanges.push(exchange);
      const before = written();
      const response = await fetch(request);
      exchange.wrote = written() > before;
      exchange.status = response.status;
      if (network.retryAfter !== undefined && response.status === 429) response.headers.set('retry-after', network.retryAfter);
      return network.spoil ? spoiled(response, network.spoil) : response;
    },
  };
  return network;
}

const GUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Matches, as faults do, the requests of the last run that changed something. */
export function writesOf(network: Network): RegExp {
  const lines = network.exchanges.filter((each) => each.wrote).map((each) => `${each.method} ${each.url.split('?')[0]}`);
  if (lines.length === 0) throw new RangeError('nothing was written');
  // An id that the caller chose for a new row is another one next time.
  return new RegExp(`^(${lines.map((line) => verbatim(line).replaceAll(GUID, '[0-9a-f-]{36}')).join('|')})`);
}

export function verbatim(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Match patterns as browsers read them: scheme, host with an optional leading `*.`, path. */
function covers(pattern: string, url: string): boolean {
  const { protocol, hostname, pathname } = new URL(url);
  const [scheme = '', rest = ''] = pattern.split('://');
  const host = rest.split('/')[0] ?? '';
  const path = rest
    .slice(host.length)
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*');
  const hostFits = host.startsWith('*.') ? hostname === host.slice(2) || hostname.endsWith(host.slice(1)) : hostname === host;
  return protocol === `${scheme}:` && hostFits && new RegExp(`^${path}$`).test(pathname);
}

async function spoiled(response: Response, spoil: (body: unknown) => unknown): Promise<Response> {
  if (response.body === null) return response;
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  try {
    return new Response(JSON.stringify(spoil(JSON.parse(text))), { status: response.status, headers });
  } catch {
    return new Response(text, { status: response.status, headers });
  }
}
