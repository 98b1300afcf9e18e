import { X } from 'lucide-react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { isSampleKey } from '../../lib/model/sample.ts';
import { useOnline } from '../panel/use-online.ts';
import { useView } from '../panel/view-state.ts';
import { IconButton } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { useWords } from '../words/use-words.ts';
import { ReceiptOf, useSentence } from './receipt.tsx';
import { receiptToShow } from './receipts.ts';

interface Props {
  actions: readonly QueuedAction[];
  connections: readonly ConnectionInfo[];
}

/** The receipt of what one click saved, or of what needs the rep. Never a modal; above the foot bar. */
export function ReceiptBar({ actions, connections }: Props) {
  const { t } = useWords();
  const online = useOnline();
  const lastId = useView((view) => view.lastActionId);
  const dismissed = useView((view) => view.dismissed);
  const justQueued = useView((view) => view.justQueued);
  const notKept = useView((view) => view.notKept);
  const dismiss = useView((view) => view.dismiss);
  const tellNotKept = useView((view) => view.tellNotKept);
  const sentenceOf = useSentence(connections, online);
  // The first frame does not wait for the list to be read back.
  const unread = justQueued.filter((each) => !actions.some(({ id }) => id === each.id));
  const receipt = receiptToShow(unread.length > 0 ? [...unread, ...actions] : actions, lastId, dismissed);
  // Of made-up customers nothing is written.
  const isSample = receipt !== undefined && isSampleKey(receipt.first.record);
  const text = notKept ? t(notKept) : isSample ? t('receipt.sample') : receipt?.lines.map(sentenceOf).join('. ');
  const putAway = () => (notKept || !receipt ? tellNotKept(undefined) : dismiss(receipt.first.id));
  return (
    <>
      {/* There before anything is to be said: what appears together with its text is often not read out. */}
      <Live text={text ?? ''} />
      {notKept || isSample ? (
        <PlainReceipt text={text ?? ''} onClose={putAway} />
      ) : (
        receipt && <ReceiptOf key={receipt.first.id} receipt={receipt} connections={connections} />
      )}
    </>
  );
}

/** A sentence and nothing to be done about it. */
function PlainReceipt({ text, onClose }: { text: string; onClose: () => void }) {
  const { t } = useWords();
  return (
    <section
      aria-label={t('receipt.label')}
      className="appear mx-2 mb-2 flex items-center gap-2 rounded-3 border border-line-strong bg-surface-raised px-3 py-1.5 shadow-2"
    >
      <span className="flex-1">{text}</span>
      <IconButton name={t('action.close')} onClick={onClose}>
        <X className="size-4" strokeWidth={1.65} />
      </IconButton>
    </section>
  );
}
