import type { QueuedAction } from '../../lib/model/dossier.ts';
import { useHost } from '../host.tsx';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

interface Props {
  action: QueuedAction;
  connectionId: string;
  name: string;
}

/** Before the first write to a new connection: what would go where. One yes holds for that connection from then on. */
export function FirstWrite({ action, connectionId, name }: Props) {
  const { t } = useWords();
  const host = useHost();
  const { kind } = action.action;
  const text = 'text' in action.action && action.action.text ? action.action.text : 'title' in action.action ? action.action.title : '';
  return (
    <div className="mt-1 flex flex-col items-start gap-1.5 rounded border border-line-strong px-2.5 py-2">
      <p className="text-1 text-text-muted">
        {t(kind === 'note' ? 'first-write.note' : kind === 'task' ? 'first-write.task' : 'first-write.change', {
          system: name,
          name: action.customerName,
        })}
      </p>
      {text && <p className="bidi line-clamp-3 whitespace-pre-line">{text}</p>}
      <div className="flex flex-wrap gap-1">
        <Button small onClick={() => void host.changeConnection(connectionId, { writes: 'yes' })}>
          {t('first-write.yes')}
        </Button>
        <Button small look="quiet" onClick={() => void host.changeConnection(connectionId, { writes: 'never' })}>
          {t('first-write.never')}
        </Button>
      </div>
    </div>
  );
}
