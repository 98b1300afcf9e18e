import type { System } from '../contract.ts';
import { words } from '../field-keys.ts';

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: { native: 'contacts', known: words('PHONE EMAIL POSITION JOB_TITLE COMPANY_NAME COUNTRY CITY') },
  company: { native: 'companies', known: words('PHONE EMAIL WEB INDUSTRY COUNTRY CITY INN VAT_ID TAX_ID EMPLOYEES REVENUE') },
  deal: { native: 'leads', known: [] },
};
