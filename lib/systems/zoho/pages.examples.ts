import type { PageExample } from '../page-rules.ts';

/** URLs of Zoho CRM and its neighbours, with what each shows. */
export const zohoExamples: readonly PageExample[] = [
  {
    url: 'https://crm.zoho.eu/crm/org20093847562/tab/Contacts/5725767000002889886',
    is: {
      system: 'zoho',
      object: 'contact',
      native: 'Contacts',
      id: '5725767000002889886',
      account: 'org20093847562',
      host: 'crm.zoho.eu',
    },
  },
  {
    url: 'https://crm.zohocloud.ca/crm/org20093847562/tab/Potentials/5725767000002889886/',
    is: {
      system: 'zoho',
      object: 'deal',
      native: 'Potentials',
      id: '5725767000002889886',
      account: 'org20093847562',
      host: 'crm.zohocloud.ca',
    },
  },
  {
    url: 'https://crm.zoho.com.au/crm/acme/tab/Accounts/5725767000002889886',
    is: { system: 'zoho', object: 'company', native: 'Accounts', id: '5725767000002889886', host: 'crm.zoho.com.au' },
    why: 'an alias does not tell the number of the account',
  },
  {
    url: 'https://crm.zoho.com/crm/tab/Leads/5725767000002889886',
    is: { system: 'zoho', object: 'lead', native: 'Leads', id: '5725767000002889886', host: 'crm.zoho.com' },
  },
  {
    url: 'https://crm.zoho.in/crm/org60043078423/tab/Cases/955332000001234567/canvas/955332000000441406',
    is: { object: 'ticket', id: '955332000001234567' },
  },
  {
    url: 'https://crm.zoho.jp/crm/org60043078423/tab/CustomModule3/955332000001234567',
    is: { object: 'custom', id: '955332000001234567' },
  },
  { url: 'https://crm.zoho.com/crm/EntityInfo.do?module=Leads&id=493609000012255111', is: { object: 'lead', id: '493609000012255111' } },
  {
    url: 'https://crm.zoho.com/crm/EntityInfo.do?module=SalesOrders&id=493609000012255457',
    is: { object: 'custom', id: '493609000012255457' },
  },
  {
    url: 'https://crmplus.zoho.com/acmesuite/index.do/cxapp/crm/org926582883/tab/Leads/7434534000000087501',
    is: { object: 'lead', id: '7434534000000087501' },
    account: 'org926582883',
  },
  {
    url: 'https://crmsandbox.zoho.eu/crm/org20093847562/tab/Contacts/5725767000002889886',
    is: { object: 'contact', id: '5725767000002889886' },
  },
  { url: 'https://crm.zoho.com/crm/EntityInfo.do?module=Leads', is: 'crm' },
  { url: 'https://crm.zoho.com/crm/EntityInfo.do?module=Leads&id=1e5', is: 'crm' },
  { url: 'https://crm.zoho.eu/crm/org20093847562/tab/Contacts', is: 'crm', account: 'org20093847562' },
  { url: 'https://crm.zoho.eu/crm/org20093847562/tab/Leads/create?layoutId=955332000000425337', is: 'crm', account: 'org20093847562' },
  {
    url: 'https://crm.zoho.in/crm/org60043078423/tab/Leads/custom-view/955332000000441406/list?page=1',
    is: 'crm',
    account: 'org60043078423',
    why: 'the number is a view',
  },
  { url: 'https://crm.zoho.in/crm/org60043078423/tab/Leads/955332000001234567/edit', is: 'crm', account: 'org60043078423' },
  { url: 'https://crm.zoho.eu/crm/org20093847562/tab/Home/begin', is: 'crm', account: 'org20093847562' },
  { url: 'https://crm.zoho.eu/crm/org20071987750/settings/functions', is: 'crm', account: 'org20071987750' },
  { url: 'https://crm.zoho.eu/crm/tab/Contacts', is: 'crm' },
  { url: 'https://crm.zoho.eu/', is: 'crm' },
  {
    url: 'https://crmplus.zoho.com/acmesuite/index.do/cxapp/desk/tab/Leads/7434534000000087501',
    is: 'crm',
    why: 'another product of the suite',
  },
  { url: 'https://www.zohoapis.eu/crm/v8/Contacts/5725767000002889886', is: 'ignore' },
  { url: 'https://accounts.zoho.eu/crm/org1/tab/Contacts/5725767000002889886', is: 'ignore' },
  { url: 'https://bigin.zoho.com/bigin/org1/Home#/contacts/5725767000002889886', is: 'ignore', why: 'another product' },
  { url: 'https://crm.zoho.com.evil.test/crm/org1/tab/Contacts/5725767000002889886', is: 'ignore' },
  { url: 'https://crm.zoho.evil/crm/org1/tab/Contacts/5725767000002889886', is: 'ignore' },
  { url: 'http://crm.zoho.com/crm/org1/tab/Contacts/5725767000002889886', is: 'ignore' },
];
