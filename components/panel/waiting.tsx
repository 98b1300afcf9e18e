import { Clock } from 'lucide-react';
import { useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { cancelAction } from '../../lib/store/queue.ts';
import { DELIVERY_WORDS } from '../actions/delivery-row.tsx';
import { isOpen } from '../actions/receipts.ts';
import { systemOf } from '../customer/context.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { useOnline } from './use-online.ts';

/** What takes no longer than this is on its way and no news. */
const SOON_MS = 10_000;

interface Props {
  actions: readonly QueuedAction[];
  connections: readonly ConnectionInfo[];
}

/** One line while something waits (for the network, a system, the rep); opened, all of it, oldest first. */
export function Waiting({ actions, connections }: Props) {
  const { t, format } = useWords();
  const online = useOnline();
  const now = useNow();
  const [opened, setOpened] = useState(false);
  const waiting = actions.filter((action) => isOpen(action) && (!online || now - action.createdAt > SOON_MS)).reverse();
  if (waiting.length === 0) return null;
  return (
    <section aria-label={t('waiting.label')} className="border-line border-t">
      <button
        type="button"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
        className="flex min-h-control w-full items-center gap-2 px-4 text-1 text-text-muted hover:bg-surface-hover @max-narrow:px-3"
      >
        <Clock className="size-4 shrink-0" strokeWidth={1.65} aria-hidden="true" />
        {t('waiting.count', { n: waiting.length })}
      </button>
      {opened && (
        <ol className="flex max-h-80 flex-col gap-2 overflow-y-auto px-4 pb-2 @max-narrow:px-3">
          {waiting.map((action) => (
            <li key={action.id} className="flex flex-wrap items-start gap-2">
              <div className="min-w-36 flex-1">
                <p className="bidi">
                  {action.customerName} <span className="text-1 text-text-muted">{format.ago(action.createdAt, now)}</span>
                </p>
                {action.deliveries
                  .filter(({ state }) => state !== 'confirmed' && state !== 'cancelled' && state !== 'undone')
                  .map(({ id, connectionId, state, error }) => {
                    const { name } = systemOf({ connections }, connectionId);
                    const reason = error
                      ? t(errorWords(error).sentence, { system: name, field: error.field ?? '' })
                      : t(DELIVERY_WORDS[state]);
                    return (
                      <p key={id} className="text-1 text-text-muted">
                        {name}: {reason}
                      </p>
                    );
                  })}
              </div>
              {action.deliveries.some(({ state }) => state === 'queued') && (
                <Button look="quiet" small className="-me-2.5 ms-auto" onClick={() => void cancelAction(action.id)}>
                  {t('waiting.cancel')}
                </Button>
              )}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
