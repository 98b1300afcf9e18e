import * as v from 'valibot';
import { type Activity, type Io, type RecordRef, SystemError, type SystemRecord, type Tombstone } from '../contract.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { guidOf } from '../guid.ts';
import { nextChanges, type TableState, tableStateSchema } from '../odata-changes.ts';
import { objectOf } from '../values.ts';
import { toActivity } from './activities.ts';
import { dataverse } from './api.ts';
import { tableOf } from './create.ts';
import { toRecord } from './map.ts';
import { isNative, refTo, TABLES } from './refs.ts';
import { NOTE_COLUMNS, priced } from './tables.ts';
import { type Raw, text } from './values.ts';

/** `at`: the table that is read next; one state for each. */
const cursorShape = v.object({ at: v.pipe(v.number(), v.integer(), v.minValue(0)), states: v.array(tableStateSchema) });
type Changes = { rows: (SystemRecord | Activity | Tombstone)[]; cursor: string; more: boolean };

/** Tables whose rows are entries of a timeline; each is followed for itself. */
const ENTRIES = ['task', 'phonecall', 'email', 'appointment', 'annotation'];

/**
 * What was written or deleted since the cursor, oldest first, table by table.
 * Source: "Use change tracking to synchronize data with external systems".
 */
export async function changes(object: RecordRef['object'], cursor: string | undefined, io: Io): Promise<Changes> {
  const tables = object === 'activity' ? ENTRIES : Object.keys(TABLES).filter((each) => isNative(each) && TABLES[each].kind === object);
  if (tables.length === 0) throw new SystemError('invalid', { code: 'unsupported' });
  const { at, states } =
    cursor === undefined ? { at: 0, states: tables.map((): TableState => ({ mode: 'track' })) } : readCursor(cursorShape, cursor);
  const [table, state] = [tables[at], states[at]];
  if (table === undefined || state === undefined || states.length !== tables.length)
    throw new SystemError('invalid', { code: 'bad-cursor' });
  const [page, currencies] = await Promise.all([nextPage(table, state, io), currencyCodes(table, io)]);
  const next = page.more ? at : (at + 1) % tables.length;
  return {
    rows: page.rows.map((row) => toRow(table, row, currencies, io)),
    cursor: writeCursor({ at: next, states: states.with(at, page.state) }),
    more: page.more || next > 0,
  };
}

/** A note's content would come along with it. */
function nextPage(table: string, state: TableState, io: Io): ReturnType<typeof nextChanges> {
  const { set, idColumn: key } = tableOf(table);
  const select = table === 'annotation' ? NOTE_COLUMNS : undefined;
  return nextChanges(
    { path: `/${set}`, key, changed: 'modifiedon', select, getPage: (path, prefer) => dataverse.getPage(io, path, prefer) },
    state,
  );
}

/** Neither mode can expand lookups, so the few currencies are read beside: id → ISO code. */
async function currencyCodes(table: string, io: Io): Promise<ReadonlyMap<string, string>> {
  if (!isNative(table) || priced(table) === undefined) return new Map();
  const rows = await dataverse.getRows(io, '/transactioncurrencies', { select: 'isocurrencycode' });
  return new Map(rows.flatMap((row) => [[guidOf(row.transactioncurrencyid) ?? '', text(row.isocurrencycode) ?? '']]));
}

function toRow(table: string, row: Raw, currencies: ReadonlyMap<string, string>, io: Io): SystemRecord | Activity | Tombstone {
  if (text(row['@odata.context'])?.includes('/$deletedEntity') || row.reason === 'deleted')
    return { ref: refTo(io.connection, table, guidOf(row.id) ?? '') };
  if (!isNative(table)) return toActivity(table, row, io.connection);
  const isocurrencycode = currencies.get(guidOf(row._transactioncurrencyid_value) ?? '');
  const whole = isocurrencycode ? { ...objectOf(row), transactioncurrencyid: { isocurrencycode } } : row;
  return toRecord(table, whole, io.connection);
}
