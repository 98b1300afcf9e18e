import type { Native } from './refs.ts';

/** The ISO code of a row's currency: the lookup alone gives the currency's name in the user's language. */
export const WITH_CURRENCY = 'transactioncurrencyid($select=isocurrencycode)';
/** Where an opportunity stands in its process. */
export const PROCESS_COLUMNS = 'businessprocessflowinstanceid,_opportunityid_value,_activestageid_value,traversedpath,statecode';
/** A note or file without its content, which may be many megabytes. */
export const NOTE_COLUMNS =
  'annotationid,subject,notetext,isdocument,filename,mimetype,filesize,createdon,modifiedon,_objectid_value,_ownerid_value';

const PRICED: ReadonlySet<Native> = new Set(['account', 'opportunity', 'opportunityproduct', 'salesorder', 'invoice', 'quote']);
/** What to expand so that the amounts of a table's rows have a currency; undefined for tables without amounts. */
export const priced = (native: Native) => (PRICED.has(native) ? WITH_CURRENCY : undefined);
