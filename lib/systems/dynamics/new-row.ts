import { type Io, SystemError } from '../contract.ts';
import { checkedGuid, guidOf } from '../guid.ts';
import { fromMinor } from '../money.ts';
import { type NewRecord, newRecord } from '../new-record.ts';
import { literal } from '../odata.ts';
import { withoutUndefined } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { offsetMs } from '../zone.ts';
import { dataverse } from './api.ts';
import type { NewRow } from './create.ts';
import { bind, type Target, targetsOf } from './targets.ts';

type Create = ActionOf<'create'>;
const TABLE_OF = { contact: 'contact', lead: 'lead', company: 'account', deal: 'opportunity' } as const;
const DEAL_MEMBERS = ['name', 'amount', 'closeAt', 'ownerId'] as const;

/** Logical name of the table that a kind of new record goes to: a company is an `account`, a deal an `opportunity`. */
export const tableFor = ({ object }: Pick<Create, 'object'>) => TABLE_OF[object];

/** A new record out of canonical values, linked with the records in `on`. A deal begins at the first stage of its process. */
export async function newRow(action: Create, io: Io): Promise<NewRow> {
  const native = tableFor(action);
  const record = native === 'opportunity' ? newRecord(action, DEAL_MEMBERS) : newRecord(action);
  const own = action.on.some(({ system, account }) => system === 'dynamics' && account === io.connection.account);
  const linked = own ? targetsOf(action, io) : [];
  const owner = record.ownerId === undefined ? {} : { 'ownerid@odata.bind': `/systemusers(${checkedGuid(record.ownerId)})` };
  const columns =
    native === 'opportunity' ? await dealColumns(record, io) : native === 'account' ? companyColumns(record) : personColumns(record);
  const topic = native === 'lead' ? { subject: record.companyName ?? record.name, companyname: record.companyName } : {};
  return { native, values: withoutUndefined({ ...columns, ...topic, ...owner, ...links(native, linked) }) };
}

function personColumns({ firstName, lastName, title, emails = [], phones = [], country, city }: NewRecord) {
  return {
    firstname: firstName,
    lastname: lastName,
    jobtitle: title,
    ...addresses(emails),
    telephone1: phones[0],
    mobilephone: phones[1],
    telephone2: phones[2],
    address1_country: country,
    address1_city: city,
  };
}

function companyColumns({ name, emails = [], phones = [], domains = [], employees, country, city }: NewRecord) {
  const site = domains[0] === undefined ? undefined : `https://${domains[0].replace(/^https?:\/\//i, '')}`;
  return {
    name,
    ...addresses(emails),
    telephone1: phones[0],
    telephone2: phones[1],
    websiteurl: site,
    numberofemployees: employees,
    address1_country: country,
    address1_city: city,
  };
}

const addresses = ([emailaddress1, emailaddress2, emailaddress3]: readonly string[]) => ({ emailaddress1, emailaddress2, emailaddress3 });

/** An amount needs its currency's row. */
async function dealColumns({ name, amount, closeAt }: NewRecord, io: Io) {
  const day = closeAt === undefined ? undefined : new Date(closeAt + offsetMs(closeAt, io.connection.timeZone)).toISOString().slice(0, 10);
  if (!amount) return { name, estimatedclosedate: day };
  const [row] = await dataverse.getRows(io, '/transactioncurrencies', {
    select: 'isocurrencycode',
    filter: `isocurrencycode eq ${literal(amount.currency)}`,
    top: 1,
  });
  const currency = guidOf(row?.transactioncurrencyid);
  if (currency === undefined) throw new SystemError('invalid', { code: 'bad-value', field: 'amount' });
  return {
    name,
    estimatedclosedate: day,
    isrevenuesystemcalculated: false,
    estimatedvalue: fromMinor(amount),
    'transactioncurrencyid@odata.bind': `/transactioncurrencies(${currency})`,
  };
}

/** Navigation names by what is made and what it is linked with. */
const LINKS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  contact: { account: 'parentcustomerid_account' },
  lead: { account: 'parentaccountid', contact: 'parentcontactid' },
  account: { contact: 'primarycontactid' },
  opportunity: { account: 'parentaccountid', contact: 'parentcontactid' },
};

function links(native: string, linked: readonly Target[]): Record<string, string> {
  const pairs = linked.flatMap((target) => {
    const navigation = LINKS[native]?.[target.native];
    return navigation === undefined ? [] : [[`${navigation}@odata.bind`, bind(target)] as const];
  });
  return Object.fromEntries(pairs.reverse());
}
