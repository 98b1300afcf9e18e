import type { PageExample } from '../page-rules.ts';

/** URLs of amoCRM / Kommo and their neighbours, with what each shows. */
export const amocrmExamples: readonly PageExample[] = [
  {
    url: 'https://acme.amocrm.ru/leads/detail/302',
    is: { system: 'amocrm', object: 'deal', native: 'leads', id: '302', account: 'acme', host: 'acme.amocrm.ru' },
  },
  {
    url: 'https://ACME.kommo.com/contacts/detail/331/?tab_id=1',
    is: { system: 'amocrm', object: 'contact', native: 'contacts', id: '331', account: 'acme', host: 'acme.kommo.com' },
  },
  { url: 'https://acme.amocrm.com/companies/detail/777', is: { object: 'company', id: '777' }, account: 'acme' },
  { url: 'https://555151.amocrm.ru/customers/detail/2', is: { object: 'customer', id: '2' }, account: '555151' },
  { url: 'https://acme.amocrm.ru/leads/pipeline/10350882', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/leads/pipeline/?skip_filter=Y', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/leads/list/', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/leads/add/?status_id=142', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/leads/detail/abc', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/leads/detail/302/notes', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/settings/fields/302/edit', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/settings/pipeline/leads/302', is: 'crm', account: 'acme' },
  { url: 'https://acme.amocrm.ru/todo/line/', is: 'crm', account: 'acme' },
  { url: 'https://www.amocrm.ru/leads/detail/302', is: 'ignore' },
  { url: 'https://amocrm.ru/leads/detail/302', is: 'ignore' },
  { url: 'https://api-a.amocrm.ru/leads/detail/302', is: 'ignore' },
  { url: 'https://acme.amocrm.ru.evil.test/leads/detail/302', is: 'ignore' },
  { url: 'https://acme.amocrm.org/leads/detail/302', is: 'ignore' },
  { url: 'http://acme.amocrm.ru/leads/detail/302', is: 'ignore' },
];
