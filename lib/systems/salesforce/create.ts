import type { Io, Receipt } from '../contract.ts';
import { newReceipt } from '../edits.ts';
import { clocked, notBefore } from '../entries.ts';
import { newRecord, underNames } from '../new-record.ts';
import { placeOn } from '../stages.ts';
import { defined, phrase } from '../values.ts';
import type { ActionOf } from '../writes.ts';
import { composite, create, madeId, type Part, query, row } from './api.ts';
import { pipelines } from './dictionaries.ts';
import { plain } from './documents.ts';
import { OWN_FIELDS } from './own-fields.ts';
import { nativeOf, recordUrl, refTo } from './refs.ts';
import { checkedId, soqlId, soqlText } from './soql.ts';
import { ownTargets } from './targets.ts';
import { readTime, writeDay } from './time.ts';

type Create = ActionOf<'create'>;

/** Clocks of rep and org may be this far apart. */
const SKEW_MS = 5 * 60_000;
/** A deal must have a close date: a month from now, where nobody named one. */
const CLOSES_IN_MS = 30 * 24 * 60 * 60 * 1000;
const NATIVES = { contact: 'Contact', company: 'Account', deal: 'Opportunity', lead: 'Lead' } as const;

/**
 * A new record. A contact or deal belongs to the company it is made on, or to that of the person; that person is the deal's primary
 * contact. What the vendor wants and nobody named is filled in: the first open stage, a close date in a month, a lead without company.
 */
export async function createRecord(action: Create, _: string, io: Io): Promise<Receipt> {
  const native = NATIVES[action.object];
  const fields = fieldsOf(action, io);
  const person = ownTargets(action, io).find((ref) => nativeOf(ref) === 'Contact');
  const account = native === 'Contact' || native === 'Opportunity' ? await accountOf(action, io) : undefined;
  if (native === 'Opportunity' && fields.StageName === undefined) fields.StageName = placeOn(await pipelines(io))?.stageId;
  const values = { ...fields, ...(account && { AccountId: account }) };
  if (native !== 'Opportunity' || !person) return recordReceipt(native, [await create(io, native, values)], fields, io);
  // Texts inside a composite would be searched for references.
  const body = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? plain(value) : value]));
  const role = { OpportunityId: '@{deal.id}', ContactId: checkedId(person.id), IsPrimary: true };
  const parts: Part[] = [
    { id: 'deal', method: 'POST', path: '/sobjects/Opportunity', body },
    { id: 'role', method: 'POST', path: '/sobjects/OpportunityContactRole', body: role },
  ];
  return recordReceipt(native, [madeId(await composite(io, parts, true), 'deal')], body, io);
}

/** The user's own records of that name (and address) that are no older than the action, by SOQL: it sees a write at once. */
export async function confirmRecord(action: Create, _: string, io: Io): Promise<Receipt | undefined> {
  const native = NATIVES[action.object];
  const fields = fieldsOf(action, io);
  const name = phrase(fields.Name) === undefined ? 'LastName' : 'Name';
  const asked = [name, 'FirstName', 'Email'].flatMap((field) =>
    phrase(fields[field]) ? [`${field} = ${soqlText(String(fields[field]))}`] : [],
  );
  const { userId } = io.connection;
  const where = [...asked, ...(userId ? [`CreatedById = ${soqlId(userId)}`] : [])];
  const { io: clock, serverNow } = clocked(io);
  const rows = await query(clock, `SELECT Id, CreatedDate FROM ${native} WHERE ${where.join(' AND ')} ORDER BY CreatedDate DESC LIMIT 20`);
  const from = notBefore(action.at, serverNow(), io) - SKEW_MS;
  const ids = rows.flatMap(({ Id, CreatedDate }) => (typeof Id === 'string' && (readTime(CreatedDate) ?? 0) >= from ? [Id] : [])).reverse();
  return ids.length > 0 ? recordReceipt(native, ids, fields, io) : undefined;
}

function fieldsOf(action: Create, io: Io): Record<string, unknown> {
  const record = newRecord(action);
  const { phones = [], amount, closeAt, companyName, stageId, ownerId } = record;
  const { currency, timeZone, userId } = io.connection;
  const more: Readonly<Partial<Record<Create['object'], Record<string, unknown>>>> = {
    contact: { MobilePhone: phones[1] },
    lead: { MobilePhone: phones[1], Company: companyName ?? '[not provided]' },
    deal: {
      StageName: stageId,
      // An org with one currency has no such field.
      CurrencyIsoCode: currency === undefined ? amount?.currency : undefined,
      CloseDate: writeDay(closeAt ?? action.at + CLOSES_IN_MS, timeZone),
    },
  };
  const own = underNames(record, OWN_FIELDS[NATIVES[action.object]]);
  return defined({ ...own, ...more[action.object], OwnerId: ownerId ?? (userId || undefined) });
}

async function accountOf(action: Create, io: Io): Promise<string | undefined> {
  const own = ownTargets(action, io);
  const company = own.find((ref) => nativeOf(ref) === 'Account');
  if (company) return checkedId(company.id);
  const person = own.find((ref) => nativeOf(ref) === 'Contact');
  return person && phrase((await row(io, 'Contact', checkedId(person.id), ['AccountId'])).AccountId);
}

function recordReceipt(native: string, ids: readonly string[], set: Readonly<Record<string, unknown>>, io: Io): Receipt {
  const refs = ids.map((id) => refTo(io.connection, native, id));
  return newReceipt(refs, io, recordUrl, set);
}
