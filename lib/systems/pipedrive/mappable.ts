import type { System } from '../contract.ts';
import { words } from '../field-keys.ts';

const BOOKKEEPING = 'id name owner_id user_id creator_user_id org_id person_id add_time update_time visible_to active_flag picture_id';

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: {
    native: 'person',
    known: words(`${BOOKKEEPING} first_name last_name emails email phones phone job_title`),
  },
  company: {
    native: 'organization',
    known: words(`${BOOKKEEPING} website employee_count annual_revenue industry`),
  },
  deal: {
    native: 'deal',
    known: words(
      `${BOOKKEEPING} title value currency status stage_id pipeline_id pipeline probability expected_close_date close_time won_time lost_time`,
    ),
  },
};
