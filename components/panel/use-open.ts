import { liveQuery } from 'dexie';
import { useLayoutEffect, useRef, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, Dossier, Opening, OpenRecord, Settings, TabState } from '../../lib/model/dossier.ts';
import type { ObjectMapping } from '../../lib/model/mapping.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { mappings } from '../../lib/store/mappings.ts';
import { connections, dictionaries, dossier, openingOf, settings } from '../../lib/store/reading.ts';
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
  const [answer, setAnswer] = useState<{ question: string; open: Open }>();
  const last = useRef<readonly ConnectionInfo[]>([]);
  // Not by Dexie's own hook: that one asks after the frame that lets go of the record before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question says all of the state that is read.
  useLayoutEffect(() => {
    const asked = liveQuery(async () => ({ question, open: await read(state, people, last.current) })).subscribe({
      next: (found) => {
        last.current = found.open.connections;
        setAnswer(found);
      },
      // To whoever draws instead when the store cannot be read.
      error: (error: unknown) =>
        setAnswer(() => {
          throw error;
        }),
    });
    return () => asked.unsubscribe();
  }, [question, people]);
  return answer?.question === question ? answer.open : undefined;
}

/** `before`: the connections as they were last read. They hardly ever change, so whom they lead to is read beside them. */
async function read(
  state: TabState | undefined,
  people: Readonly<Record<string, RecordRef>>,
  before: readonly ConnectionInfo[],
): Promise<Open> {
  const likely = openRecord(state, before);
  const [known, set, mapped, found] = await Promise.all([
    connections(),
    settings(),
    mappings(),
    likely && readRecord(recordKey(likely.ref), people, before),
  ]);
  const record = openRecord(state, known);
  const around = { connections: known, settings: set, mappings: mapped };
  if (!record) return { ...around, dictionaries: new Map() };
  const key = recordKey(record.ref);
  const isRight = likely !== undefined && recordKey(likely.ref) === key && idsOf(known) === idsOf(before);
  return { ...around, record, ...(isRight && found ? found : await readRecord(key, people, known)) };
}

function idsOf(known: readonly ConnectionInfo[]): string {
  return known.map(({ id }) => id).join();
}

/** The customer a record leads to; `people` holds the person chosen on a deal's or company's page. */
export async function readRecord(
  key: string,
  people: Readonly<Record<string, RecordRef>>,
  known: readonly ConnectionInfo[],
): Promise<Pick<Open, 'opening' | 'dossier' | 'dictionaries'>> {
  const chosen = people[key];
  // Side by side: the first card waits for the longer of the two.
  const [{ opening, customer }, lists] = await Promise.all([customerOf(key, chosen), dictionaries(known.map(({ id }) => id))]);
  return { ...(opening && { opening }), ...(customer && { dossier: customer }), dictionaries: lists };
}

async function customerOf(key: string, chosen: RecordRef | undefined): Promise<{ opening?: Opening; customer?: Dossier }> {
  const person = chosen ? recordKey(chosen) : key;
  // Mostly she is kept under the record that is open.
  const [opening, chosenOpening, likely] = await Promise.all([openingOf(key), chosen && openingOf(person), dossier(person)]);
  // Never opened: what is synced of it stands until the systems have answered.
  if (!opening) return (await syncedCustomer(key)) ?? {};
  const dossierKey = chosen ? chosenOpening?.dossier : opening?.dossier;
  if (dossierKey === undefined) return { opening };
  const customer = dossierKey === likely?.key ? likely : await dossier(dossierKey);
  return { ...(opening && { opening }), ...(customer && { customer }) };
}
