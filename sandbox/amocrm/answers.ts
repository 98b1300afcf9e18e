const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
};

/** A success as the API words it. */
export function hal(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/hal+json' } });
}

/** Nothing there: a missing record and an empty list look the same. */
export function nothing(): Response {
  return new Response(null, { status: 204 });
}

/** A refusal as the API words it. */
export function problem(status: number, detail: string, more: Record<string, unknown> = {}): Response {
  const title = TITLES[status] ?? 'Error';
  const body = { ...more, title, type: `https://httpstatus.es/${status}`, status, detail };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}

export interface Flaw {
  requestId: string;
  code: string;
  path: string;
  detail: string;
}

/** 400 with what is wrong, per row of the request. */
export function invalid(flaws: readonly Flaw[]): Response {
  const rows = Map.groupBy(flaws, ({ requestId }) => requestId);
  return problem(400, 'Request validation failed', {
    'validation-errors': [...rows].map(([request_id, all]) => ({
      request_id,
      errors: all.map(({ code, path, detail }) => ({ code, path, detail })),
    })),
  });
}

/** What an address sees that asked too often. */
export function blocked(): Response {
  const page =
    '<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx</center></body></html>';
  return new Response(page, { status: 403, headers: { 'content-type': 'text/html' } });
}

/** PHP's bracket parameters: `name[]=1`, `name[0]=1` and `name=1` are the same list. */
export function many(url: URL, name: string): string[] {
  const escaped = name.replace(/[[\]]/g, '\\$&');
  const pattern = new RegExp(`^${escaped}(\\[\\d*\\])?$`);
  return [...url.searchParams].flatMap(([key, value]) => (pattern.test(key) ? [value] : []));
}

/** A time or a range of times: `name=1`, `name[from]=1`, `name[to]=2`. */
export function within(url: URL, name: string, value: number): boolean {
  const number = (key: string) => (url.searchParams.has(key) ? Number(url.searchParams.get(key)) : undefined);
  const from = number(`${name}[from]`);
  const to = number(`${name}[to]`);
  const exact = number(name);
  return (from === undefined || value >= from) && (to === undefined || value <= to) && (exact === undefined || value === exact);
}

/** One page of rows under `_embedded[name]`, with `_links.next` while there is more; 204 when empty, 422 above the limit. */
export function paged<T>(url: URL, name: string, rows: readonly T[], render: (row: T) => unknown, most = 250, usual = 50): Response {
  const limit = Number(url.searchParams.get('limit') ?? usual);
  const page = Number(url.searchParams.get('page') ?? 1);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) return problem(422, `Limit of ${most} per page`);
  const shown = rows.slice((page - 1) * limit, page * limit);
  if (shown.length === 0) return nothing();
  const at = (number: number) => {
    const target = new URL(url);
    target.searchParams.set('limit', String(limit));
    target.searchParams.set('page', String(number));
    return { href: target.href };
  };
  const more = rows.length > page * limit;
  return hal({
    _page: page,
    _links: { self: at(page), ...(more && { next: at(page + 1) }), ...(page > 1 && { prev: at(page - 1) }) },
    _embedded: { [name]: shown.map(render) },
  });
}

/** `order[field]=asc|desc`; ids ascending where nothing is asked for. */
export function ordered<T extends { id: number | string }>(url: URL, rows: T[], fields: readonly (keyof T & string)[]): T[] {
  const field = fields.find((each) => url.searchParams.has(`order[${each}]`));
  const key = field ?? 'id';
  const sign = field && url.searchParams.get(`order[${field}]`) === 'desc' ? -1 : 1;
  const byId = (a: T, b: T) => Number(a.id) - Number(b.id);
  return rows.sort((a, b) => sign * (Number(a[key]) - Number(b[key]) || byId(a, b)));
}
