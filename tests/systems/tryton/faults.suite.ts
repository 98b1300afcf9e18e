import { describe, expect, it } from 'vitest';
import type { Action, ErrorKind } from '../../../lib/systems/contract.ts';
import { tryton } from '../../../lib/systems/tryton/index.ts';
import { failure } from '../../failure.ts';
import { makerOf } from './seed.ts';
import type { TrytonStand } from './server.ts';

type Wire = (request: Request) => Promise<Response>;

const html = (status: number) => new Response('<!doctype html><title>Sorry</title>', { status, headers: { 'content-type': 'text/html' } });
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
const error = (...parts: unknown[]) => json({ id: 1, error: parts });

/** What goes wrong between us and the server, and what a read and a write must make of it. */
const FAULTS: readonly [what: string, wire: Wire, read: ErrorKind, write: ErrorKind][] = [
  ['no route', () => Promise.reject(new TypeError('fetch failed')), 'unavailable', 'unknown-outcome'],
  ['silence', () => Promise.reject(new DOMException('late', 'TimeoutError')), 'unavailable', 'unknown-outcome'],
  ['a 500', async () => json({}, 500), 'unavailable', 'unknown-outcome'],
  ['a 502 page', async () => html(502), 'unavailable', 'unknown-outcome'],
  ['a 503', async () => new Response('', { status: 503 }), 'unavailable', 'unknown-outcome'],
  ['a page instead of an answer', async () => html(200), 'auth', 'auth'],
  [
    'an answer cut short',
    async () => new Response('{"id":1,"resu', { headers: { 'content-type': 'application/json' } }),
    'protocol',
    'unknown-outcome',
  ],
  ['an answer without a result', async () => json({ id: 1 }), 'protocol', 'unknown-outcome'],
  ['an empty answer', async () => new Response(''), 'protocol', 'unknown-outcome'],
  ['a result of another shape', async () => json({ id: 1, result: 'yes' }), 'protocol', 'unknown-outcome'],
  [
    'an ended session',
    async () => new Response('', { status: 401, headers: { 'www-authenticate': 'Basic realm="Tryton"' } }),
    'auth',
    'auth',
  ],
  ['too many wrong passwords', async () => html(429), 'rate-limit', 'rate-limit'],
  ['a method that is not open', async () => html(403), 'forbidden', 'forbidden'],
  ['a second factor', async () => error('LoginException', ['sms_code', 'Code', 'char']), 'auth', 'auth'],
  ['a refusal', async () => error('UserError', ['No', '', null]), 'forbidden', 'invalid'],
  ['a question back', async () => error('UserWarning', ['name', 'Sure?', '']), 'invalid', 'invalid'],
  ['somebody else’s change', async () => error('ConcurrencyException', 'Records were modified'), 'conflict', 'conflict'],
  ['a field that is not there', async () => error("'credit_amount'", ''), 'protocol', 'protocol'],
  ['a fault inside', async () => error('division by zero', ''), 'unavailable', 'unavailable'],
];

/** A read takes the same answers for all it asks; a write for its writing request alone. */
export function faults(server: () => TrytonStand): void {
  const note = (): Extract<Action, { kind: 'note' }> => ({
    kind: 'note',
    text: 'through trouble',
    on: [server().refs.company],
    at: Date.now(),
  });

  describe('trouble', () => {
    it.each(FAULTS)('read, timeline and find throw the right kind when met by %s', async (_what, wire, kind) => {
      const io = server().io({ fetch: wire });
      const keys = {
        kind: 'person' as const,
        emails: ['a@b.example'],
        phones: [],
        names: [],
        companyNames: [],
        domains: [],
        externalIds: [],
      };
      for (const verb of [
        () => tryton.read(server().refs.company, io),
        () => tryton.find(keys, io),
        () => tryton.owners(io),
        () => tryton.changes('company', undefined, io),
      ])
        expect((await failure(verb())).kind).toBe(kind);
    });

    it.each(FAULTS)('perform throws the right kind when met by %s', async (_what, wire, _read, kind) => {
      expect((await failure(tryton.perform(note(), 'k', server().io({ fetch: wire })))).kind).toBe(kind);
    });

    it('nothing of the password or the customer stands in an error', async () => {
      for (const [, wire] of FAULTS) {
        const thrown = await failure(tryton.perform(note(), 'k', server().io({ fetch: wire })));
        const { credentials } = server().connection;
        const text = JSON.stringify([thrown, thrown.message, thrown.stack]);
        expect(text).not.toContain(credentials.kind === 'basic' ? credentials.password : '');
        expect(text).not.toContain('through trouble');
      }
    });

    it('related tells what it could when one of its parts is out of reach', async () => {
      const wire: Wire = async (request) => {
        const { method } = (await request.clone().json()) as { method: string };
        return method.startsWith('model.sale.') ? error("'sale.sale'", '') : fetch(request);
      };
      const records = await tryton.related(server().refs.person, server().io({ fetch: wire }));
      expect(new Set(records.map(({ kind }) => kind))).toEqual(new Set(['company', 'invoice', 'file']));
    });

    it('read still tells the party when the server has no accounts of credit', async () => {
      const wire: Wire = async (request) =>
        (await request.clone().text()).includes('credit_amount') ? error("'credit_amount'", '') : fetch(request);
      const record = await tryton.read(server().refs.company, server().io({ fetch: wire }));
      expect(record).toMatchObject({ name: 'Llantas del Norte S.A. de C.V.' });
      expect(record).not.toHaveProperty('credit');
    });

    it('no request leaves the server’s own address, and each is one the server knows', async () => {
      const seen: Request[] = [];
      const io = server().io({
        fetch: (request) => {
          seen.push(request.clone());
          return fetch(request);
        },
      });
      const party = String(await makerOf(server().rpc)('party.party', { name: 'Walk Ltd' }));
      const ref = { ...server().refs.company, id: party };
      await tryton.read(ref, io);
      await tryton.related(ref, io);
      await tryton.timeline(ref, { limit: 5 }, io);
      const { origin } = new URL(server().connection.baseUrl ?? '');
      expect(seen.every(({ url }) => url === `${origin}/erp/`)).toBe(true);
      for (const request of seen) expect(Object.keys((await request.json()) as object).sort()).toEqual(['id', 'method', 'params']);
    });
  });
}
