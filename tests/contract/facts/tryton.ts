import type { VendorFacts } from './types.ts';

const refusal = (name: string, ...details: unknown[]) => ({ status: 200, body: { id: 1, error: [name, ...details] } });
const PAGE = '<!doctype html><title>429 Too Many Requests</title>';
/** As many rows as one request of ours asks for. */
const FULL_PAGE = 100;

/** Source: trytond 6.0, `protocols/dispatcher.py`, `protocols/jsonrpc.py`, `exceptions.py`, and the answers of the real server. */
export const trytonFacts: VendorFacts = {
  busy: { status: 429, body: PAGE },
  limits: [
    {
      name: 'too many wrong passwords',
      words: { status: 429, body: PAGE },
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
  ],
  expired: { status: 401, headers: { 'www-authenticate': 'Basic realm="Tryton"' } },
  // Everything else carries a signature.
  signsIn: (request) => !request.headers.has('authorization'),
  scope: { status: 403, body: '<!doctype html><title>403 Forbidden</title>' },
  conflict: refusal('ConcurrencyException', 'Records were modified in the meanwhile'),
  gone: [
    {
      status: 200,
      body: { id: 1, result: [] },
      toWrite: {
        words: refusal('UserError', ['You are trying to write to records that don’t exist anymore.', '', null]),
        kind: 'invalid',
      },
    },
  ],
  partial: { exempt: 'a request calls one method, and the server does all of it or nothing' },
  more: (body) => {
    const { result } = body as { result?: unknown };
    return Array.isArray(result) && typeof result[0] === 'object'
      ? { id: 1, result: Array.from({ length: FULL_PAGE }, (_, at) => result[at % result.length]) }
      : body;
  },
  textField: 'code',
};
