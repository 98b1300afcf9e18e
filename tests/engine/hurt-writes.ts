import { expect } from 'vitest';
import type { Engine } from '../../lib/engine/context.ts';
import type { Sandbox } from '../../sandbox/index.ts';

const WRITE = /\/(notes|tasks|activities)(\?|$)/;

/** Does this request write a note or a task? Salesforce wraps everything into one composite call. */
export async function isWrite(request: Request): Promise<boolean> {
  if (request.method !== 'POST') return false;
  if (request.url.endsWith('/composite')) return /"method":"POST"/.test(await request.clone().text());
  return WRITE.test(request.url);
}

/** Hurts the first writes of each system, and them alone. */
export function hurtWrites(sandbox: Sandbox, kind: string, times: number): Engine['fetch'] {
  const hits = new Map<string, number>();
  return async (request) => {
    const { host } = new URL(request.url);
    const count = hits.get(host) ?? 0;
    if (count >= times || !(await isWrite(request))) return sandbox.fetch(request);
    hits.set(host, count + 1);
    const system = Object.keys(sandbox.hosts).find((each) => sandbox.hosts[each]?.api.includes(host)) ?? expect.fail();
    sandbox.faults.add({ system, kind, times: 1, delayMs: 5_000 });
    return sandbox.fetch(request);
  };
}
