import type { VendorFacts } from './types.ts';

const errors = (errorCode: string, message = 'x') => [{ message, errorCode }];

/** Source: Salesforce REST API guide, "Status Codes and Error Responses", "Limits". */
export const salesforceFacts: VendorFacts = {
  busy: { status: 429, body: '' },
  limits: [
    {
      name: 'requests of the day are used up',
      words: {
        status: 403,
        body: errors('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
        headers: { 'sforce-limit-info': 'api-usage=15000/15000' },
      },
      kind: 'rate-limit',
      sentence: 'error.quota',
    },
    { name: 'edge server is busy', words: { status: 420, body: '' }, kind: 'rate-limit', sentence: 'error.rate-limit' },
  ],
  expired: { status: 401, body: errors('INVALID_SESSION_ID', 'Session expired or invalid') },
  tokenUrl: 'https://northwind-demo.my.salesforce.com/services/oauth2/token',
  scope: { status: 403, body: errors('INSUFFICIENT_ACCESS', 'insufficient access rights on object id') },
  conflict: { status: 412, body: errors('PRECONDITION_FAILED') },
  gone: [
    { status: 404, body: errors('NOT_FOUND', 'The requested resource does not exist') },
    { status: 404, body: errors('ENTITY_IS_DELETED', 'entity is deleted') },
  ],
  partial: {
    of: /\/composite$/,
    spoil: (text) => {
      const { compositeResponse = [] } = JSON.parse(text) as { compositeResponse?: object[] };
      const [first, ...rest] = compositeResponse;
      return JSON.stringify({ compositeResponse: [{ ...first, body: errors('UNKNOWN_EXCEPTION'), httpStatusCode: 500 }, ...rest] });
    },
  },
  more: (body) => deep(body),
  textField: 'Title',
  scoreField: 'Page_Views__c',
};

/** Query results stand alone or inside composite parts. */
function deep(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(deep);
  if (typeof body !== 'object' || body === null) return body;
  const inner = Object.fromEntries(Object.entries(body).map(([key, value]) => [key, key === 'records' ? value : deep(value)]));
  return 'records' in inner ? { ...inner, done: false, nextRecordsUrl: '/services/data/v67.0/query/01gxx0000000001-200' } : inner;
}
