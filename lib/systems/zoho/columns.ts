import type { Connection } from '../contract.ts';
import { mappedKeys } from '../field-keys.ts';
import type { DetailModule, EntryModule, Module } from './refs.ts';

const COMMON = 'Owner,Created_Time,Modified_Time';

/** Columns of lists, where the vendor wants them named; a single record comes with all it has. */
const COLUMNS: Readonly<Record<Module | DetailModule | Exclude<EntryModule, 'Emails'>, string>> = {
  Contacts: `${COMMON},Full_Name,First_Name,Last_Name,Email,Secondary_Email,Phone,Mobile,Home_Phone,Other_Phone,Title,Account_Name,Mailing_City,Mailing_Country`,
  Leads: `${COMMON},Full_Name,First_Name,Last_Name,Email,Secondary_Email,Phone,Mobile,Designation,Company,City,Country,Lead_Status,Lead_Source,Converted_Contact,Converted_Account,Converted_Deal`,
  Accounts: `${COMMON},Account_Name,Website,Phone,Industry,Employees,Annual_Revenue,Currency,Billing_City,Billing_Country`,
  Deals: `${COMMON},Deal_Name,Amount,Currency,Stage,Pipeline,Probability,Closing_Date,Account_Name,Contact_Name`,
  Cases: `${COMMON},Subject,Status,Priority,Case_Number,Account_Name,Related_To,Deal_Name`,
  Products: `${COMMON},Product_Name,Product_Code,Unit_Price,Product_Category`,
  Attachments: `${COMMON},File_Name,Size,Parent_Id`,
  Notes: `${COMMON},Note_Title,Note_Content,Parent_Id`,
  Tasks: `${COMMON},Subject,Status,Priority,Due_Date,Description,Who_Id,What_Id`,
  Calls: `${COMMON},Subject,Call_Type,Call_Start_Time,Call_Duration,Call_Result,Description,Who_Id,What_Id`,
  Events: `${COMMON},Event_Title,Start_DateTime,End_DateTime,Description,Who_Id,What_Id`,
};
/** The vendor takes 50 names and 1000 characters of them; with names of 50 characters at most this stays below both. */
const MAX_NAMES = 30;

/** The columns of a module, with the ones the rep has mapped to fields of ours. */
export function columnsOf(module: Module | DetailModule | Exclude<EntryModule, 'Emails'>, connection: Connection): string {
  const mapped = mappedKeys(connection, module).filter((name) => /^[A-Za-z_]\w{0,49}$/.test(name));
  return [...new Set([...COLUMNS[module].split(','), ...mapped])].slice(0, MAX_NAMES).join(',');
}

/** The same for a query, which refuses names it does not know: standard ones alone. */
export function queryColumns(module: 'Tasks' | 'Calls' | 'Events'): string {
  return COLUMNS[module].replaceAll(',', ', ');
}
