import { useLiveQuery } from 'dexie-react-hooks';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import { drafts } from '../../lib/store/drafts.ts';
import { DraftLines } from '../actions/draft-lines.tsx';
import { ReceiptBar } from '../actions/receipt-bar.tsx';
import { useOutbox } from '../actions/use-outbox.ts';
import { Waiting } from './waiting.tsx';

interface Props {
  connections: readonly ConnectionInfo[];
  /** recordKey the open page's composer belongs to. */
  current: string | undefined;
  /** recordKey whose composer is open. */
  writing: string | undefined;
}

/** What stands above the foot bar: the receipt, drafts, what waits. It moves with every click; the customer above it is not drawn again for that. */
export function Lines({ connections, current, writing }: Props) {
  const kept = useLiveQuery(() => drafts(), []) ?? [];
  const actions = useOutbox() ?? [];
  return (
    <>
      <ReceiptBar actions={actions} connections={connections} />
      <DraftLines drafts={kept} current={current} writing={writing} />
      <Waiting actions={actions} connections={connections} />
    </>
  );
}
