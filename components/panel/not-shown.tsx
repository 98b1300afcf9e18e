import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { OpenRecord } from '../../lib/model/dossier.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { WayOutButton } from '../errors/way-out.tsx';
import { errorWords } from '../errors/words.ts';
import { useWords } from '../words/use-words.ts';

interface Props {
  error: StoredError;
  record: OpenRecord;
  connections: readonly ConnectionInfo[];
  onAskAgain: () => void;
}

/** The open record could not be read and nothing of it is cached: why, and the way out. */
export function NotShown({ error, record, connections, onAskAgain }: Props) {
  const { t } = useWords();
  const system = connections.find((connection) => connection.id === record.connectionId)?.systemName ?? '';
  return (
    <section className="flex flex-col items-start gap-2 py-2">
      <h1 className="text-3">{t('customer.not-shown')}</h1>
      <p role="alert" className="text-text-muted">
        {t(errorWords(error).sentence, { system, field: error.field ?? '' })}
      </p>
      <WayOutButton error={error} systemName={system} connectionId={record.connectionId} onRetry={onAskAgain} className="-ms-2.5" />
    </section>
  );
}
