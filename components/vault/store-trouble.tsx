import { useEffect, useState } from 'react';
import { type StoreErrorKind, storeTrouble } from '../../lib/model/errors.ts';
import { waitingCount } from '../../lib/store/retention.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';
import type { GateHost } from './host.ts';
import { StartOver } from './start-over.tsx';
import { storeSentence } from './words.ts';

/** Nothing but deleting leads out of these. */
const FOR_GOOD: ReadonlySet<StoreErrorKind> = new Set(['key-gone', 'storage-newer']);

/** The store cannot be read: what is wrong, what that means for what was not sent yet, and the way out. */
export function StoreTrouble({ error, host }: { error: unknown; host: GateHost }) {
  const trouble = storeTrouble(error);
  // No trouble with the store, but a fault of ours: it is not to look like one.
  if (!trouble) throw error;
  const { t } = useWords();
  const [waiting, setWaiting] = useState(0);
  useEffect(() => {
    void waitingCount().then(setWaiting, () => undefined);
  }, []);
  return (
    <main className="min-h-dvh bg-surface px-4 py-6">
      <div className="mx-auto flex max-w-160 flex-col items-start gap-3">
        <h1 className="text-4">{t('trouble.title')}</h1>
        <p role="alert" className="text-pretty text-text-muted">
          {t(storeSentence({ kind: 'unavailable', code: trouble }))}
        </p>
        {waiting > 0 && <p className="text-pretty text-text-muted">{t('trouble.waiting', { n: waiting })}</p>}
        <Button look="filled" onClick={() => location.reload()}>
          {t('trouble.again')}
        </Button>
        {FOR_GOOD.has(trouble) && <StartOver waiting={waiting} onWipe={() => host.wipe().then(() => location.reload())} />}
      </div>
    </main>
  );
}
