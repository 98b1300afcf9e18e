import { beforeEach, expect } from 'vitest';
import type { Action, Io, Receipt, RecordRef } from '../../../lib/systems/contract.ts';
import { pipedrive } from '../../../lib/systems/pipedrive/index.ts';
import { TOKEN } from '../../../sandbox/pipedrive/tables.ts';
import { aSandbox } from './harness.ts';

export const MINUTE = 60_000;

/** What every test of a write works on: a stand-in made anew before each, and what was sent to it. */
export let sandbox: ReturnType<typeof aSandbox>;
export let io: Io;
export let sent: { method: string; path: string; body: unknown }[];
beforeEach(() => {
  sandbox = aSandbox();
  sent = [];
  const inner = sandbox.io();
  io = {
    ...inner,
    fetch: async (request) => {
      const { pathname } = new URL(request.url);
      if (request.method !== 'GET')
        sent.push({
          method: request.method,
          path: pathname,
          body: await request
            .clone()
            .json()
            .catch(() => undefined),
        });
      return inner.fetch(request);
    },
  };
});

export const at = () => sandbox.state.now;
export const ana = () => sandbox.ref('ana-perez');
export const refOf = (object: RecordRef['object'], native: string, id: string): RecordRef => ({
  system: 'pipedrive',
  account: sandbox.vendor.connection.account,
  object,
  native,
  id,
});
export const dealRef = () => refOf('deal', 'deal', '1');
export const perform = (action: Action) => pipedrive.perform(action, 'k', io);
export const confirm = (action: Action) => pipedrive.confirm(action, 'k', io);
export const undo = async (receipt: Receipt) => pipedrive.undo?.(receipt, io);

/** A colleague at work in the same account. */
export async function elsewhere(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { 'x-api-token': TOKEN, 'content-type': 'application/json' };
  const request = new Request(`${io.connection.baseUrl}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const answer = await sandbox.vendor.handle(request);
  expect(answer.ok, path).toBe(true);
  return (await answer.json()).data;
}

export const deal = () => elsewhere('GET', '/api/v2/deals/1');
