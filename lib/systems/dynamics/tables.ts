/** The ISO code of a row's currency: the lookup alone gives the currency's name in the user's language. */
export const WITH_CURRENCY = 'transactioncurrencyid($select=isocurrencycode)';
/** Where an opportunity stands in its process. */
export const PROCESS_COLUMNS = 'businessprocessflowinstanceid,_opportunityid_value,_activestageid_value,traversedpath,statecode';
