import { expect } from 'vitest';
import { cutOff, drip, flood, LOGIN_PAGE, refused, silence, text, words } from './answers.ts';
import { type Cell, clean, failed, prepared, type Strike, sentenceOf, suffer } from './cell.ts';
import { CANARIES } from './leaks.ts';
import { type Act, Line } from './line.ts';

const DOWN = { read: ['unavailable'], write: ['unknown-outcome'] } as const;
const ODD = { read: ['protocol'], write: ['unknown-outcome'], sentences: ['error.protocol'], repeats: false } as const;
const PAGE = { 'content-type': 'text/html; charset=utf-8' };

/** A strike that needs the line it hits. */
async function sufferOn(cell: Cell, make: (line: () => Line) => Act, rest: Omit<Strike, 'act'>): Promise<void> {
  let line: Line | undefined;
  await suffer(cell, [{ ...rest, act: make(() => line as Line) }], async (each) => {
    line = each;
  });
}

const slow: Omit<Strike, 'act' | 'name'> = { ...DOWN, sentences: ['error.timeout'], repeats: false };

/** F1: no answer. 20 s at most, and once: three times 20 s is a minute in which nothing moves. */
export async function f1(cell: Cell): Promise<void> {
  await sufferOn(cell, silence, { ...slow, name: 'no answer' });
  const line = new Line(cell.stand);
  let waited = 0;
  const outcome = await line.go(cell.verb, await prepared(cell.verb), (request) => {
    setImmediate(() => {
      waited = line.runOut();
    });
    return new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true }));
  });
  failed(outcome, 'no answer');
  expect(waited, 'longest wait').toBeGreaterThan(0);
  expect(waited, 'longest wait').toBeLessThanOrEqual(20_000);
}

/** F2: a body that trickles. The limit is one for head and body together. */
export const f2 = (cell: Cell) => sufferOn(cell, drip, { ...slow, name: 'one byte and no more' });

/** F5: the vendor is down. */
export async function f5(cell: Cell): Promise<void> {
  const broken = (name: string, act: Act): Strike => ({ ...DOWN, name, act, sentences: ['error.unavailable'], repeats: true });
  await suffer(cell, [
    broken('500', words({ status: 500, body: { message: 'x' } })),
    broken('502 as a page', words({ status: 502, body: '<html><body>Bad Gateway</body></html>', headers: PAGE })),
    broken('503 without a body', words({ status: 503 })),
    broken('504 as a page', words({ status: 504, body: '<html><body>Gateway Timeout</body></html>', headers: PAGE })),
  ]);
  if (cell.verb.write) return;
  const line = new Line(cell.stand);
  const ready = await prepared(cell.verb);
  // Five failures in a row (three here, two more) and the circuit is open: not one request more, and not after a restart either.
  for (let round = 0; round < 2; round++) await line.go(cell.verb, ready, words({ status: 503 }));
  line.restart();
  const shut = await line.go(cell.verb, ready);
  expect(failed(shut, 'open circuit').code).toBe('circuit-open');
  expect(shut.sent).toEqual([]);
  cell.stand.pass(30_001);
  const probe = await line.go(cell.verb, ready);
  expect(probe.error, 'half-open: the probe').toBeUndefined();
}

/** F6: a login page where an answer was due. */
export const f6 = (cell: Cell) =>
  suffer(cell, [
    {
      name: 'login page',
      act: words({ status: 200, body: LOGIN_PAGE, headers: PAGE }),
      read: ['auth'],
      write: ['auth'],
      sentences: ['error.html'],
      repeats: false,
    },
  ]);

/** F7: answers that are no answers. */
export async function f7(cell: Cell): Promise<void> {
  const deep = (open: string, shut: string) => open.repeat(10_000) + shut.repeat(10_000);
  await suffer(cell, [
    { ...ODD, name: 'malformed JSON', act: text('{"a": tru') },
    { ...ODD, name: 'a text', act: text('"a text"') },
    { ...ODD, name: 'a number', act: text('42') },
    { ...ODD, name: 'no JSON at all', act: text('OK', 200, 'text/plain') },
    { ...ODD, name: 'nested 10 000 deep', act: text(deep('[', ']')) },
    { ...ODD, name: 'half an answer', act: half },
  ]);
  // The engine's own cut, the same for every verb: once per system is enough.
  if (cell.verb.name === 'verify' || cell.verb.name === 'perform:note') {
    const { act, most } = flood();
    await suffer(cell, [{ ...ODD, name: '64 MB', act }]);
    expect(most(), 'megabytes taken of a flood').toBeLessThanOrEqual(30);
  }
  const line = new Line(cell.stand);
  const marked = await line.go(cell.verb, await prepared(cell.verb), bom);
  expect(marked.error, 'a byte order mark').toBeUndefined();
}

const half: Act = async (_request, _index, own) => {
  const response = await own();
  const body = await response.text();
  // An answer without a body cannot be cut: it gets half of one.
  return new Response(body.slice(0, Math.floor(body.length / 2)) || '{"a', {
    status: body === '' ? 200 : response.status,
    headers: response.headers,
  });
};

const bom: Act = async (_request, _index, own) => {
  const response = await own();
  const body = await response.text();
  return body === '' ? new Response(null, response) : new Response(`\ufeff${body}`, response);
};

/** F17: no way through. */
export async function f17(cell: Cell): Promise<void> {
  const gone: Omit<Strike, 'name' | 'act'> = { ...DOWN, sentences: ['error.network'], repeats: true };
  await suffer(cell, [
    { ...gone, name: 'refused (DNS, TLS, reset, CORS)', act: refused },
    { ...gone, name: 'reset in the middle of the answer', act: cutOff },
    { ...gone, name: 'captive portal', act: words({ status: 511, body: LOGIN_PAGE, headers: PAGE }), sentences: ['error.unavailable'] },
  ]);
  const line = new Line(cell.stand);
  line.hasHosts = false;
  const outcome = await line.go(cell.verb, await prepared(cell.verb), refused);
  const error = failed(outcome, 'host access withdrawn');
  expect([error.kind, sentenceOf(error), outcome.runs]).toEqual(['permission', 'error.permission', 1]);
  clean(cell, outcome, 'host access withdrawn');
}

/** F18: sent elsewhere. Nobody goes, and the credentials least of all. */
export async function f18(cell: Cell): Promise<void> {
  const elsewhere = (status: number): Act => words({ status, headers: { location: 'https://evil.example/collect' } });
  const opaque: Act = () => Object.defineProperty(new Response(null), 'type', { value: 'opaqueredirect' });
  const away: Omit<Strike, 'name' | 'act'> = {
    read: ['protocol'],
    write: ['unknown-outcome', 'protocol'],
    sentences: ['error.sent-elsewhere'],
    repeats: false,
  };
  await suffer(cell, [
    { ...away, name: '302', act: elsewhere(302) },
    { ...away, name: '307', act: elsewhere(307) },
    { ...away, name: 'as browsers show it', act: opaque },
  ]);
  const line = new Line(cell.stand);
  const { sent } = await line.go(cell.verb, await prepared(cell.verb), (_request, index) =>
    index % 2 === 0 ? elsewhere(302)(_request, index, async () => new Response()) : undefined,
  );
  const own = cell.stand.system.hosts(cell.stand.connection).api.map((pattern) => pattern.split('/')[2]?.replace('*.', '') ?? '');
  const foreign = sent.filter(({ host }) => !own.some((each) => host === each || host.endsWith(`.${each}`)));
  expect(foreign).toEqual([]);
  expect(foreign.some(({ headers }) => CANARIES.some((secret) => headers.includes(secret)))).toBe(false);
}
