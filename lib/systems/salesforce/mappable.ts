import type { System } from '../contract.ts';
import { words } from '../field-keys.ts';

const BOOKKEEPING =
  'Id Name OwnerId IsDeleted MasterRecordId CreatedDate CreatedById LastModifiedDate LastModifiedById SystemModstamp CurrencyIsoCode LastViewedDate LastReferencedDate';

/** What the rep can map, and which keys `map.ts` reads already. */
export const mappable: NonNullable<System['mappable']> = {
  contact: {
    native: 'Contact',
    known: words(
      `${BOOKKEEPING} FirstName LastName Email Phone MobilePhone HomePhone OtherPhone Title AccountId MailingCity MailingCountry MailingCountryCode MailingAddress`,
    ),
  },
  lead: {
    native: 'Lead',
    known: words(`${BOOKKEEPING} FirstName LastName Email Phone MobilePhone Title Company City Country CountryCode Address`),
  },
  company: {
    native: 'Account',
    known: words(
      `${BOOKKEEPING} Website Phone Industry NumberOfEmployees AnnualRevenue BillingCity BillingCountry BillingCountryCode BillingAddress`,
    ),
  },
  deal: {
    native: 'Opportunity',
    known: words(`${BOOKKEEPING} AccountId Amount StageName IsWon IsClosed CloseDate Probability ContactId`),
  },
};
