import type { System } from '../contract.ts';
import { words } from '../field-keys.ts';

const BOOKKEEPING =
  'ownerid owninguser owningteam owningbusinessunit createdon createdby modifiedon modifiedby overriddencreatedon statecode statuscode transactioncurrencyid versionnumber merged address1_city address1_country';
const PERSON = `${BOOKKEEPING} fullname firstname lastname jobtitle telephone1 telephone2 telephone3 mobilephone emailaddress1 emailaddress2 emailaddress3`;

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: {
    native: 'contact',
    known: words(`${PERSON} contactid parentcustomerid masterid accountid`),
  },
  lead: {
    native: 'lead',
    known: words(`${PERSON} leadid companyname parentaccountid parentcontactid masterid`),
  },
  company: {
    native: 'account',
    known: words(
      `${BOOKKEEPING} accountid name websiteurl industrycode numberofemployees revenue telephone1 telephone2 telephone3 emailaddress1 emailaddress2 emailaddress3 masterid`,
    ),
  },
  deal: {
    native: 'opportunity',
    known: words(
      `${BOOKKEEPING} opportunityid name actualvalue estimatedvalue actualclosedate estimatedclosedate closeprobability customerid parentaccountid parentcontactid stepname`,
    ),
  },
};
