import type { FieldMap } from '../contract.ts';

/** Where our fields lie in this vendor's types, as far as one plain value can be written there; of e-mails and phones the primary. Source: Pipedrive API v2, "Update a person", "Update a organization", "Update a deal". */
export const OWN_FIELDS: FieldMap = {
  person: { name: 'name', emails: 'emails', phones: 'phones', title: 'job_title' },
  organization: { name: 'name', domains: 'website', employees: 'employee_count' },
  deal: { name: 'title', amount: 'value', closeAt: 'expected_close_date' },
};
