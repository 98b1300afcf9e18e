import type { System } from '../contract.ts';
import { words } from '../field-keys.ts';
import { COMPANY, CONTACT, DEAL } from './objects.ts';

const BOOKKEEPING =
  'hs_object_id hs_object_source hubspot_owner_id createdate hs_createdate lastmodifieddate hs_lastmodifieddate hs_merged_object_ids hs_searchable_calculated_phone_number hs_searchable_calculated_mobile_number';
/** The vendor's own counts, which the lead score finds under these names. */
const COUNTED = 'hs_analytics_num_visits hs_email_open hs_email_click hs_email_replied num_conversion_events';

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: {
    native: CONTACT.native,
    known: words(
      `email hs_additional_emails work_email firstname lastname phone mobilephone jobtitle company city country ${BOOKKEEPING} ${COUNTED}`,
    ),
  },
  company: {
    native: COMPANY.native,
    known: words(
      `name domain hs_additional_domains website phone industry numberofemployees annualrevenue hs_annual_revenue_currency_code city country web_technologies ${BOOKKEEPING}`,
    ),
  },
  deal: {
    native: DEAL.native,
    known: words(
      `dealname amount deal_currency_code pipeline dealstage closedate hs_deal_stage_probability hs_is_closed hs_is_closed_won ${BOOKKEEPING}`,
    ),
  },
};
