import type { Stand } from '../stand.ts';

/**
 * Gives every record that is made here an id of the vendor's widest kind (64 bits as text, 53 where ids are plain JSON numbers), on the
 * wire in both directions. Undefined for systems whose ids are no numbers.
 */
export function wideIds({ system, connection, raw, sandbox }: Stand): ((request: Request) => Promise<Response>) | undefined {
  const top = {
    hubspot: 9_223_372_036_854_775_807n,
    zoho: 9_223_372_036_854_775_807n,
    pipedrive: 9_007_199_254_740_991n,
    amocrm: 900_719_925_474_099n,
  }[system.id as string];
  if (top === undefined) return undefined;
  const wide = new Map<string, string>();
  const swap = (text: string, pairs: Iterable<readonly [string, string]>) => {
    let swapped = text;
    for (const [from, to] of pairs) swapped = swapped.replaceAll(new RegExp(`("id":\\s*"?|/)${from}(?=\\D|$)`, 'g'), `$1${to}`);
    return swapped;
  };
  return async (request) => {
    const back = [...wide].map(([real, shown]) => [shown, real] as const);
    const url = new URL(request.url);
    url.pathname = swap(url.pathname, back);
    url.search = back.reduce((text, [shown, real]) => text.replaceAll(shown, real), url.search);
    const body = request.body === null ? undefined : swap(await request.text(), back);
    const before = sandbox.effects().length;
    const { method, headers, signal } = request;
    const response = await raw(new Request(url, { method, headers, signal, ...(body !== undefined && { body }) }));
    for (const { ref } of sandbox.effects().slice(before))
      if (/^\d+$/.test(ref.id) && ref.account === connection.account && method === 'POST') wide.set(ref.id, String(top - BigInt(ref.id)));
    const text = await response.text();
    const kept = new Headers(response.headers);
    kept.delete('content-length');
    return new Response(text === '' ? null : swap(text, wide), { status: response.status, headers: kept });
  };
}
