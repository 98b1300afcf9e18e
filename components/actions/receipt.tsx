import { ChevronDown, CircleAlert, CircleCheck, ClockAlert, CloudOff, LoaderCircle, SearchCheck, Undo2, X } from 'lucide-react';
import { type ComponentType, useEffect, useRef, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Delivery, QueuedAction } from '../../lib/model/dossier.ts';
import { saveDraft } from '../../lib/store/drafts.ts';
import { cancelDelivery, discardDelivery, undoDelivery } from '../../lib/store/queue.ts';
import { systemOf } from '../customer/context.ts';
import { useHost } from '../host.tsx';
import { useOnline } from '../panel/use-online.ts';
import { useView } from '../panel/view-state.ts';
import { Button, IconButton } from '../shell/button.tsx';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { DeliveryRow, OpenButton } from './delivery-row.tsx';
import { draftOf, needsRep, type Receipt, type ReceiptLine, type ReceiptState, receiptState } from './receipts.ts';

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
  receipt: Receipt;
  connections: readonly ConnectionInfo[];
}

/** All that one click made: a sentence for each line, one state for the whole, each target in the details. */
export function ReceiptOf({ receipt, connections }: Props) {
  const { t } = useWords();
  const online = useOnline();
  const host = useHost();
  const dismiss = useView((view) => view.dismiss);
  const visit = useView((view) => view.visit);
  const [held, setHeld] = useState(false);
  const [opened, setOpened] = useState(false);
  const bar = useRef<HTMLElement>(null);
  const closer = useRef<HTMLButtonElement>(null);
  const from = useRef<Element | null>(null);
  const { first, entries, lines } = receipt;
  const state = receiptState(receipt, online);
  const active = receipt.deliveries.filter((delivery) => delivery.state !== 'cancelled');
  const done = active.filter((delivery) => delivery.state === 'confirmed');
  const sentenceOf = useSentence(connections, online);
  const sentences = lines.map(sentenceOf);
  const settled = (state === 'saved' || state === 'kept' || state === 'cancelled' || state === 'undone') && !opened;
  const { icon: Icon, look } = ICONS[state];
  const stays = active.some((delivery) => delivery.remains);
  const isDetailed = opened || stays || state === 'partial' || state === 'failed';
  const putAway = () => {
    // What is still on its way comes back should it need the rep.
    const seen = entries.filter((entry) => entry === first || settled || needsRep(entry));
    if (bar.current?.contains(document.activeElement) && from.current instanceof HTMLElement) from.current.focus();
    dismiss(...seen.map(({ id }) => id));
  };
  const undo = () => {
    // Its button goes at once.
    closer.current?.focus();
    void Promise.all(done.map(({ id }) => undoDelivery(id))).then(host.wake);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: counts from the moment it is settled; the entries themselves may be read anew
  useEffect(() => {
    if (!settled || held) return;
    const timer = setTimeout(putAway, STAYS_MS);
    return () => clearTimeout(timer);
  }, [settled, held, first.id]);

  useEffect(() => {
    const toBar = (event: KeyboardEvent) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      if (!bar.current?.contains(document.activeElement)) from.current = document.activeElement;
      bar.current?.querySelector<HTMLElement>('button')?.focus();
    };
    document.addEventListener('keydown', toBar);
    return () => document.removeEventListener('keydown', toBar);
  }, []);

  /** Back into the composer, where there was one: what was typed is a draft again before anything is taken back. */
  const reopen = async (
    entry: QueuedAction,
    from: readonly Delivery[],
    draft: ReturnType<typeof draftOf>,
    giveUp: () => Promise<unknown>,
  ) => {
    if (draft) {
      const targets = from.map((each) => each.connectionId);
      await saveDraft({ record: entry.record, customerName: entry.customerName, ...draft, targets, savedAt: Date.now() });
    }
    await giveUp();
    if (draft) visit(entry.record, draft.kind);
  };
  const cancel = () => reopen(first, first.deliveries, draftOf(first, true), () => Promise.all(active.map(({ id }) => cancelDelivery(id))));
  const edit = (entry: QueuedAction, delivery: Delivery) => reopen(entry, [delivery], draftOf(entry), () => discardDelivery(delivery.id));
  const canCancel = active.length > 0 && active.every((delivery) => delivery.state === 'queued' && delivery.attempts === 0);

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
      <div className="flex items-start gap-2 px-3 py-1.5">
        <div className="flex min-h-8 min-w-0 flex-1 flex-wrap items-center gap-2">
          <Icon className={`size-4 shrink-0 ${look}`} strokeWidth={1.65} />
          <div className={`min-w-36 flex-1 ${isDetailed ? 'font-medium' : ''}`}>
            {(isDetailed ? sentences.slice(0, 1) : sentences).map((sentence, at) => (
              <p key={lines[at]?.word} className="bidi">
                {sentence}
              </p>
            ))}
          </div>
          {canCancel && (
            <Button look="text" small onClick={() => void cancel()}>
              {t('action.undo')}
            </Button>
          )}
          {state === 'saved' && !stays && (
            <Button look="text" small onClick={undo}>
              {t('action.undo')}
            </Button>
          )}
          {state === 'saved' && !opened && done.length > 1 && (
            <Button look="quiet" small className="w-7 px-0!" title={t('receipt.details')} onClick={() => setOpened(true)}>
              <ChevronDown className="size-4" strokeWidth={1.65} aria-hidden="true" />
              <span className="sr-only">{t('receipt.details')}</span>
            </Button>
          )}
          {state === 'saved' && done.length === 1 && done[0] && <OpenButton delivery={done[0]} />}
        </div>
        <IconButton name={t('action.close')} ref={closer} onClick={putAway}>
          <X className="size-4" strokeWidth={1.65} />
        </IconButton>
      </div>
      {isDetailed &&
        lines.map((line, at) => (
          <div key={line.word} className="border-line border-t px-3 py-2">
            {at > 0 && <p className="bidi mb-2 font-medium">{sentences[at]}</p>}
            <ul aria-label={sentences[at]} className="flex flex-col gap-2">
              {line.entries.flatMap((entry) =>
                inOrder(entry.deliveries, connections).map((delivery) => (
                  <DeliveryRow
                    key={delivery.id}
                    delivery={delivery}
                    action={entry}
                    shown={systemOf({ connections }, delivery.connectionId)}
                    {...(draftOf(entry) && { onEdit: () => void edit(entry, delivery) })}
                  />
                )),
              )}
            </ul>
          </div>
        ))}
      {entries.some(needsRep) && state === 'partial' && active.length > 3 && <span className="sr-only">{t('receipt.needs-you')}</span>}
    </section>
  );
}

