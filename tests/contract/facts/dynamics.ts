import type { VendorFacts } from './types.ts';

const error = (code: string, message = 'x') => ({ error: { code, message } });

/** Source: Microsoft docs, "Compose HTTP requests and handle errors", "Service protection API limits". */
export const dynamicsFacts: VendorFacts = {
  busy: { status: 429, body: error('0x80072322', 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.') },
  limits: [
    {
      name: 'execution time is used up',
      words: { status: 429, body: error('0x80072321'), headers: { 'retry-after': '240' } },
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
    {
      name: 'too many at once',
      words: { status: 429, body: error('0x80072326'), headers: { 'retry-after': '30' } },
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
  ],
  expired: {
    status: 401,
    headers: { 'www-authenticate': 'Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize' },
  },
  tokenUrl: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
  scope: { status: 403, body: error('0x80040220', 'Principal user is missing prvWriteContact privilege') },
  conflict: {
    status: 412,
    body: error('0x80060882', 'The version of the existing record doesn’t match the RowVersion property provided.'),
  },
  gone: [{ status: 404, body: error('0x80040217', 'contact With Id = 7 Does Not Exist') }],
  partial: {
    of: /\/\$batch$/,
    // The first part's status line and body; the other parts stay.
    spoil: (text) =>
      text.replace(/HTTP\/1\.1 2\d\d[^\r\n]*([\s\S]*?\r?\n\r?\n)[\s\S]*?(\r?\n--)/, (_all, headers, end) => {
        const body = JSON.stringify(error('0x80044150', 'Generic SQL error.'));
        return `HTTP/1.1 503 Service Unavailable${headers}${body}${end}`;
      }),
  },
  more: (body) =>
    typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body.value)
      ? { ...body, '@odata.nextLink': 'https://example.test/api/data/v9.2/contacts?$skiptoken=same' }
      : body,
  textField: 'jobtitle',
  scoreField: 'new_visits',
  seed: ({ baseUrl, credentials }, hero) => [
    new Request(`${baseUrl}/api/data/v9.2/incidents(00000000-0000-4000-8000-00000000c0de)`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${credentials.kind === 'token' ? credentials.token : ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Wrong size delivered', 'customerid_contact@odata.bind': `/contacts(${hero.id})` }),
    }),
  ],
};
