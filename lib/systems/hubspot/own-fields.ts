import type { FieldMap } from '../contract.ts';

/** Where our fields lie in this vendor's types, as far as one plain value can be written there. Source: HubSpot docs, "Default contact properties", "Default company properties", "Default deal properties". */
export const OWN_FIELDS: FieldMap = {
  '0-1': {
    firstName: 'firstname',
    lastName: 'lastname',
    emails: 'email',
    phones: 'phone',
    title: 'jobtitle',
    city: 'city',
    country: 'country',
  },
  '0-2': { name: 'name', domains: 'domain', phones: 'phone', employees: 'numberofemployees', city: 'city', country: 'country' },
  '0-3': { name: 'dealname', amount: 'amount', closeAt: 'closedate' },
};
