import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { DeliveryRow } from '../actions/delivery-row.tsx';
import { isOpen, needsRep } from '../actions/receipts.ts';
import { KIND_NAMES } from '../audit/kind-names.ts';
import { systemOf } from '../customer/context.ts';
import { useWords } from '../words/use-words.ts';

interface Props {
  actions: readonly QueuedAction[];
  connections: readonly ConnectionInfo[];
  now: number;
}

/** What was written and is not yet everywhere, with what can be done about it. */
export function OutboxList({ actions, connections, now }: Props) {
  const { t, format } = useWords();
  const open = actions.filter(isOpen);
  const needed = open.filter(needsRep).length;
  return (
    <section aria-labelledby="outbox" className="rounded-3 border border-line-strong">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 border-line border-b px-4 py-3">
        <h2 id="outbox" className="text-3">
          {t('status.outbox')}
        </h2>
        <p className="text-text-muted">{t('status.outbox-count', { n: open.length, needed })}</p>
      </div>
      {open.length === 0 ? (
        <p className="p-4 text-text-muted">{t('status.outbox-empty')}</p>
      ) : (
        <ol>
          {open.map((action) => (
            <li key={action.id} className="flex flex-col gap-2 p-4 not-first:border-line not-first:border-t">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span className="bidi">
                  <span className="font-medium">{t(KIND_NAMES[action.action.kind])}</span> {action.customerName}
                </span>
                <span className="text-text-muted">{format.ago(action.createdAt, now)}</span>
              </p>
              <ul className="flex flex-col gap-2">
                {action.deliveries
                  .filter(({ state }) => state !== 'cancelled')
                  .map((delivery) => (
                    <DeliveryRow
                      key={delivery.id}
                      delivery={delivery}
                      action={action}
                      shown={systemOf({ connections }, delivery.connectionId)}
                    />
                  ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
