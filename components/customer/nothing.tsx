import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { Dossier } from '../../lib/model/dossier.ts';
import type { MessageId } from '../words/i18n.ts';
import { useWords } from '../words/use-words.ts';
import { type Around, partOf } from './context.ts';
import { troubleOf } from './trouble-of.ts';

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
  const isAble = (connection: ConnectionInfo) => right === undefined || connection.can.includes(right);
  // Who has no such thing at all is not asked for it; who may lack the right to it is named.
  const asked = around.connections.filter((connection) => isAble(connection) || connection.missing.length > 0);
  const isSilent = (connection: ConnectionInfo) => {
    const part = partOf(dossier.parts, connection.id);
    return connection.state !== 'ok' || !isAble(connection) || part?.answeredAt === undefined || troubleOf(connection, part) !== undefined;
  };
  const silent = asked.filter(isSilent);
  const names = (connections: readonly ConnectionInfo[]) => ({ systems: format.list(connections.map((each) => each.systemName)) });
  const told = asked.filter((each) => !silent.includes(each));
  return (
    <div className="py-3">
      {silent.length === 0 ? (
        <>
          {title && <p className="font-medium">{t(title)}</p>}
          <p className="text-text-muted">{t(sentence, { n: asked.length })}</p>
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
