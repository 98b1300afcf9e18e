import { type RefObject, useId } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { DEFAULT_SHARE_PCT, type FeedState, paceOf, readableLists, SYNC_SCOPES, type SyncChoice } from '../../lib/model/sync.ts';
import type { OptionsHost } from '../connections/connectable.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import { ListRow } from './list-row.tsx';
import { isAbsent } from './standing.ts';
import { SCOPE_WORDS } from './words.ts';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  host: Pick<OptionsHost, 'chooseSync'>;
  connection: ConnectionInfo;
  states: readonly FeedState[];
  name: string;
}

const SHARES = [25, 50, 75, 90];
const SELECT = 'min-h-control rounded border border-line-control bg-surface px-2.5';

/** What is kept of a connection, how often each list is asked for, and how much of the account's calls that may take. Holds at once. */
export function SyncDialog({ dialog, host, connection, states, name }: Props) {
  const { t, format } = useWords();
  const title = useId();
  const { id, sync } = connection;
  const scope = sync?.scope ?? 'opened';
  const choose = (choice: SyncChoice) => void host.chooseSync(id, choice);
  const absent = new Set(states.filter(isAbsent).map(({ object }) => object));
  const lists = readableLists(connection.can).filter((object) => !absent.has(object));
  return (
    <dialog
      ref={dialog}
      aria-labelledby={title}
      className="m-auto w-136 max-w-full rounded-3 border border-line-strong bg-surface-raised p-5 shadow-3"
    >
      <h2 id={title} className="mb-3 text-3">
        {t('sync.title', { system: name })}
      </h2>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('sync.scope')}</legend>
        {SYNC_SCOPES.map((each) => (
          <label key={each} className="flex items-start gap-2">
            <input
              type="radio"
              name={`scope-${id}`}
              checked={scope === each}
              autoFocus={scope === each}
              onChange={() => choose({ scope: each })}
              className="mt-0.5 size-4 accent-accent"
            />
            <span>
              <span className="font-medium">{t(SCOPE_WORDS[each].name)}</span>
              <span className="block text-text-muted">{t(SCOPE_WORDS[each].text)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {scope !== 'opened' && (
        <>
          <ul className="mt-4 rounded border border-line">
            {lists.map((object) => (
              <ListRow
                key={object}
                object={object}
                state={states.find((each) => each.object === object)}
                pace={paceOf(sync, object)}
                name={name}
                onPace={(pace) => choose({ pace: { ...sync?.pace, [object]: pace } })}
              />
            ))}
          </ul>
          <label className="mt-4 flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="flex-1">{t('sync.share')}</span>
            <select
              className={SELECT}
              value={sync?.sharePct ?? DEFAULT_SHARE_PCT}
              onChange={(event) => choose({ sharePct: Number(event.target.value) })}
            >
              {SHARES.map((share) => (
                <option key={share} value={share}>
                  {format.percent(share / 100)}
                </option>
              ))}
            </select>
          </label>
        </>
      )}
      <form method="dialog" className="mt-4 flex justify-end">
        <Button type="submit">{t('action.close')}</Button>
      </form>
    </dialog>
  );
}
