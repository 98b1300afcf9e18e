import type { FieldMap } from '../contract.ts';

/** Where our fields lie in this vendor's types, as far as one plain value can be written there. Source: Dataverse table reference, "Contact", "Lead", "Account", "Opportunity". */
export const OWN_FIELDS: FieldMap = {
  contact: {
    firstName: 'firstname',
    lastName: 'lastname',
    emails: 'emailaddress1',
    phones: 'telephone1',
    title: 'jobtitle',
    city: 'address1_city',
    country: 'address1_country',
  },
  lead: {
    firstName: 'firstname',
    lastName: 'lastname',
    emails: 'emailaddress1',
    phones: 'telephone1',
    title: 'jobtitle',
    companyName: 'companyname',
    city: 'address1_city',
    country: 'address1_country',
  },
  account: {
    name: 'name',
    emails: 'emailaddress1',
    phones: 'telephone1',
    domains: 'websiteurl',
    employees: 'numberofemployees',
    city: 'address1_city',
    country: 'address1_country',
  },
  opportunity: { name: 'name', amount: 'estimatedvalue', closeAt: 'estimatedclosedate' },
};