/** What was given up is no part of it any more; the others as the connections stand. */
function inOrder(deliveries: readonly Delivery[], connections: readonly ConnectionInfo[]): Delivery[] {
  const place = (delivery: Delivery) => connections.findIndex((each) => each.id === delivery.connectionId);
  return deliveries.filter((delivery) => delivery.state !== 'cancelled').sort((a, b) => place(a) - place(b));
}

/** How one line stands, in words. Several changes in one system are one system's. */
export function useSentence(connections: readonly ConnectionInfo[], online: boolean): (line: ReceiptLine) => string {
  const { t, format } = useWords();
  return (line) => {
    const state = receiptState(line, online);
    const active = inOrder(line.deliveries, connections);
    const systems = (deliveries: readonly Delivery[]) => [...new Set(deliveries.map(({ connectionId }) => connectionId))];
    const all = systems(active);
    const open = systems(active.filter((delivery) => delivery.state !== 'confirmed'));
    const told = state === 'checking' ? 'unknown' : state === 'undone' ? 'undone' : undefined;
    const named = told ? systems(active.filter((delivery) => delivery.state === told)) : all;
    const names = named.map((id) => systemOf({ connections }, id).name);
    // "Saved in 0 of 2 systems" would be true and of no use.
    const isAllHere = state === 'partial' && active.every((delivery) => delivery.state === 'queued' || delivery.state === 'failed');
    return t(SENTENCES[isAllHere ? 'failed' : state], {
      kind: line.word,
      // Longer lists stand in the details.
      systems: names.length > NAMED ? t('receipt.systems', { n: names.length }) : format.list(names),
      n: all.filter((id) => !open.includes(id)).length,
      all: all.length,
      name: line.entries[0]?.customerName ?? '',
    });
  };
}
