import type { FieldMap } from '../contract.ts';

/** Where our fields lie in this vendor's types, as far as one plain value can be written there. Source: Salesforce Object Reference, "Contact", "Lead", "Account", "Opportunity". */
export const OWN_FIELDS: FieldMap = {
  Contact: {
    firstName: 'FirstName',
    lastName: 'LastName',
    emails: 'Email',
    phones: 'Phone',
    title: 'Title',
    city: 'MailingCity',
    country: 'MailingCountry',
  },
  Lead: {
    firstName: 'FirstName',
    lastName: 'LastName',
    emails: 'Email',
    phones: 'Phone',
    title: 'Title',
    companyName: 'Company',
    city: 'City',
    country: 'Country',
  },
  Account: {
    name: 'Name',
    phones: 'Phone',
    domains: 'Website',
    employees: 'NumberOfEmployees',
    city: 'BillingCity',
    country: 'BillingCountry',
  },
  Opportunity: { name: 'Name', amount: 'Amount', closeAt: 'CloseDate' },
};
