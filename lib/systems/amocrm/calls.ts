import * as v from 'valibot';
import type { Action, Io, Receipt } from '../contract.ts';
import { CALL_OUTCOMES } from './activities.ts';
import { call, getEntity } from './api.ts';
import { customFields } from './fields.ts';
import { createdId, firstOwn, receipt, scan, seconds, type Target } from './receipts.ts';
import { entitySchema, noteSchema } from './schema.ts';

type CallAction = Extract<Action, { kind: 'call' }>;

/** The service that is named beside a call. */
const SOURCE = 'Sidelight';

/**
 * A call as the telephone systems log it: a note on the record. It counts in the account's call statistics because author and
 * responsible user are the same. Source: amoCRM API v4, "Events and notes", `call_in` and `call_out`.
 */
export async function addCall(action: CallAction, key: string, io: Io): Promise<Receipt> {
  const on = firstOwn(action, io.connection);
  const phone = await phoneOf(on, io);
  const status = CALL_OUTCOMES.indexOf(action.outcome ?? '');
  const result = [status > 0 ? '' : (action.outcome ?? ''), action.text ?? ''].filter((line) => line.trim() !== '').join('\n');
  const user = Number(io.connection.userId);
  const note = {
    note_type: `call_${action.direction}`,
    params: {
      uniq: key,
      duration: Math.max(0, Math.round((action.durationMs ?? 0) / 1000)),
      source: SOURCE,
      ...(phone !== undefined && { phone }),
      ...(result !== '' && { call_result: result }),
      ...(status > 0 && { call_status: status }),
    },
    created_at: seconds(action.at),
    ...(Number.isSafeInteger(user) && user > 0 && { created_by: user, responsible_user_id: user }),
    request_id: key,
    is_need_to_trigger_digital_pipeline: false,
  };
  const answer = await call(io, { method: 'POST', url: `/api/v4/${on.native}/${on.id}/notes`, json: [note], write: true });
  return receipt('notes', createdId(answer, 'notes'), on.ref, io);
}

/** A call note keeps the key that was sent as its `uniq`, so nothing has to be guessed. */
export async function findCall(action: CallAction, key: string, io: Io): Promise<Receipt | undefined> {
  const { ref, native, id } = firstOwn(action, io.connection);
  const filter = { 'filter[note_type][]': [`call_${action.direction}`] };
  const found = await scan(
    io,
    `/api/v4/${native}/${id}/notes`,
    'notes',
    action,
    filter,
    (raw) => v.parse(noteSchema, raw).params?.uniq === key,
  );
  return found === undefined ? undefined : receipt('notes', found, ref, io);
}

/** The number that was spoken with is not known to us; the record's first one is what its card would dial. A deal has none. */
async function phoneOf({ native, id }: Target, io: Io): Promise<string | undefined> {
  if (native !== 'contacts' && native !== 'companies') return undefined;
  return customFields(v.parse(entitySchema, await getEntity(io, native, id)), native, io.connection).phones[0];
}
