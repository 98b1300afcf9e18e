import type { VendorFacts } from './types.ts';

const problem = (category: string, message: string, more: object = {}) => ({
  status: 'error',
  message,
  correlationId: '00000000-0000-0000-0000-000000000000',
  category,
  ...more,
});

/** Source: HubSpot docs, "Error handling", "API usage guidelines". */
export const hubspotFacts: VendorFacts = {
  busy: {
    status: 429,
    body: problem('RATE_LIMITS', 'You have reached your secondly limit.', { errorType: 'RATE_LIMIT', policyName: 'SECONDLY' }),
  },
  limits: [
    {
      name: 'daily quota',
      words: {
        status: 429,
        body: problem('RATE_LIMITS', 'You have reached your daily limit.', { errorType: 'RATE_LIMIT', policyName: 'DAILY' }),
      },
      kind: 'rate-limit',
      sentence: 'error.quota',
    },
    {
      name: 'ten seconds are full',
      words: { status: 429, body: problem('RATE_LIMITS', 'x', { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }) },
      kind: 'rate-limit',
      sentence: 'error.rate-limit',
    },
    {
      name: 'account is being moved',
      words: { status: 477, body: '', headers: { 'retry-after': '7200' } },
      kind: 'unavailable',
      sentence: 'error.unavailable',
    },
  ],
  expired: { status: 401, body: problem('EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired 5 second(s) ago.') },
  scope: {
    status: 403,
    body: problem('MISSING_SCOPES', 'This app hasn’t been granted all required scopes.', {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: ['crm.objects.contacts.write'] },
        },
      ],
    }),
  },
  conflict: { status: 409, body: problem('CONFLICT', 'Contact already exists. Existing ID: 7') },
  gone: [
    { status: 404, body: problem('OBJECT_NOT_FOUND', 'Object not found.') },
    { status: 410, body: '' },
  ],
  partial: {
    of: /\/batch\/read/,
    spoil: (text) => {
      const { results = [], ...rest } = JSON.parse(text) as { results?: unknown[] };
      const errors = [{ status: 'error', category: 'INTERNAL_ERROR', message: 'x', context: {} }];
      return JSON.stringify({ ...rest, status: 'COMPLETE', results: results.slice(1), numErrors: 1, errors });
    },
  },
  more: (body) => (isRows(body) ? { ...body, paging: { next: { after: '100', link: '?after=100' } } } : body),
  textField: 'jobtitle',
  scoreField: 'sidelight_score',
  uploads: /\/files\/[\d-]+\/files$/,
  seed: ({ credentials }, hero) => [
    new Request('https://api.hubapi.com/crm/objects/2026-09/tickets', {
      method: 'POST',
      headers: { authorization: `Bearer ${credentials.kind === 'token' ? credentials.token : ''}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        properties: { subject: 'Wrong size delivered', hs_pipeline: '0', hs_pipeline_stage: '1' },
        associations: [{ to: { id: hero.id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 16 }] }],
      }),
    }),
  ],
};

const isRows = (body: unknown): body is object => typeof body === 'object' && body !== null && 'results' in body;
