import { CircleAlert, CircleCheck, ClockAlert, CloudOff, LoaderCircle, SearchCheck, Undo2, X } from 'lucide-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Delivery, QueuedAction } from '../../lib/model/dossier.ts';
import { isSampleKey } from '../../lib/model/sample.ts';
import { saveDraft } from '../../lib/store/drafts.ts';
import { cancelDelivery, discardDelivery, undoDelivery } from '../../lib/store/queue.ts';
import { systemOf } from '../customer/context.ts';
import { useHost } from '../host.tsx';
import { useOnline } from '../panel/use-online.ts';
import { useView } from '../panel/view-state.ts';
import { Button, IconButton } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { DeliveryRow, OpenButton } from './delivery-row.tsx';
import { draftOf, needsRep, type ReceiptState, receiptState, receiptToShow, wordOf } from './receipts.ts';

const STAYS_MS = 8000;
/** So many systems are named in the sentence. */
const NAMED = 4;

const SENTENCES: Record<ReceiptState, MessageId> = {
  sending: 'receipt.sending',
  saved: 'receipt.saved',
  partial: 'receipt.partial',
  checking: 'receipt.checking',
  kept: 'receipt.kept',
  failed: 'receipt.failed',
  cancelled: 'receipt.cancelled',
  undoing: 'receipt.undoing',
  undone: 'receipt.undone',
};

const ICONS: Record<ReceiptState, { icon: ComponentType<{ className?: string; strokeWidth?: number }>; look: string }> = {
  sending: { icon: LoaderCircle, look: 'turn text-accent-text' },
  saved: { icon: CircleCheck, look: 'text-good' },
  partial: { icon: ClockAlert, look: 'text-warn' },
  checking: { icon: SearchCheck, look: 'text-text-muted' },
  kept: { icon: CloudOff, look: 'text-text-muted' },
  failed: { icon: CircleAlert, look: 'text-warn' },
  cancelled: { icon: Undo2, look: 'text-text-muted' },
  undoing: { icon: LoaderCircle, look: 'turn text-accent-text' },
  undone: { icon: Undo2, look: 'text-text-muted' },
};

interface Props {
  actions: readonly QueuedAction[];
  connections: readonly ConnectionInfo[];
}

/** The receipt of what was just saved, or of what needs the rep. Never a modal; above the foot bar. */
export function ReceiptBar({ actions, connections }: Props) {
  const lastId = useView((view) => view.lastActionId);
  const dismissed = useView((view) => view.dismissed);
  const justQueued = useView((view) => view.justQueued);
  // The first frame does not wait for the list to be read back.
  const isListed = !justQueued || actions.some(({ id }) => id === justQueued.id);
  const action = receiptToShow(isListed ? actions : [justQueued, ...actions], lastId, dismissed);
  if (!action) return <Live text="" />;
  if (isSampleKey(action.record)) return <SampleReceipt id={action.id} />;
  return <Receipt key={action.id} action={action} connections={connections} />;
}

/** Of made-up customers nothing is written. */
function SampleReceipt({ id }: { id: string }) {
  const { t } = useWords();
  const dismiss = useView((view) => view.dismiss);
  return (
    <section
      aria-label={t('receipt.label')}
      className="appear mx-2 mb-2 flex items-center gap-2 rounded-3 border border-line-strong bg-surface-raised px-3 py-1.5 shadow-2"
    >
      <Live text={t('receipt.sample')} />
      <span className="flex-1">{t('receipt.sample')}</span>
      <IconButton name={t('action.close')} onClick={() => dismiss(id)}>
        <X className="size-4" strokeWidth={1.65} />
      </IconButton>
    </section>
  );
}

