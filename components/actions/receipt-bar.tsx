import { X } from 'lucide-react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { QueuedAction } from '../../lib/model/dossier.ts';
import { isSampleKey } from '../../lib/model/sample.ts';
import { useView } from '../panel/view-state.ts';
import { IconButton } from '../shell/button.tsx';
import { Live } from '../shell/live.tsx';
import { useWords } from '../words/use-words.ts';
import { ReceiptOf } from './receipt.tsx';
import { receiptToShow } from './receipts.ts';

interface Props {
  actions: readonly QueuedAction[];
  connections: readonly ConnectionInfo[];
}

/** The receipt of what one click saved, or of what needs the rep. Never a modal; above the foot bar. */
export function ReceiptBar({ actions, connections }: Props) {
  const lastId = useView((view) => view.lastActionId);
  const dismissed = useView((view) => view.dismissed);
  const justQueued = useView((view) => view.justQueued);
  // The first frame does not wait for the list to be read back.
  const unread = justQueued.filter((each) => !actions.some(({ id }) => id === each.id));
  const receipt = receiptToShow(unread.length > 0 ? [...unread, ...actions] : actions, lastId, dismissed);
  if (!receipt) return <Live text="" />;
  const { id, record } = receipt.first;
  if (isSampleKey(record)) return <SampleReceipt id={id} />;
  return <ReceiptOf key={id} receipt={receipt} connections={connections} />;
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
