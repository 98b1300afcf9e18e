import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, partOf } from './context.ts';
import { troubleOf } from './trouble.tsx';

interface Props {
  dossier: Dossier;
  around: Around;
  /** What a system must be able to do to have anything to say; absent: nothing special. */
  right?: ConnectionInfo['can'][number];
  title?: MessageId;
  /** Has `{n}`: said only when every system was asked. */
  sentence: MessageId;
}

/** An empty block. Whoever could not be asked is named: silence is not "there is nothing". */
export function Nothing({ dossier, around, right, title, sentence }: Props) {
  const { t, format } = useWords();
  const isSilent = (connection: ConnectionInfo) => {
    const part = partOf(dossier.parts, connection.id);
    const isAble = right === undefined || connection.can.includes(right);
    return connection.state !== 'ok' || !isAble || part?.answeredAt === undefined || troubleOf(connection, part) !== undefined;
  };
  const silent = around.connections.filter(isSilent);
  const names = (connections: readonly ConnectionInfo[]) => ({ systems: format.list(connections.map((each) => each.systemName)) });
  const told = around.connections.filter((each) => !silent.includes(each));
  return (
    <div className="py-3">
      {silent.length === 0 ? (
        <>
          {title && <p className="font-medium">{t(title)}</p>}
          <p className="text-text-muted">{t(sentence, { n: around.connections.length })}</p>
        </>
      ) : (
        <>
          {told.length > 0 && <p>{t('empty.told', names(told))}</p>}
          <p className="text-text-muted">{t('empty.silent', names(silent))}</p>
        </>
      )}
    </div>
  );
}
