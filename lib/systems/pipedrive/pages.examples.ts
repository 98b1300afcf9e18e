import type { PageExample } from '../page-rules.ts';

/** URLs of Pipedrive and its neighbours, with what each shows. */
export const pipedriveExamples: readonly PageExample[] = [
  {
    url: 'https://acme.pipedrive.com/deal/42',
    is: { system: 'pipedrive', object: 'deal', native: 'deal', id: '42', account: 'acme', host: 'acme.pipedrive.com' },
  },
  {
    url: 'https://ACME.pipedrive.com/organization/3/?tab=notes#x',
    is: { system: 'pipedrive', object: 'company', native: 'organization', id: '3', account: 'acme', host: 'acme.pipedrive.com' },
  },
  {
    url: 'https://app.pipedrive.com/person/7',
    is: { system: 'pipedrive', object: 'contact', native: 'person', id: '7', host: 'app.pipedrive.com' },
    why: 'whose account it is, the URL does not tell',
  },
  {
    url: 'https://acme-dev-67d463.pipedrive.com/person/7#dialog/activity/9',
    is: { object: 'contact', id: '7' },
    account: 'acme-dev-67d463',
  },
  {
    url: 'https://acme.pipedrive.com/leads/inbox/C41F2E80-77A1-11EE-8E0B-93C3F0A1D5AA',
    is: {
      system: 'pipedrive',
      object: 'lead',
      native: 'lead',
      id: 'c41f2e80-77a1-11ee-8e0b-93c3f0a1d5aa',
      account: 'acme',
      host: 'acme.pipedrive.com',
    },
  },
  { url: 'https://acme.pipedrive.com/product/5', is: { object: 'custom', id: '5' } },
  { url: 'https://acme.pipedrive.com/projects/5', is: { object: 'custom', id: '5' } },
  { url: 'https://acme.pipedrive.com/leads/inbox', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/deals/42', is: 'crm', account: 'acme', why: 'only link builders write it' },
  { url: 'https://acme.pipedrive.com/deal/42/edit', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/deal/42.5', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/deal/abc', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/deals/pipeline/1/filter/358', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/deals/user/101', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/pipeline/2/user/everyone', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/persons/list/user/10', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/activities/list/user/1?selected=30551&tab=activity', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/pipeline#dialog/person/add', is: 'crm', account: 'acme' },
  { url: 'https://acme.pipedrive.com/users/edit/5', is: 'crm', account: 'acme' },
  { url: 'https://app.pipedrive.com/settings/fields', is: 'crm' },
  { url: 'https://api.pipedrive.com/deal/42', is: 'ignore' },
  { url: 'https://pipedrive.com/deal/42', is: 'ignore' },
  { url: 'https://acme.pipedrive.com.evil.test/deal/42', is: 'ignore' },
  { url: 'https://a.b.pipedrive.com/deal/42', is: 'ignore' },
  { url: 'https://acme-pipedrive.com/deal/42', is: 'ignore' },
  { url: 'http://acme.pipedrive.com/deal/42', is: 'ignore' },
];
