import { useLiveQuery } from 'dexie-react-hooks';
import { useEffect, useRef, useState } from 'react';
import { tracesOf } from '../../lib/store/forget.ts';
import { outbox } from '../../lib/store/reading.ts';
import type { ComposerSubject } from '../actions/subject.ts';
import { useHost } from '../host.tsx';
import { useView } from '../panel/view-state.ts';
import { Button } from '../shell/button.tsx';
import { useWords } from '../words/use-words.ts';

/** Forgets the customer on this computer: says what goes and what stays, and asks about entries that were not sent yet. */
export function ForgetForm({ record, customerName, dossier, onClose }: ComposerSubject) {
  const { t, format } = useWords();
  const host = useHost();
  const forget = useView((view) => view.forget);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const waiting = useLiveQuery(async () => (dossier ? waitingOf(dossier.key) : []), [dossier?.key]) ?? [];
  const go = async (dropWaiting: boolean) => {
    if (!dossier) return;
    setBusy(true);
    setFailed(false);
    try {
      await host.forget({ dossier: dossier.key, waiting: dropWaiting });
      forget(record, dossier.key);
      onClose();
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  return (
    <section
      aria-label={t('forget.title', { name: customerName })}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
      className="appear flex flex-col gap-3 rounded-3 border border-line-strong bg-surface p-3"
    >
      <h2 className="bidi text-3">{t('forget.title', { name: customerName })}</h2>
      <p className="text-pretty text-text-muted">{t('forget.text')}</p>
      {waiting.length > 0 && (
        <div>
          <p className="text-pretty">{t('forget.waiting', { n: waiting.length })}</p>
          <ul className="mt-1 flex flex-col gap-1 text-1 text-text-muted">
            {waiting.map(({ id, customerName: name, createdAt }) => (
              <li key={id} className="bidi">
                {name} · {format.ago(createdAt, Date.now())}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p role="status" className="text-warn">
        {failed && t('forget.failed')}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button ref={keep} onClick={onClose}>
          {t('forget.cancel')}
        </Button>
        {waiting.length > 0 && (
          <Button disabled={busy} onClick={() => void go(true)}>
            {t('forget.with-waiting')}
          </Button>
        )}
        <Button look="filled" disabled={busy} onClick={() => void go(false)}>
          {t(waiting.length > 0 ? 'forget.send-first' : 'forget.do')}
        </Button>
      </div>
    </section>
  );
}

async function waitingOf(dossier: string) {
  const [{ actions }, all] = await Promise.all([tracesOf(dossier), outbox()]);
  const waits = new Set(actions.filter((action) => action.waits).map(({ id }) => id));
  return all.filter(({ id }) => waits.has(id));
}
