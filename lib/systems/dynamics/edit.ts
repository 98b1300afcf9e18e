import { type Changed, change, changeBack, type Editable, isChanged, type Members } from '../change.ts';
import type { Io, Receipt, RecordRef } from '../contract.ts';
import { checkedGuid } from '../guid.ts';
import { receiptOf } from '../writes.ts';
import { dataverse } from './api.ts';
import { tableOf } from './create.ts';
import { nativeOf, recordUrl } from './refs.ts';
import { text } from './values.ts';

const OWNER = '_ownerid_value';
const TABLE = '@Microsoft.Dynamics.CRM.lookuplogicalname';

/** Writes columns of one row; a lookup is named as it is read, `_ownerid_value`. */
export async function editRow(ref: RecordRef, to: Members, io: Io, seen?: Members): Promise<Receipt> {
  const memory = await change(rowAt(ref, io), to, seen);
  return receiptOf([ref], io, recordUrl(ref, io.connection), { kind: 'changed', ...memory });
}

/** A receipt when the row holds these values, whoever wrote them; undefined when it does not. Reads the row itself. */
export async function confirmRow(ref: RecordRef, to: Members, io: Io): Promise<Receipt | undefined> {
  return (await isChanged(rowAt(ref, io), to)) ? receiptOf([ref], io, recordUrl(ref, io.connection)) : undefined;
}

/** Sets a row back to what a receipt remembers. @throws SystemError `conflict` with code `changed` when it holds something else by now. */
export async function editBack(ref: RecordRef, memory: Changed, io: Io): Promise<void> {
  await changeBack(rowAt(ref, io), memory);
}

/** The row's etag is its version. An owner is written through its navigation name and may be a team, which only the row can tell. */
function rowAt(ref: RecordRef, io: Io): Editable {
  const { set } = tableOf(nativeOf(ref));
  const id = checkedGuid(ref.id);
  return {
    async look(names) {
      const row = await dataverse.getRow(io, `/${set}(${id})`, { select: names.join(',') });
      const team = row[OWNER + TABLE] === 'team' ? 'team/' : '';
      return { values: OWNER in row ? { ...row, [OWNER]: `${team}${row[OWNER]}` } : row, version: text(row['@odata.etag']) };
    },
    send: (values, version) => dataverse.updateRow(io, set, id, Object.fromEntries(Object.entries(values).map(written)), version),
  };
}

function written([column, value]: [string, unknown]): [string, unknown] {
  if (column !== OWNER) return [column, value];
  const [, team, id = ''] = /^(team\/)?(.*)$/.exec(String(value)) ?? [];
  return ['ownerid@odata.bind', `/${team ? 'teams' : 'systemusers'}(${checkedGuid(id)})`];
}
