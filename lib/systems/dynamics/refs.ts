import type { Connection, RecordRef } from '../contract.ts';
import { guidOf } from '../guid.ts';
import { parseAddress } from './environment.ts';

/** The tables this adapter reads: logical name (singular, as in URLs) → entity set, key column, kind. */
export const TABLES = {
  contact: { set: 'contacts', key: 'contactid', kind: 'contact' },
  lead: { set: 'leads', key: 'leadid', kind: 'lead' },
  account: { set: 'accounts', key: 'accountid', kind: 'company' },
  opportunity: { set: 'opportunities', key: 'opportunityid', kind: 'deal' },
  incident: { set: 'incidents', key: 'incidentid', kind: 'ticket' },
  opportunityproduct: { set: 'opportunityproducts', key: 'opportunityproductid', kind: 'product' },
  salesorder: { set: 'salesorders', key: 'salesorderid', kind: 'order' },
  invoice: { set: 'invoices', key: 'invoiceid', kind: 'invoice' },
  quote: { set: 'quotes', key: 'quoteid', kind: 'quote' },
} as const satisfies Record<string, { set: string; key: string; kind: RecordRef['object'] }>;
/** Logical name of a table that is read as records; those of timelines are in `ACTIVITY_SETS`. */
export type Native = keyof typeof TABLES;

/** Tables whose rows stand in a timeline. Every activity table has the key `activityid`. */
export const ACTIVITY_SETS: Readonly<Record<string, string>> = {
  task: 'tasks',
  phonecall: 'phonecalls',
  email: 'emails',
  appointment: 'appointments',
  activitypointer: 'activitypointers',
  annotation: 'annotations',
};

/** A ref of this connection's environment. Ids that are no GUIDs stay as they are: they name nothing. */
export function refTo(connection: Pick<Connection, 'account'>, native: string, id: string): RecordRef {
  const table = isNative(native) ? TABLES[native] : undefined;
  const object = table?.kind ?? (Object.hasOwn(ACTIVITY_SETS, native) ? 'activity' : 'custom');
  return { system: 'dynamics', account: connection.account, object, native, id: guidOf(id) ?? id };
}

/** The ref behind a lookup column (`customerid` → `_customerid_value` and its annotation); undefined when empty or of unknown type. */
export function lookup(
  connection: Pick<Connection, 'account'>,
  row: Readonly<Record<string, unknown>>,
  column: string,
): RecordRef | undefined {
  const id = guidOf(row[`_${column}_value`]);
  const native = row[`_${column}_value@Microsoft.Dynamics.CRM.lookuplogicalname`];
  return id !== undefined && typeof native === 'string' && native !== '' ? refTo(connection, native, id) : undefined;
}

/** Is this one of the tables that are read as records? */
export function isNative(native: string | undefined): native is Native {
  return native !== undefined && Object.hasOwn(TABLES, native);
}

/** The logical name of a ref: what it says (an entity set's name is understood too), else what its kind says. */
export function nativeOf(ref: Pick<RecordRef, 'native' | 'object'>): string {
  return logicalName(ref.native) ?? Object.entries(TABLES).find(([, { kind }]) => kind === ref.object)?.[0] ?? ref.native;
}

/** `contacts` and `contact` → `contact`; undefined for a table this adapter does not know. */
export function logicalName(name: string): string | undefined {
  if (isNative(name) || Object.hasOwn(ACTIVITY_SETS, name)) return name;
  return (
    Object.entries(TABLES).find(([, { set }]) => set === name)?.[0] ?? Object.entries(ACTIVITY_SETS).find(([, set]) => set === name)?.[0]
  );
}

/** Address of a record's form. Notes have none; undefined for them and for what is no record of an environment. */
export function recordUrl(ref: RecordRef, connection: Pick<Connection, 'baseUrl'>): string | undefined {
  const host = parseAddress(connection.baseUrl ?? '');
  const id = guidOf(ref.id);
  const native = nativeOf(ref);
  if (host === undefined || id === undefined || ref.system !== 'dynamics' || native === 'annotation' || !/^[a-z][a-z0-9_]*$/.test(native))
    return undefined;
  return `https://${host}/main.aspx?pagetype=entityrecord&etn=${native}&id=${id}`;
}
