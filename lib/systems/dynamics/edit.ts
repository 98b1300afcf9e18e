import type { Editable } from '../change.ts';
import type { Io, RecordRef } from '../contract.ts';
import { editsAt } from '../editing.ts';
import { checkedGuid } from '../guid.ts';
import { dataverse } from './api.ts';
import { tableOf } from './create.ts';
import { nativeOf, recordUrl } from './refs.ts';
import { text } from './values.ts';

const OWNER = '_ownerid_value';
const TABLE = '@Microsoft.Dynamics.CRM.lookuplogicalname';

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

/** Changes of rows; a lookup is named as it is read, `_ownerid_value`. */
export const { confirmEdit, editBack, setting } = editsAt(rowAt, recordUrl);

function written([column, value]: [string, unknown]): [string, unknown] {
  if (column !== OWNER) return [column, value];
  const [, team, id = ''] = /^(team\/)?(.*)$/.exec(String(value)) ?? [];
  return ['ownerid@odata.bind', `/${team ? 'teams' : 'systemusers'}(${checkedGuid(id)})`];
}
