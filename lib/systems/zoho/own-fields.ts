import type { FieldMap } from '../contract.ts';

/** Where our fields lie in this vendor's types, as far as one plain value can be written there. Source: Zoho CRM API v8, modules' standard fields. */
export const OWN_FIELDS: FieldMap = {
  Contacts: {
    firstName: 'First_Name',
    lastName: 'Last_Name',
    emails: 'Email',
    phones: 'Phone',
    title: 'Title',
    city: 'Mailing_City',
    country: 'Mailing_Country',
  },
  Leads: {
    firstName: 'First_Name',
    lastName: 'Last_Name',
    emails: 'Email',
    phones: 'Phone',
    title: 'Designation',
    companyName: 'Company',
    city: 'City',
    country: 'Country',
  },
  Accounts: {
    name: 'Account_Name',
    phones: 'Phone',
    domains: 'Website',
    employees: 'Employees',
    city: 'Billing_City',
    country: 'Billing_Country',
  },
  Deals: { name: 'Deal_Name', amount: 'Amount', closeAt: 'Closing_Date' },
};
