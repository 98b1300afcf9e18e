import { type Io, type RecordRef, SystemError } from '../contract.ts';
import { fromMinor } from '../money.ts';
import { type NewRecord, newRecord } from '../new-record.ts';
import { type ActionOf, receiptOf, type Writer } from '../writes.ts';
import { call, withCurrency } from './api.ts';
import { isOurs } from './entries.ts';
import { type Native, nativeOf, refTo } from './kinds.ts';
import { recordUrl } from './map.ts';
import { createdId, scan, seconds } from './receipts.ts';
import { entityOf } from './schema.ts';

type Create = ActionOf<'create'>;
/** Where each kind is kept and what is written of it. A person who is not yet a customer is a contact here; amoCRM's own leads are deals. */
const TABLES = {
  contact: { native: 'contacts', members: ['name', 'firstName', 'lastName', 'emails', 'phones', 'title', 'ownerId'] },
  company: { native: 'companies', members: ['name', 'emails', 'phones', 'domains', 'ownerId'] },
  deal: { native: 'leads', members: ['name', 'amount', 'pipelineId', 'stageId', 'ownerId'] },
} as const;

/**
 * Makes a record out of canonical values; a deal is linked with the people and the company in `on`. Without a key of the vendor's, an
 * unanswered one is known by its name, author and the second it was made in. Source: amoCRM API v4, "Contacts", "Companies", "Leads".
 */
export const create: Writer<'create'> = {
  async perform(action, key, io) {
    const { native, members } = tableOf(action);
    const json = [{ ...(await columns(action, newRecord(action, members), io)), created_at: seconds(action.at), request_id: key }];
    const answer = await call(io, { method: 'POST', url: `/api/v4/${native}`, json, write: true });
    return made(native, [createdId(answer, native)], io);
  },
  async confirm(action, _key, io) {
    const { native, members } = tableOf(action);
    const { name } = newRecord(action, members);
    const found = await scan(io, `/api/v4/${native}`, native, action, { 'order[updated_at]': 'desc' }, (raw) => {
      const { id: _, ...entity } = entityOf(raw);
      return entity.name === name && isOurs(entity, action, io);
    });
    return found.length === 0 ? undefined : made(native, found, io);
  },
};

function made(native: Native, ids: readonly string[], io: Io) {
  const refs = ids.map((id) => refTo(io.connection, native, id));
  return receiptOf(refs, io, refs[0] && recordUrl(refs[0], io.connection));
}

function tableOf({ object }: Create): (typeof TABLES)[keyof typeof TABLES] {
  if (object === 'lead') throw new SystemError('invalid', { code: 'unsupported' });
  return TABLES[object];
}

async function columns(action: Create, record: NewRecord, io: Io): Promise<Record<string, unknown>> {
  const { name, firstName, lastName, emails, phones, title, domains, ownerId } = record;
  const fields = [
    ...field('EMAIL', emails, 'WORK'),
    ...field('PHONE', phones, 'WORK'),
    ...field('POSITION', title === undefined ? [] : [title]),
    ...field('WEB', domains),
  ];
  return {
    ...(action.object === 'contact' ? { ...(firstName && { first_name: firstName }), ...(lastName && { last_name: lastName }) } : { name }),
    ...(fields.length > 0 && { custom_fields_values: fields }),
    ...(ownerId !== undefined && { responsible_user_id: number('ownerId', ownerId) }),
    ...(action.object === 'deal' && (await dealColumns(record, action.on, io))),
  };
}

const field = (field_code: string, values: readonly string[] = [], enum_code?: string) =>
  values.length === 0 ? [] : [{ field_code, values: values.map((value) => ({ value, ...(enum_code && { enum_code }) })) }];

/** A price has no currency: another than the account's cannot be written. */
async function dealColumns({ amount, pipelineId, stageId, name }: NewRecord, on: readonly RecordRef[], io: Io) {
  const { connection } = io;
  if (amount && amount.currency !== (await withCurrency(io)).currency)
    throw new SystemError('invalid', { code: 'bad-value', field: 'amount' });
  const ids = (native: Native) =>
    on
      .filter((ref) => ref.system === 'amocrm' && ref.account === connection.account && nativeOf(ref) === native)
      .map(({ id }) => number('on', id));
  const contacts = ids('contacts').map((id, index) => ({ id, is_main: index === 0 }));
  const companies = ids('companies')
    .slice(0, 1)
    .map((id) => ({ id }));
  const linked = { ...(contacts.length > 0 && { contacts }), ...(companies.length > 0 && { companies }) };
  return {
    name,
    ...(amount && { price: fromMinor(amount) }),
    ...(pipelineId !== undefined && { pipeline_id: number('pipelineId', pipelineId) }),
    ...(stageId !== undefined && { status_id: number('stageId', stageId) }),
    ...(Object.keys(linked).length > 0 && { _embedded: linked }),
  };
}

function number(field: string, id: string): number {
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new SystemError('invalid', { code: 'bad-value', field });
  return Number(id);
}
