import { type Action, type Connection, type Io, type Receipt, type RecordRef, SystemError } from '../contract.ts';
import { halRows, idOf } from '../hal.ts';
import type { Answer } from '../http.ts';
import { receiptOf } from '../writes.ts';
import { list, PAGE_LIMIT } from './api.ts';
import { activityRef, type Native, nativeOf, target } from './kinds.ts';
import { recordUrl } from './map.ts';

/** How far the clocks of this machine and of the vendor may lie apart when an unanswered write is looked for. */
const SKEW_MS = 24 * 60 * 60 * 1000;
const CONFIRM_PAGES = 20;

/** A record of the connection's account that an action is about. */
export interface Target {
  ref: RecordRef;
  native: Native;
  id: string;
}

/** The first record of ours in `on`, which is the one that was open. @throws SystemError `invalid` with code `no-target`. */
export function firstOwn(action: Pick<Action, 'on'>, connection: Connection, of: readonly Native[] = NOTED): Target {
  const ref = action.on.find((each) => {
    const native = nativeOf(each);
    return each.system === 'amocrm' && each.account === connection.account && native !== undefined && of.includes(native);
  });
  if (!ref) throw new SystemError('invalid', { code: 'no-target' });
  return { ref, ...target(ref) };
}

const NOTED: readonly Native[] = ['contacts', 'companies', 'leads', 'customers'];

/** Receipt of entries: they have no page, so the link leads to the record they stand on. */
export function receipt(native: 'notes' | 'tasks', ids: readonly string[], on: RecordRef, io: Io): Receipt {
  const refs = ids.map((id) => activityRef(io.connection, native, id));
  return receiptOf(refs, io, recordUrl(on, io.connection));
}

/** Id of the one row that was made. @throws SystemError `unknown-outcome` when the answer names none. */
export function createdId({ status, json }: Answer, name: string): string {
  const id = json === undefined ? '' : idOf(madeRow(json, status, name));
  // The server accepted it, but we cannot tell what it made: only `confirm` can.
  if (id === '') throw new SystemError('unknown-outcome', { status, code: 'no-id' });
  return id;
}

function madeRow(json: unknown, status: number, name: string): unknown {
  try {
    return halRows({ json, status }, name).rows[0];
  } catch {
    return undefined;
  }
}

/** Ids of all the rows of a list of recent changes that pass, oldest first. */
export async function scan(
  io: Io,
  path: string,
  name: string,
  action: Pick<Action, 'at'>,
  filter: Readonly<Record<string, string | readonly string[]>>,
  passes: (raw: unknown) => boolean,
): Promise<string[]> {
  const query = { ...filter, 'filter[updated_at][from]': seconds(action.at - SKEW_MS), limit: PAGE_LIMIT };
  const found: string[] = [];
  for (let page = 1; page <= CONFIRM_PAGES; page += 1) {
    const { rows, more } = await list(io, path, name, { ...query, page });
    found.push(...rows.filter(passes).map(idOf));
    if (!more) break;
  }
  return [...new Set(found)].sort((a, b) => Number(a) - Number(b));
}

/** Epoch ms as the API's Unix seconds, cut off: a moment is never moved into the future. */
export function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
