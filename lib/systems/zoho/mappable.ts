import type { System } from '../contract.ts';
import { words } from '../field-keys.ts';

const BOOKKEEPING = 'id Owner Created_Time Modified_Time Created_By Modified_By Currency Exchange_Rate Layout Record_Image';

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: {
    native: 'Contacts',
    known: words(
      `${BOOKKEEPING} Full_Name First_Name Last_Name Email Secondary_Email Phone Mobile Home_Phone Other_Phone Title Account_Name Mailing_City Mailing_Country`,
    ),
  },
  lead: {
    native: 'Leads',
    known: words(`${BOOKKEEPING} Full_Name First_Name Last_Name Email Secondary_Email Phone Mobile Title Designation Company City Country`),
  },
  company: {
    native: 'Accounts',
    known: words(`${BOOKKEEPING} Account_Name Website Phone Industry Employees Annual_Revenue Billing_City Billing_Country`),
  },
  deal: {
    native: 'Deals',
    known: words(`${BOOKKEEPING} Deal_Name Amount Stage Pipeline Probability Closing_Date Account_Name Contact_Name`),
  },
};
