import type { RecordRef } from '../lib/systems/contract.ts';
import type { CreateVendor, VendorSandbox } from './vendor.ts';

/** How the second account of a vendor differs from the first: its names, and what a request to a shared host says of it. */
interface Difference {
  /** Wherever the first account's name stands (hosts, addresses, bodies), the second one's stands instead. */
  names: readonly (readonly [first: string, second: string])[];
  /** Secrets of the first account → of the second. */
  secrets: readonly (readonly [first: string, second: string])[];
}

/** Who can be had twice. A Salesforce sandbox beside its production org, a second portal, a second company. */
export const SECONDS: Readonly<Record<string, Difference>> = {
  hubspot: { names: [['4471209', '5582310']], secrets: [['pat-na1-', 'pat-na1-second-']] },
  pipedrive: { names: [['sidelight-demo', 'second-demo']], secrets: [['5f1d3ac0', 'ab1d3ac0']] },
  salesforce: {
    names: [
      ['northwind-demo.my.', 'northwind-demo--uat.sandbox.my.'],
      ['northwind-demo.lightning.', 'northwind-demo--uat.sandbox.lightning.'],
      ['northwind-demo', 'northwind-demo--uat'],
    ],
    secrets: [['!AQEAQ', '!AQUAT']],
  },
};

/**
 * The same vendor once more, under another account: the same people with the same native ids in a store of its own, so that
 * whatever crosses over between two accounts of one system shows. It answers to its own names and secrets alone.
 */
export function secondAccount(create: CreateVendor, { names, secrets }: Difference): CreateVendor {
  const all = [...names, ...secrets];
  const there = (text: string) => swap(text, all, 0);
  const back = (text: string) => swap(text, all, 1);
  return (context): VendorSandbox => {
    const first = create({ ...context, record: (effect) => context.record({ ...effect, ref: refThere(effect.ref, there) }) });
    const ownHosts = (hosts: readonly string[]) => hosts.map(there);
    const connection = JSON.parse(there(JSON.stringify(first.connection))) as typeof first.connection;
    return {
      ...first,
      hosts: { pages: ownHosts(first.hosts.pages), api: ownHosts(first.hosts.api) },
      connection: { ...connection, id: `${connection.id}-second` },
      claims: async (request) => {
        const text = request.url + [...request.headers.values()].join('\n');
        return all.some(([, second]) => text.includes(second));
      },
      async handle(request) {
        const body = request.body === null ? undefined : back(await request.text());
        const headers = new Headers([...request.headers].map(([name, value]) => [name, back(value)]));
        const answer = await first.handle(
          new Request(back(request.url), { method: request.method, headers, ...(body !== undefined && { body }) }),
        );
        const text = await answer.text();
        const said = new Headers([...answer.headers].map(([name, value]) => [name, there(value)]));
        said.delete('content-length');
        return new Response(answer.body === null ? null : there(text), { status: answer.status, headers: said });
      },
      people: () => new Map([...first.people()].map(([key, refs]) => [key, refs.map((ref) => refThere(ref, there))])),
    };
  };
}

function refThere(ref: RecordRef, there: (text: string) => string): RecordRef {
  return { ...ref, account: there(ref.account) };
}

/** Each of the names at once and once: what was put in is not looked at again. */
function swap(text: string, pairs: Difference['names'], from: 0 | 1): string {
  const sorted = [...pairs].sort((a, b) => b[from].length - a[from].length);
  const known = new Map(sorted.map((pair) => [pair[from], pair[from === 0 ? 1 : 0]]));
  const any = new RegExp(sorted.map((pair) => pair[from].replace(/[.+?^${}()|[\]\\!]/g, '\\$&')).join('|'), 'g');
  return text.replace(any, (found) => known.get(found) ?? found);
}
