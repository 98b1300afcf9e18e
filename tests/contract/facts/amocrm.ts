import type { VendorFacts, Words } from './types.ts';

const problem = (status: number, title: string, more: object = {}): Words => ({
  status,
  body: { title, type: `https://httpstatus.es/${status}`, status, detail: 'x', ...more },
  headers: { 'content-type': 'application/problem+json' },
});

/** Source: Kommo developer docs, "HTTP status codes", "Limitations". */
export const amocrmFacts: VendorFacts = {
  busy: problem(429, 'Too Many Requests'),
  limits: [
    {
      name: 'told to wait in the body',
      words: problem(429, 'Too Many Requests', { retry_after: 300 }),
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
    {
      name: 'address blocked',
      words: {
        status: 403,
        body: '<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr>nginx</body></html>',
        headers: { 'content-type': 'text/html' },
      },
      kind: 'rate-limit',
      sentence: 'error.blocked',
    },
  ],
  expired: problem(401, 'Unauthorized'),
  scope: problem(403, 'Forbidden'),
  conflict: problem(409, 'Conflict'),
  gone: [{ status: 204 }, problem(404, 'Not Found')],
  partial: { exempt: 'no request that is made changes or asks for several things, but lists by ids, which leave out what is gone' },
  more: (body) =>
    typeof body === 'object' && body !== null && '_embedded' in body
      ? { ...body, _links: { self: { href: 'x' }, next: { href: 'https://example.test/?page=2' } } }
      : body,
  textField: 'POSITION',
  scoreField: 'PAGE_VIEWS',
  noSample: { customer: 'the account of the stand-in has not bought customers, as most have not; they are read as leads are' },
  cannotUndo: {
    note: 'the API deletes no notes',
    task: 'the API deletes no tasks',
    call: 'a call is a note; the API deletes no notes',
    meeting: 'a meeting is a task; the API deletes no tasks',
    create: 'the API deletes no records',
  },
};
