import { type RefObject, useState } from 'react';
import type { ConnectionInfo } from '../../lib/model/connection.ts';
import type { StoredError } from '../../lib/model/errors.ts';
import { errorWords } from '../errors/words.ts';
import { Button } from '../shell/button.tsx';
import { useNow } from '../words/use-now.ts';
import { useWords } from '../words/use-words.ts';
import { AbilityList } from './ability-list.tsx';
import type { OptionsHost } from './connectable.ts';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  host: OptionsHost;
  connection: ConnectionInfo;
  name: string;
  offered: readonly string[];
}

/** What a connection may do as of its last check, and the check once more: rights come and go at the vendor. */
export function RightsDialog({ dialog, host, connection, name, offered }: Props) {
  const { t, format } = useWords();
  const now = useNow(60_000);
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<StoredError>();
  const { id, can, missing, checkedAt } = connection;
  const ask = async () => {
    setAsking(true);
    const answer = await host.test(id).catch(() => ({ error: { kind: 'unavailable', code: 'channel-closed' } as const }));
    setError('error' in answer ? answer.error : undefined);
    setAsking(false);
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby={`rights-${id}`}
      className="m-auto w-136 max-w-full rounded-3 border border-line-strong bg-surface-raised p-5 shadow-3"
    >
      <h2 id={`rights-${id}`} className="mb-3 text-3">
        {t('rights.title', { system: name })}
      </h2>
      <AbilityList can={can} missing={missing} offered={offered} />
      <p aria-live="polite" className="mt-3 text-1 text-text-muted">
        {checkedAt !== undefined && !error && t('rights.checked', { when: format.ago(checkedAt, now) })}
        {error && <span className="text-warn">{t(errorWords(error).sentence, { system: name, field: error.field ?? '' })}</span>}
      </p>
      <form method="dialog" className="mt-4 flex flex-wrap justify-end gap-2">
        <Button disabled={asking} onClick={() => void ask()}>
          {t(asking ? 'rights.asking' : 'rights.again')}
        </Button>
        <Button type="submit">{t('action.close')}</Button>
      </form>
    </dialog>
  );
}
