import { liveQuery, type Subscription } from 'dexie';
import { useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dictionary, OpenRecord, Settings, TabState } from '../../lib/model/dossier.ts';
import type { ObjectMapping } from '../../lib/model/mapping.ts';
import { openRecord } from '../../lib/model/open-record.ts';
import { type RecordRef, recordKey } from '../../lib/model/records.ts';
import { customerAtOnce, customerOf, type KnownCustomer } from '../../lib/store/customer-of.ts';
import { mappings } from '../../lib/store/mappings.ts';
import { connections, dictionaries, settings } from '../../lib/store/reading.ts';
import { keepSame } from './keep-same.ts';

/** Everything the cache holds about what the tab shows, from one live query. */
export interface Open extends KnownCustomer {
  connections: ConnectionInfo[];
  settings: Settings;
  /** What the rep has decided about fields. */
  mappings: readonly ObjectMapping[];
  dictionaries: ReadonlyMap<string, Dictionary>;
  /** Absent on a page without a record of a connected account. */
  record?: OpenRecord;
}

/** What hardly ever changes, and is the same whichever record is open. */
type Around = Pick<Open, 'connections' | 'settings' | 'mappings' | 'dictionaries'>;

/** So long after a record was gone to it begins to be watched: its first frame is drawn by then. */
const FRAME_FIRST_MS = 50;

/**
 * What the tab shows, or `undefined` until the first answer. The answer names the question: an answer for the record that
 * was open before is never given out, so that no frame shows the wrong customer.
 */
export function useOpen(tabKey: string, state: TabState | undefined, people: Readonly<Record<string, RecordRef>>): Open | undefined {
  const question = `${tabKey}|${state?.connectionId ?? ''}|${state?.page.kind === 'record' ? `${state.page.record.system}/${state.page.record.object}/${state.page.record.id}` : ''}`;
  const [answer, setAnswer] = useState<{ question: string; open: Open }>();
  const around = useRef<Around>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question says all of the state that is read.
  useLayoutEffect(() => {
    let isOver = false;
    let watched: Subscription | undefined;
    let isWatched = false;
    const give = (open: Open) => {
      const { connections, settings, mappings, dictionaries } = open;
      around.current = { connections, settings, mappings, dictionaries };
      setAnswer((before) => (before?.question === question ? shared(before, open) : { question, open }));
    };
    const watch = () => {
      watched = liveQuery(() => read(state, people, around.current)).subscribe({
        next(open) {
          isWatched = true;
          give(open);
        },
        // To whoever draws instead when the store cannot be read.
        error: (error: unknown) =>
          setAnswer(() => {
            throw error;
          }),
      });
    };
    // The customer alone, and all around her as it was last known: a live query begins by a timer and reads more than the first frame waits for.
    const known = around.current;
    let soon: ReturnType<typeof setTimeout> | undefined;
    if (known) {
      readWith(state, people, known, customerAtOnce).then(
        // At once: a task of its own could come behind the next frame.
        (open) => isOver || isWatched || flushSync(() => give(open)),
        // What cannot be read now is told by the live query.
        () => undefined,
      );
      soon = setTimeout(watch, FRAME_FIRST_MS);
    } else watch();
    return () => {
      isOver = true;
      clearTimeout(soon);
      watched?.unsubscribe();
    };
  }, [question, people]);
  return answer?.question === question ? answer.open : undefined;
}

/** `before` itself when nothing has changed, and of what has changed as much as is the same: nothing is merged or drawn anew without a reason. */
function shared<A extends { open: Open }>(before: A, found: Open): A {
  const dictionaries = isSameMap(before.open.dictionaries, found.dictionaries) ? before.open.dictionaries : found.dictionaries;
  const open = keepSame(before.open, { ...found, dictionaries });
  return open === before.open ? before : { ...before, open };
}

/** Values that are read again are the same objects (`openKept`). */
function isSameMap<K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): boolean {
  return one.size === other.size && [...other].every(([key, value]) => one.get(key) === value);
}

/** `before`: what was around the record when it was last read. It hardly ever changes, so whom that leads to is read beside it. */
async function read(state: TabState | undefined, people: Readonly<Record<string, RecordRef>>, before: Around | undefined): Promise<Open> {
  const [known, set, mapped, lists, likely] = await Promise.all([
    connections(),
    settings(),
    mappings(),
    before && dictionaries(before.connections.map(({ id }) => id)),
    before && readWith(state, people, before, customerOf),
  ]);
  const isSame = before !== undefined && waysOf(before.connections) === waysOf(known);
  const around = {
    connections: known,
    settings: set,
    mappings: mapped,
    dictionaries: isSame && lists ? lists : await dictionaries(known.map(({ id }) => id)),
  };
  return isSame && likely ? { ...likely, ...around } : readWith(state, people, around, customerOf);
}

/** All that decides which record a page is, and whose lists are read. */
function waysOf(known: readonly ConnectionInfo[]): string {
  return known.map(({ id, system, account }) => `${id} ${system} ${account}`).join();
}

async function readWith(
  state: TabState | undefined,
  people: Readonly<Record<string, RecordRef>>,
  around: Around,
  of: typeof customerOf,
): Promise<Open> {
  const record = openRecord(state, around.connections);
  if (!record) return around;
  const key = recordKey(record.ref);
  // The person chosen on a deal's or company's page.
  const chosen = people[key];
  return { ...around, record, ...(await of(key, chosen && recordKey(chosen))) };
}
