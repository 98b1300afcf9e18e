import type { Connection, Io, RecordRef } from '../../../lib/systems/contract.ts';

/** What a server with other modules, other rights or another database may answer, method by method. */
export type Script = Readonly<Record<string, unknown>>;

/** Of the connection that `scripted` answers for. */
export const account = 'erp.acme.example/acme';
/** Somebody with a password, whom nobody checks. */
export const connection: Connection = {
  id: 'c',
  system: 'tryton',
  account,
  baseUrl: 'https://erp.acme.example/acme/',
  currency: 'EUR',
  credentials: { kind: 'basic', user: 'ana', password: 'canary' },
};
/** The party that the scripts tell of. */
export const company: RecordRef = { system: 'tryton', account, object: 'company', native: 'party.party', id: '2' };
/** What a method refused, as the server words it. */
export const error = (...parts: unknown[]) => ({ error: parts });
export const NO_RIGHT = error('UserError', ['No', '', null]);

/** `model.party.party.read` of the script may be a result, `{error}`, or a function of the parameters. */
export function scripted(script: Script, over: Partial<Connection> = {}): Io {
  return {
    connection: { ...connection, ...over },
    fetch: async (request) => {
      const { method, params } = (await request.json()) as { method: string; params: unknown[] };
      const entry = Object.hasOwn(script, method) ? script[method] : error(`'${method}'`, '');
      const told: unknown = typeof entry === 'function' ? (entry as (params: unknown[]) => unknown)(params) : entry;
      const body = typeof told === 'object' && told !== null && 'error' in told ? told : { result: told };
      return new Response(JSON.stringify({ id: 1, ...body }), { headers: { 'content-type': 'application/json' } });
    },
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 10, 21),
    random: () => 0.5,
  };
}

export const LOGIN = { 'common.db.login': [7, 'key'] };
/** A row of a party. */
export const party = (rest: object = {}) => ({ id: 2, name: 'Acme GmbH', ...rest });
