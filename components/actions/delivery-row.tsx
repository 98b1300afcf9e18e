import { CircleCheck, ClockAlert, LoaderCircle } from 'lucide-react';
import type { Delivery, QueuedAction } from '../../lib/model/dossier.ts';
import { acceptDelivery, confirmUser, discardDelivery, retryDelivery } from '../../lib/store/queue.ts';
import { FirstWrite } from '../connections/first-write.tsx';
import { TagDot } from '../connections/tag.tsx';
import type { Shown } from '../customer/context.ts';
import { WayOutButton } from '../errors/way-out.tsx';
import { errorWords } from '../errors/words.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { safeHref } from '../shell/safe-href.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { waitsForRep } from './receipts.ts';

/** Opens what was made in the system, where the vendor has a page for it. */
export function OpenButton({ delivery }: { delivery: Delivery }) {
  const { t } = useWords();
  const host = useHost();
  const url = safeHref(delivery.receipt?.url);
  if (url === undefined) return null;
  return (
    <Button look="quiet" small onClick={() => host.openTab(url)}>
      {t('receipt.open')}
    </Button>
  );
}

/** What is said of one delivery. */
export const DELIVERY_WORDS: Record<Delivery['state'], MessageId> = {
  queued: 'delivery.queued',
  sending: 'delivery.sending',
  unknown: 'delivery.unknown',
  confirmed: 'delivery.confirmed',
  failed: 'delivery.failed',
  cancelled: 'delivery.cancelled',
  'needs-you': 'delivery.needs-you',
  'undo-queued': 'delivery.undoing',
  undoing: 'delivery.undoing',
  'undo-unknown': 'delivery.undoing',
  undone: 'delivery.undone',
};

/** One system's share of the receipt: what happened, what is safe, the way out. */
export function DeliveryRow({
  delivery,
  action,
  shown,
  onEdit,
}: {
  delivery: Delivery;
  action: QueuedAction;
  shown: Shown;
  /** Absent where there is no composer to go back to. */
  onEdit?: () => void;
}) {
  const { t } = useWords();
  const { name, tag } = shown;
  const host = useHost();
  const { state, remains } = delivery;
  const error = delivery.error ?? remains;
  const retry = () => void retryDelivery(delivery.id).then(host.wake);
  const Icon = state === 'confirmed' ? CircleCheck : state === 'failed' || error ? ClockAlert : LoaderCircle;
  return (
    <li className="flex gap-2">
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${state === 'confirmed' ? 'text-good' : state === 'failed' || error ? 'text-warn' : 'text-text-muted'}`}
        strokeWidth={1.65}
        aria-hidden="true"
      />
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <TagDot tag={tag} />
          {name}
        </p>
        <p className="text-1 text-text-muted">
          {error && (state !== 'confirmed' || remains)
            ? `${t(errorWords(error).sentence, { system: name, field: error.field ?? '' })} `
            : ''}
          {t(waitsForRep(delivery) ? 'delivery.held' : DELIVERY_WORDS[state])}
        </p>
        {error?.code === 'first-write' && <FirstWrite action={action} connectionId={delivery.connectionId} name={name} />}
        {waitsForRep(delivery) && error && (
          <WayOutButton error={error} systemName={name} connectionId={delivery.connectionId} className="-ms-2.5" />
        )}
        {state === 'needs-you' && <Decide delivery={delivery} />}
        {state === 'failed' && (
          <div className="-ms-2.5 mt-1 flex flex-wrap gap-1">
            {error && errorWords(error).way !== 'retry' && (
              <WayOutButton error={error} systemName={name} connectionId={delivery.connectionId} {...(onEdit && { onEdit })} />
            )}
            <Button small onClick={retry}>
              {t('way.retry')}
            </Button>
            {onEdit && !(error && errorWords(error).way === 'edit') && (
              <Button look="quiet" small onClick={onEdit}>
                {t('receipt.edit')}
              </Button>
            )}
            <Button look="quiet" small onClick={() => void discardDelivery(delivery.id)}>
              {t('receipt.discard')}
            </Button>
          </div>
        )}
      </div>
      {state === 'confirmed' && <OpenButton delivery={delivery} />}
    </li>
  );
}

/** The rep's word on what stopped: it is there, send it, give it up. */
function Decide({ delivery: { id, connectionId, error } }: { delivery: Delivery }) {
  const { t } = useWords();
  const host = useHost();
  const send = error?.code === 'user-changed' ? () => confirmUser(connectionId) : () => retryDelivery(id);
  return (
    <div className="mt-1 flex flex-wrap gap-1">
      {error?.code === 'cannot-confirm' && (
        <Button small onClick={() => void acceptDelivery(id)}>
          {t('receipt.is-there')}
        </Button>
      )}
      <Button small onClick={() => void send().then(host.wake)}>
        {t(
          error?.code === 'user-changed'
            ? 'receipt.send-as-now'
            : error?.code === 'cannot-confirm'
              ? 'receipt.send-again'
              : 'receipt.send-anyway',
        )}
      </Button>
      <Button look="quiet" small onClick={() => void discardDelivery(id)}>
        {t('receipt.discard')}
      </Button>
    </div>
  );
}