function Receipt({ action, connections }: { action: QueuedAction; connections: readonly ConnectionInfo[] }) {
  const { t, format } = useWords();
  const online = useOnline();
  const host = useHost();
  const dismiss = useView((view) => view.dismiss);
  const visit = useView((view) => view.visit);
  const [held, setHeld] = useState(false);
  const [opened, setOpened] = useState(false);
  const bar = useRef<HTMLElement>(null);
  const state = receiptState(action, online);
  const place = (delivery: Delivery) => connections.findIndex((each) => each.id === delivery.connectionId);
  const active = action.deliveries.filter((delivery) => delivery.state !== 'cancelled').sort((a, b) => place(a) - place(b));
  const done = active.filter((delivery) => delivery.state === 'confirmed');
  const shownOf = (delivery: Delivery) => systemOf({ connections }, delivery.connectionId);
  const told = state === 'checking' ? 'unknown' : state === 'undone' ? 'undone' : undefined;
  const named = told ? active.filter((delivery) => delivery.state === told) : active;
  const sentence = t(SENTENCES[state], {
    kind: wordOf(action),
    // Longer lists stand in the details.
    systems: named.length > NAMED ? t('receipt.systems', { n: named.length }) : format.list(named.map((each) => shownOf(each).name)),
    n: done.length,
    all: active.length,
    name: action.customerName,
  });
  const settled = (state === 'saved' || state === 'kept' || state === 'cancelled' || state === 'undone') && !opened;
  const { icon: Icon, look } = ICONS[state];
  const stays = active.some((delivery) => delivery.remains);
  const isDetailed = opened || stays || state === 'partial' || state === 'failed';

  useEffect(() => {
    if (!settled || held) return;
    const timer = setTimeout(() => dismiss(action.id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [settled, held, action.id, dismiss]);

  useEffect(() => {
    const toBar = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      bar.current?.querySelector<HTMLElement>('button')?.focus();
    };
    document.addEventListener('keydown', toBar);
    return () => document.removeEventListener('keydown', toBar);
  }, []);

  /** Back into the composer, where there was one: what was typed is a draft again before anything is taken back. */
  const draft = draftOf(action);
  const reopen = async (deliveries: readonly Delivery[], giveUp: (id: string) => Promise<boolean>) => {
    if (draft) {
      const targets = deliveries.map((each) => each.connectionId);
      await saveDraft({ record: action.record, customerName: action.customerName, ...draft, targets, savedAt: Date.now() });
    }
    await Promise.all(deliveries.map((delivery) => giveUp(delivery.id)));
    if (draft) visit(action.record, draft.kind);
  };
  const untouched = active.filter((delivery) => delivery.state === 'queued' && delivery.attempts === 0);
  const canUndo = active.length > 0 && untouched.length === active.length;

  return (
    <section
      ref={bar}
      aria-label={t('receipt.label')}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="appear mx-2 mb-2 max-h-80 overflow-y-auto rounded-3 border border-line-strong bg-surface-raised shadow-2"
    >
      <Live text={sentence} />
      <div className="flex min-h-11 flex-wrap items-center gap-2 px-3 py-1.5">
        <Icon className={`size-4 shrink-0 ${look}`} strokeWidth={1.65} />
        <span className={`bidi min-w-36 flex-1 ${isDetailed ? 'font-medium' : ''}`}>{sentence}</span>
        {canUndo && (
          <Button look="text" small onClick={() => void reopen(untouched, cancelDelivery)}>
            {t('action.undo')}
          </Button>
        )}
        {state === 'saved' && !stays && (
          <Button look="text" small onClick={() => void Promise.all(done.map(({ id }) => undoDelivery(id))).then(host.wake)}>
            {t('action.undo')}
          </Button>
        )}
        {state === 'saved' && !opened && done.length > 1 && (
          <Button look="quiet" small onClick={() => setOpened(true)}>
            {t('receipt.details')}
          </Button>
        )}
        {state === 'saved' && done.length === 1 && done[0] && <OpenButton delivery={done[0]} />}
        <IconButton name={t('action.close')} onClick={() => dismiss(action.id)}>
          <X className="size-4" strokeWidth={1.65} />
        </IconButton>
      </div>
      {isDetailed && (
        <ul className="flex flex-col gap-2 border-line border-t px-3 py-2">
          {active.map((delivery) => (
            <DeliveryRow
              key={delivery.id}
              delivery={delivery}
              action={action}
              shown={shownOf(delivery)}
              {...(draft && { onEdit: () => void reopen([delivery], discardDelivery) })}
            />
          ))}
        </ul>
      )}
      {needsRep(action) && state === 'partial' && active.length > 3 && <span className="sr-only">{t('receipt.needs-you')}</span>}
    </section>
  );
}
