import type { FieldMap } from '../contract.ts';

/** Where our fields lie in this vendor's types, as far as one plain value can be written there. Source: amoCRM API v4, "Contacts", "Leads", "Custom fields" (codes that every account has). */
export const OWN_FIELDS: FieldMap = {
  contacts: { name: 'name', firstName: 'first_name', lastName: 'last_name', emails: 'EMAIL', phones: 'PHONE', title: 'POSITION' },
  companies: { name: 'name', emails: 'EMAIL', phones: 'PHONE', domains: 'WEB' },
  leads: { name: 'name', amount: 'price' },
};
