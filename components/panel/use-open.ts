import { useLiveQuery } from 'dexie-react-hooks';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, Dossier, Opening, OpenRecord, Settings, TabState } from '../../lib/model/dossier.ts';
import type { ObjectMapping } from '../../lib/model/mapping.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { mappings } from '../../lib/store/mappings.ts';
import { connections, dictionary, dossier, openingOf, settings } from '../../lib/store/reading.ts';
import { syncedCustomer } from '../../lib/store/synced.ts';

/** Everything the cache holds about what the tab shows, from one live query. */
export interface Open {
  connections: ConnectionInfo[];
  settings: Settings;
  /** What the rep has decided about fields. */
  mappings: readonly ObjectMapping[];
  /** Absent on a page without a record of a connected account. */
  record?: OpenRecord;
  opening?: Opening;
  dossier?: Dossier;
  dictionaries: ReadonlyMap<string, Dictionary>;
}

/**
 * What the tab shows, or `undefined` until the first answer. The answer names the question: an answer for the record that
 * was open before is never given out, so that no frame shows the wrong customer.
 */
export function useOpen(tabKey: string, state: TabState | undefined, people: Readonly<Record<string, RecordRef>>): Open | undefined {
  const question = `${tabKey}|${state?.connectionId ?? ''}|${state?.page.kind === 'record' ? `${state.page.record.system}/${state.page.record.object}/${state.page.record.id}` : ''}`;
  const answer = useLiveQuery(async () => ({ question, open: await read(state, people) }), [question, people]);
  return answer?.question === question ? answer.open : undefined;
}

async function read(state: TabState | undefined, people: Readonly<Record<string, RecordRef>>): Promise<Open> {
  const [known, set, mapped] = await Promise.all([connections(), settings(), mappings()]);
  const record = openRecord(state, known);
  if (!record) return { connections: known, settings: set, mappings: mapped, dictionaries: new Map() };
  return { connections: known, settings: set, mappings: mapped, record, ...(await readRecord(recordKey(record.ref), people, known)) };
}

/** The customer a record leads to; `people` holds the person chosen on a deal's or company's page. */
export async function readRecord(
  key: string,
  people: Readonly<Record<string, RecordRef>>,
  known: readonly ConnectionInfo[],
): Promise<Pick<Open, 'opening' | 'dossier' | 'dictionaries'>> {
  const chosen = people[key];
  // Side by side: the first card waits for the longer of the two.
  const [{ opening, customer }, dictionaries] = await Promise.all([
    customerOf(key, chosen),
    Promise.all(known.map((connection) => dictionary(connection.id))),
  ]);
  return {
    ...(opening && { opening }),
    ...(customer && { dossier: customer }),
    dictionaries: new Map(dictionaries.flatMap((each) => (each ? [[each.connectionId, each]] : []))),
  };
}

async function customerOf(key: string, chosen: RecordRef | undefined): Promise<{ opening?: Opening; customer?: Dossier }> {
  const [opening, chosenOpening] = await Promise.all([openingOf(key), chosen && openingOf(recordKey(chosen))]);
  // Never opened: what is synced of it stands until the systems have answered.
  if (!opening) return (await syncedCustomer(key)) ?? {};
  const dossierKey = chosen ? chosenOpening?.dossier : opening?.dossier;
  const customer = dossierKey === undefined ? undefined : await dossier(dossierKey);
  return { ...(opening && { opening }), ...(customer && { customer }) };
}
